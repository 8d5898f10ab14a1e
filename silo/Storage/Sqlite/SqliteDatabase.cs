using System.Data;
using System.Data.Common;
using System.Text.Json;
using CustomerGrains.Silo.Kpis;
using Microsoft.Data.Sqlite;

namespace CustomerGrains.Silo.Storage.Sqlite;

/// <summary>One SQLite file: readers on pooled connections, never in the way of the writer (WAL).</summary>
sealed class SqliteDatabase(string connectionString) : StoreDatabase
{
    static SqliteDatabase() => SQLitePCL.Batteries_V2.Init();

    public string ConnectionString { get; } = connectionString;

    public string File { get; } = new SqliteConnectionStringBuilder(connectionString).DataSource;

    /// <summary>
    /// Held during every write. The file would sort writers out by itself, but unfairly: a busy journal would starve everybody else.
    /// </summary>
    public SemaphoreSlim WriteGate { get; } = new(1, 1);

    public override async ValueTask<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public override string In(string column, string parameter) => $"{column} IN (SELECT value FROM json_each({parameter}))";

    public override string Items(string parameter) => $"(SELECT value AS item FROM json_each({parameter}))";

    public override string Journals(string columns, string parameter, int most) => $"SELECT {columns} FROM journal WHERE {In("customer_id", parameter)} ORDER BY customer_id, seq";

    public override string JsonRows(string parameter) => $"json_each({parameter})";

    // Kept as text: a number of this file's own would have 15 digits.
    public override string Decimal(string text) => text;

    public override string Sum(string one, string other) => $"decimal_add({one}, {other})";

    // Nobody else follows: the file belongs to one process.
    public override TimeSpan LogKept => TimeSpan.Zero;

    // Within a write, one is alone.
    public override ValueTask<bool> TryLockFoldAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken) => ValueTask.FromResult(true);

    public override string Holds(string column, string parameter) => $"instr({column}, {parameter}) > 0";

    // One writer at a time, for the whole statement.
    public override string RowLock => "";

    // One writer: ids become visible in order, and nobody is ever at it.
    public override string Horizon => "1, 1";

    public override string? NumberTransaction => null;

    public override void AddList(DbCommand command, string name, IReadOnlyCollection<string> values) =>
        command.With(name, JsonSerializer.Serialize(values));

    // A file has nothing to start: what can't be opened now is a matter for the operator.
    public override bool MayBeStarting(Exception exception) => false;

    public override bool IsUnavailable(Exception exception) => exception is SqliteException e && IsUnavailable(e.SqliteErrorCode);

    public override Task<T> RunAsync<T>(Func<DbConnection, CancellationToken, Task<T>> read, CancellationToken cancellationToken) =>
        Task.Run(
            async () =>
            {
                await using var connection = await OpenAsync(cancellationToken);
                return await read(connection, cancellationToken);
            },
            cancellationToken);

    public override Task<int> ExecuteAsync(string sql, Action<DbCommand> bind, CancellationToken cancellationToken) =>
        GatedAsync(() => base.ExecuteAsync(sql, bind, cancellationToken), cancellationToken);

    public override Task<T> WriteAsync<T>(Func<DbConnection, DbTransaction, CancellationToken, Task<T>> write, CancellationToken cancellationToken) =>
        GatedAsync(
            () => base.WriteAsync(
                (connection, transaction, token) =>
                {
                    ((SqliteConnection)connection).CreateFunction<string, string, string>("decimal_add", DecimalText.Add, isDeterministic: true);
                    return write(connection, transaction, token);
                },
                cancellationToken),
            cancellationToken);

    public override ValueTask<DbTransaction> BeginSnapshotAsync(DbConnection connection, CancellationToken cancellationToken) =>
        ValueTask.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(IsolationLevel.Serializable, deferred: true));

    /// <summary>Makes the directory of the file, with a message that names the setting when that fails.</summary>
    public void CreateDirectory()
    {
        var directory = Path.GetDirectoryName(Path.GetFullPath(File))!;
        try
        {
            Directory.CreateDirectory(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreOptionsException("Store:ConnectionString", ConnectionString, $"the directory {directory} can't be made ({e.Message}); name a file in a directory that can be written");
        }
    }

    // Whoever waits asynchronously is served before the journal's next (blocking) turn.
    async Task<T> GatedAsync<T>(Func<Task<T>> write, CancellationToken cancellationToken)
    {
        await WriteGate.WaitAsync(cancellationToken);
        try
        {
            return await write();
        }
        finally
        {
            WriteGate.Release();
        }
    }

    // Busy, locked, out of memory, read-only, I/O error, corrupt, full, can't open, protocol, not a database.
    static bool IsUnavailable(int code) => code is 5 or 6 or 7 or 8 or 10 or 11 or 13 or 14 or 15 or 26;
}
