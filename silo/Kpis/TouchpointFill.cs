using System.Data.Common;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using CustomerGrains.Domain.Identity;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Kpis;
using CustomerGrains.Domain.Touchpoints;
using CustomerGrains.Grains.Customers;
using CustomerGrains.Silo.Storage;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Silo.Kpis;

/// <summary>
/// Counts the touchpoints by channel and name of a store that was written before there was such a counter. The database groups them; no body is read.
/// Old programs must have stopped before: what they write meanwhile is counted nowhere.
/// </summary>
sealed class TouchpointFill(StoreDatabase database, CounterFold fold, ILogger<TouchpointFill> logger) : StoreFill(database, "touchpoints", 1, logger)
{
    const int Page = 10_000;

    static readonly string GroupsSql = string.Create(CultureInfo.InvariantCulture, $"""
        SELECT kind, channel, name, CASE WHEN received_at - occurred_at > {TouchpointDimension.Reach.TotalMilliseconds:0} THEN -1 ELSE occurred_at / 60000 END AS at, count(*)
        FROM journal WHERE kind < {(int)EntryKind.StageEntered} GROUP BY kind, channel, name, at
        """);

    static readonly string LinksSql = string.Create(
        CultureInfo.InvariantCulture, $"SELECT body FROM journal WHERE kind = {(int)EntryKind.Absorbed}");

    protected override async Task<long> FillAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
    {
        // The journal has it all: nothing may be left to add.
        await fold.FoldAllAsync(connection, transaction, cancellationToken);
        var counts = new Dictionary<(long Minute, string Dimension), long>();
        foreach (var (kind, channel, name, minute, count) in await connection.QueryAsync(
            GroupsSql, c => c.Transaction = transaction, r => ((EntryKind)r.GetInt16(0), (Channel)r.GetInt16(1), r.GetString(2), r.GetInt64(3), r.GetInt64(4)), cancellationToken))
        {
            var known = kind == EntryKind.Track ? Catalogue.Default.Find(name) : null;
            Add(minute, TouchpointDimension.Of(kind, channel, known), count);
        }

        // What a link found to be recorded twice counts once.
        var links = await connection.QueryAsync(
            LinksSql, c => c.Transaction = transaction, r => AbsorbedBody.FromJson(r.GetFieldValue<byte[]>(0)), cancellationToken);
        var history = new CustomerHistory(new SnapshotReader(connection, transaction));
        var deltas = new List<KpiDelta>();
        foreach (var link in links.Where(link => link.Duplicates.Count > 0))
        {
            var duplicates = link.Duplicates.ToHashSet(StringComparer.Ordinal);
            await foreach (var (touchpoint, countedIn) in history.CountedAsync(link.From, link.Through, cancellationToken))
            {
                if (duplicates.Contains(touchpoint.MessageId!))
                    TouchpointKpis.AddTo(deltas, touchpoint, countedIn, -1);
            }
        }

        foreach (var delta in deltas.Where(delta => delta.Metric == Metrics.Touchpoints && delta.Scopes is null))
            Add(delta.Minute, delta.Dimension, (long)delta.Value);
        // Of entries that were removed by policy only what they had counted is left.
        foreach (var (minute, dimension, value) in await connection.QueryAsync(
            "SELECT minute, dimension, value FROM counter_base WHERE scope = '' AND metric = @metric",
            c =>
            {
                c.Transaction = transaction;
                c.With("@metric", Metrics.Touchpoints);
            },
            r => (r.GetInt64(0), r.GetString(1), (long)CounterReader.Value(r, 2)),
            cancellationToken))
        {
            CollectionsMarshal.GetValueRefOrAddDefault(counts, (minute, dimension), out _) += value;
        }

        return await WriteAsync(connection, transaction, counts, cancellationToken);

        void Add(long minute, string dimension, long count)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(counts, (minute, dimension), out _) += count;
            if (minute != KpiDelta.Gauge)
                CollectionsMarshal.GetValueRefOrAddDefault(counts, (KpiDelta.Gauge, dimension), out _) += count;
        }
    }

    async Task<long> WriteAsync(
        DbConnection connection, DbTransaction transaction, Dictionary<(long Minute, string Dimension), long> counts, CancellationToken cancellationToken)
    {
        await RunAsync("DELETE FROM counter WHERE metric = @metric", "[]");
        var insert = $"""
            INSERT INTO counter (minute, metric, dimension, shard, value)
            SELECT CAST(value ->> 0 AS bigint), @metric, value ->> 1, 0, CAST(value ->> 2 AS numeric) FROM {Database.JsonRows("@rows")}
            """;
        var rows = counts.Where(c => c.Value != 0).OrderBy(c => c.Key.Minute).ThenBy(c => c.Key.Dimension, StringComparer.Ordinal).Chunk(Page);
        var written = 0L;
        foreach (var page in rows)
        {
            await RunAsync(insert, JsonSerializer.Serialize(page.Select(c => new object[] { c.Key.Minute, c.Key.Dimension, c.Value })));
            written += page.Length;
        }

        return written;

        async Task RunAsync(string sql, string json)
        {
            await using var command = connection.Command(sql).With("@metric", Metrics.Touchpoints);
            if (sql.Contains("@rows", StringComparison.Ordinal))
                command.With("@rows", json);
            command.Transaction = transaction;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
