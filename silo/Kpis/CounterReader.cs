using System.Data.Common;
using CustomerGrains.Domain.Kpis;
using CustomerGrains.Silo.Storage;

namespace CustomerGrains.Silo.Kpis;

/// <summary>Reads stored counters one by one, their shards added up here, in decimals, as SQLite has none.</summary>
static class CounterReader
{
    /// <summary>Those of the whole (null) or of a scope: over all time, then those of every minute from one on.</summary>
    public static Task EachAsync(DbConnection connection, string? scope, long fromMinute, Action<KpiCount> each, CancellationToken cancellationToken)
    {
        var command = scope is null
            ? connection.Command("""
                SELECT '', minute, metric, dimension, value FROM counter WHERE minute = -1 OR minute >= @from ORDER BY minute, metric, dimension
                """)
            : connection.Command("""
                SELECT scope, minute, metric, dimension, value FROM counter_by
                WHERE scope = @scope AND (minute = -1 OR minute >= @from) ORDER BY scope, minute, metric, dimension
                """).With("@scope", scope);
        return EachAsync(command.With("@from", fromMinute), each, cancellationToken);
    }

    /// <summary>Those of all scopes.</summary>
    public static Task EachScopedAsync(DbConnection connection, Action<KpiCount> each, CancellationToken cancellationToken) => EachAsync(
        connection.Command("SELECT scope, minute, metric, dimension, value FROM counter_by ORDER BY scope, minute, metric, dimension"),
        each,
        cancellationToken);

    /// <summary>Text in SQLite, numeric in PostgreSQL.</summary>
    public static decimal Value(DbDataReader reader, int column) =>
        reader.GetFieldType(column) == typeof(string) ? DecimalText.Parse(reader.GetString(column)) : reader.GetDecimal(column);

    static async Task EachAsync(DbCommand sorted, Action<KpiCount> each, CancellationToken cancellationToken)
    {
        await using var command = sorted;
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

            if (current is { } done)
                each(done);
            current = next;
        }

        if (current is { } last)
            each(last);
    }
}
