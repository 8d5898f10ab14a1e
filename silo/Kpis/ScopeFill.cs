using System.Data.Common;
using System.Text.Json;
using CustomerGrains.Domain.Kpis;
using CustomerGrains.Silo.Storage;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Silo.Kpis;

/// <summary>
/// Counts by segment, stage and channel, and the sizes and flow of segments and stages, of a store that was written before there were such counters. Folds
/// every journal once: a minute or two for millions of entries. Old programs must have stopped before.
/// </summary>
sealed class ScopeFill(StoreDatabase database, CounterFold fold, ILogger<ScopeFill> logger) : StoreFill(database, "scopes", 1, logger)
{
    const int Page = 10_000;

    static readonly string[] Flows =
    [
        Metrics.SegmentSize, Metrics.StageSize, Metrics.SegmentJoined, Metrics.SegmentLeft, Metrics.StageEntered, Metrics.StageLeft, Metrics.StageSeconds,
    ];

    protected override async Task<long> FillAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
    {
        // The journals have it all: nothing may be left to add.
        await fold.FoldAllAsync(connection, transaction, cancellationToken);
        var count = new JournalCount(connection, transaction);
        await count.RunAsync(cancellationToken);
        await RunAsync("DELETE FROM counter_by", _ => { });
        await RunAsync($"DELETE FROM counter WHERE {Database.In("metric", "@metrics")}", command => Database.AddList(command, "@metrics", Flows));
        var written = 0L;
        written += await WriteAsync(
            "INSERT INTO counter_by (scope, minute, metric, dimension, shard, value) SELECT value ->> 0, ",
            key => key.Scope.Length > 0);
        written += await WriteAsync(
            "INSERT INTO counter (minute, metric, dimension, shard, value) SELECT ",
            key => key.Scope.Length == 0 && Metrics.IsFlow(key.Metric));
        return written;

        async Task<long> WriteAsync(string insert, Func<(string Scope, long Minute, string Metric, string Dimension), bool> which)
        {
            var rows = count.Counters.Where(c => c.Value != 0 && which(c.Key)).ToList();
            rows.Sort(static (a, b) =>
                string.CompareOrdinal(a.Key.Scope, b.Key.Scope) is not 0 and var byScope ? byScope : a.Key.Minute.CompareTo(b.Key.Minute));
            foreach (var page in rows.Chunk(Page))
            {
                // Text keeps every digit on its way through either database's JSON.
                var json = JsonSerializer.Serialize(
                    page.Select(c => new object[] { c.Key.Scope, c.Key.Minute, c.Key.Metric, c.Key.Dimension, DecimalText.Format(c.Value) }));
                await RunAsync(
                    $"{insert}CAST(value ->> 1 AS bigint), value ->> 2, value ->> 3, 0, {Database.Decimal("value ->> 4")} FROM {Database.JsonRows("@rows")}",
                    command => command.With("@rows", json));
            }

            return rows.Count;
        }

        async Task RunAsync(string sql, Action<DbCommand> bind)
        {
            await using var command = connection.Command(sql);
            bind(command);
            command.Transaction = transaction;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
