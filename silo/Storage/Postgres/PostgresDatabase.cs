using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Net.Sockets;
using Npgsql;
using NpgsqlTypes;

namespace CustomerGrains.Silo.Storage.Postgres;

/// <summary>A PostgreSQL database behind one pool of connections.</summary>
sealed class PostgresDatabase : StoreDatabase, IAsyncDisposable
{
    readonly string _limitIdleWrites;

    /// <param name="connectionString">Which.</param>
    /// <param name="writesEndAfter">How long a write may stand still in the middle.</param>
    public PostgresDatabase(string connectionString, TimeSpan writesEndAfter)
    {
        _limitIdleWrites = string.Create(CultureInfo.InvariantCulture, $"SET LOCAL idle_in_transaction_session_timeout = '{(int)writesEndAfter.TotalMilliseconds}ms'");
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        // Statements are few and constant: let the server parse each once per connection, unless the operator decided otherwise.
        if (!connectionString.Replace(" ", "", StringComparison.Ordinal).Contains("MaxAutoPrepare", StringComparison.OrdinalIgnoreCase))
            builder.ConnectionStringBuilder.MaxAutoPrepare = 50;
        Source = builder.Build();
    }

    public NpgsqlDataSource Source { get; }

    public override async ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken) => await Source.OpenConnectionAsync(cancellationToken);

    public override string In(string column, string parameter) => $"{column} = ANY({parameter})";

    public override string Items(string parameter) => $"(SELECT unnest({parameter}) COLLATE \"C\" AS item)";

    public override string Journals(string columns, string parameter, int most) => $"""
        SELECT {columns} FROM {Items(parameter)} AS ids
        CROSS JOIN LATERAL (SELECT * FROM journal WHERE customer_id = ids.item ORDER BY seq LIMIT {most}) AS of_one
        ORDER BY customer_id, seq
        """;

    public override string JsonRows(string parameter) => $"json_array_elements({parameter}::json)";

    public override string Decimal(string text) => $"CAST({text} AS numeric)";

    public override string Sum(string one, string other) => $"{one} + {other}";

    public override TimeSpan LogKept => TimeSpan.FromMinutes(1);

    public override async ValueTask<bool> TryLockFoldAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("SELECT pg_try_advisory_xact_lock(48151628)");
        command.Transaction = transaction;
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    public override string Holds(string column, string parameter) => $"strpos({column}, {parameter}) > 0";

    public override string RowLock => " FOR UPDATE";

    public override string Horizon =>
        "CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint), CAST(CAST(pg_snapshot_xmax(pg_current_snapshot()) AS text) AS bigint)";

    public override string? NumberTransaction => "SELECT pg_current_xact_id()";

    public override void AddList(DbCommand command, string name, IReadOnlyCollection<string> values) =>
        command.Parameters.Add(new NpgsqlParameter(name, NpgsqlDbType.Array | NpgsqlDbType.Text) { Value = values.ToArray() });

    // 08 connection, 25006 read-only, 40 rolled back (deadlock), 53 resources, 55 and 57 operator, 58 system, XX internal.
    public override bool IsUnavailable(Exception exception) => exception switch
    {
        PostgresException { SqlState: { } state } =>
            state == "25006" || state.StartsWith("08", StringComparison.Ordinal) || state.StartsWith("40", StringComparison.Ordinal) ||
            state.StartsWith("53", StringComparison.Ordinal) || state.StartsWith("55", StringComparison.Ordinal) ||
            state.StartsWith("57", StringComparison.Ordinal) || state.StartsWith("58", StringComparison.Ordinal) ||
            state.StartsWith("XX", StringComparison.Ordinal) || state.StartsWith("28", StringComparison.Ordinal) || state.StartsWith("3D", StringComparison.Ordinal),
        NpgsqlException or SocketException or IOException or TimeoutException or ObjectDisposedException => true,
        _ => false,
    };

    // A server that refuses by name (password, database) was reached: only "starting up" and "too many connections" pass.
    public override bool MayBeStarting(Exception exception) => exception switch
    {
        PostgresException { SqlState: { } state } => state is PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.TooManyConnections,
        NpgsqlException { InnerException: SocketException or IOException or TimeoutException } => true,
        _ => false,
    };

    public override async Task<T> RunAsync<T>(Func<DbConnection, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        await using var connection = await Source.OpenConnectionAsync(cancellationToken);
        return await read(connection, cancellationToken);
    }

    // A process that stands still in the middle of a write must not keep its locks from the others for ever.
    public override Task<T> WriteAsync<T>(Func<DbConnection, DbTransaction, CancellationToken, Task<T>> write, CancellationToken cancellationToken) => base.WriteAsync(
        async (connection, transaction, token) =>
        {
            await using (var limit = connection.Command(_limitIdleWrites))
            {
                limit.Transaction = transaction;
                await limit.ExecuteNonQueryAsync(token);
            }

            return await write(connection, transaction, token);
        },
        cancellationToken);

    public override async ValueTask<DbTransaction> BeginSnapshotAsync(DbConnection connection, CancellationToken cancellationToken) =>
        await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);

    public ValueTask DisposeAsync() => Source.DisposeAsync();
}
