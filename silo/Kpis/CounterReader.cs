using System.Data.Common;
using CustomerGrains.Domain.Kpis;
using CustomerGrains.Silo.Storage;

namespace CustomerGrains.Silo.Kpis;

/// <summary>Reads counters one by one: what is stored, its shards added up, and what the log still has. In decimals, as SQLite has none.</summary>
static class CounterReader
{
    /// <summary>Those of the whole (null) or of a scope: over all time, and those of every minute from one on.</summary>
    public static Task EachAsync(
        DbConnection connection, DbTransaction transaction, string? scope, long fromMinute, Action<KpiCount> each, CancellationToken cancellationToken)
    {
        var command = scope is null
            ? connection.Command("""
                SELECT '', minute, metric, dimension, value FROM counter WHERE minute = -1 OR minute >= @from ORDER BY minute, metric, dimension
                """)
            : connection.Command("""
                SELECT scope, minute, metric, dimension, value FROM counter_by
                WHERE scope = @scope AND (minute = -1 OR minute >= @from) ORDER BY scope, minute, metric, dimension
                """).With("@scope", scope);
        return EachAsync(
            command.With("@from", fromMinute),
            transaction,
            count => count.Scope == (scope ?? Scopes.Whole) && (count.Minute == KpiDelta.Gauge || count.Minute >= fromMinute),
            each,
            cancellationToken);
    }

    /// <summary>Those of all scopes.</summary>
    public static Task EachScopedAsync(DbConnection connection, DbTransaction transaction, Action<KpiCount> each, CancellationToken cancellationToken) => EachAsync(
        connection.Command("SELECT scope, minute, metric, dimension, value FROM counter_by ORDER BY scope, minute, metric, dimension"),
        transaction,
        static count => count.Scope.Length > 0,
        each,
        cancellationToken);

    /// <summary>Text in SQLite, numeric in PostgreSQL.</summary>
    public static decimal Value(DbDataReader reader, int column) =>
        reader.GetFieldType(column) == typeof(string) ? DecimalText.Parse(reader.GetString(column)) : reader.GetDecimal(column);

    static async Task EachAsync(DbCommand sorted, DbTransaction transaction, Func<KpiCount, bool> which, Action<KpiCount> each, CancellationToken cancellationToken)
    {
        await using var command = sorted;
        command.Transaction = transaction;
        var pending = new Dictionary<(string Scope, long Minute, string Metric, string Dimension), decimal>();
        foreach (var count in (await CounterLog.PendingAsync(command.Connection!, transaction, cancellationToken)).ToCounts())
        {
            if (which(count))
                pending.Add((count.Scope, count.Minute, count.Metric, count.Dimension), count.Value);
        }

        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        KpiCount? current = null;
        while (await reader.ReadAsync(cancellationToken))
        {
            var next = new KpiCount(reader.GetString(0), reader.GetInt64(1), reader.GetString(2), reader.GetString(3), Value(reader, 4));
            if (current is { } c && c.Minute == next.Minute && c.Metric == next.Metric && c.Dimension == next.Dimension && c.Scope == next.Scope)
            {
                current = c with { Value = c.Value + next.Value };
                continue;
            }

            Finish(current);
            current = next;
        }

        Finish(current);
        foreach (var (key, value) in pending)
            each(new(key.Scope, key.Minute, key.Metric, key.Dimension, value));

        void Finish(KpiCount? count)
        {
            if (count is { } done)
                each(pending.Remove((done.Scope, done.Minute, done.Metric, done.Dimension), out var more) ? done with { Value = done.Value + more } : done);
        }
    }
}
