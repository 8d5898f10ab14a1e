using System.Data.Common;
using CustomerGrains.Silo.Kpis;
using CustomerGrains.Silo.Storage;

namespace CustomerGrains.Silo.Alerts;

/// <summary>The alerts of either store. A unique index over the open ones keeps a second one of the same rule out.</summary>
sealed class AlertStore(StoreDatabase database) : IAlertStore
{
    const string Columns = "id, rule_key, name, text, value, threshold, raised_at, cleared_at, acknowledged_at, acknowledged_by, note";

    readonly string _raise = $"""
        INSERT INTO alert (rule_key, name, text, value, threshold, raised_at)
        VALUES (@rule, @name, @text, {database.Decimal("@value")}, {database.Decimal("@threshold")}, @at)
        ON CONFLICT (rule_key) WHERE cleared_at IS NULL DO NOTHING
        RETURNING {Columns}
        """;

    public Task<Alert?> RaiseAsync(NewAlert alert, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(alert);
        return WriteAsync(
            _raise,
            command => command
                .With("@rule", alert.RuleKey).With("@name", alert.Name).With("@text", alert.Text)
                .With("@value", DecimalText.Format(alert.Value)).With("@threshold", DecimalText.Format(alert.Threshold))
                .With("@at", alert.RaisedAt.ToUnixTimeMilliseconds()),
            cancellationToken,
            database.NumberTransaction); // webhooks read alerts by id, and wait for those below
    }

    public Task<Alert?> ClearAsync(long id, DateTimeOffset at, CancellationToken cancellationToken) => WriteAsync(
        $"UPDATE alert SET cleared_at = @at WHERE id = @id AND cleared_at IS NULL RETURNING {Columns}",
        command => command.With("@id", id).With("@at", at.ToUnixTimeMilliseconds()),
        cancellationToken);

    public async Task<Alert?> AcknowledgeAsync(long id, string by, string? note, DateTimeOffset at, CancellationToken cancellationToken) =>
        await WriteAsync(
            $"UPDATE alert SET acknowledged_at = @at, acknowledged_by = @by, note = @note WHERE id = @id AND acknowledged_at IS NULL RETURNING {Columns}",
            command => command.With("@id", id).With("@by", by).With("@note", note).With("@at", at.ToUnixTimeMilliseconds()),
            cancellationToken)
        ?? await FindAsync(id, cancellationToken);

    public async Task<Alert?> FindAsync(long id, CancellationToken cancellationToken) => (await database.QueryAsync(
        $"SELECT {Columns} FROM alert WHERE id = @id", command => command.With("@id", id), Row, cancellationToken)).SingleOrDefault();

    public async Task<IReadOnlyList<Alert>> ListAsync(bool onlyOpen, long? before, int limit, CancellationToken cancellationToken) => await database.QueryAsync(
        $"SELECT {Columns} FROM alert WHERE id < @before{(onlyOpen ? " AND cleared_at IS NULL" : "")} ORDER BY id DESC LIMIT @limit",
        command => command.With("@before", before ?? long.MaxValue).With("@limit", limit),
        Row,
        cancellationToken);

    public async Task<IReadOnlyList<Alert>> OpenAsync(CancellationToken cancellationToken) =>
        await database.QueryAsync($"SELECT {Columns} FROM alert WHERE cleared_at IS NULL ORDER BY id", _ => { }, Row, cancellationToken);

    Task<Alert?> WriteAsync(string sql, Action<DbCommand> bind, CancellationToken cancellationToken, string? first = null) => database.WriteAsync(
        async (connection, transaction, token) =>
        {
            if (first is not null)
            {
                await using var begin = connection.Command(first);
                begin.Transaction = transaction;
                await begin.ExecuteNonQueryAsync(token);
            }

            return (await connection.QueryAsync(
                sql,
                command =>
                {
                    command.Transaction = transaction;
                    bind(command);
                },
                Row,
                token)).SingleOrDefault();
        },
        cancellationToken);

    static Alert Row(DbDataReader r) => new(
        r.GetInt64(0), r.GetString(1), r.GetString(2), r.GetString(3), CounterReader.Value(r, 4), CounterReader.Value(r, 5),
        r.Time(6), r.TimeOrNull(7), r.TimeOrNull(8), r.TextOrNull(9), r.TextOrNull(10));
}
