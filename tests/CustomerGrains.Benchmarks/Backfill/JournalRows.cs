using System.Collections.Concurrent;
using System.Diagnostics;
using CustomerGrains.Silo.Backfills;
using CustomerGrains.Silo.Journal;
using CustomerGrains.Silo.Storage;

namespace CustomerGrains.Benchmarks.Backfill;

/// <summary>The reference: reads the rows of everybody's journal as a backfill does, range by range and as many at once, and drops them.</summary>
sealed class JournalRows(StoreDatabase database, CustomerScan scan)
{
    const int AtOnce = 3;

    public async Task<(long Rows, TimeSpan Took)> ReadAsync()
    {
        var began = Stopwatch.GetTimestamp();
        var ends = await scan.EndsOfRangesAsync(CancellationToken.None);
        var ranges = new ConcurrentQueue<(string After, string? Through)>(
            Enumerable.Range(0, ends.Count + 1).Select(i => (i == 0 ? "" : ends[i - 1], i == ends.Count ? null : ends[i])));
        var rows = 0L;
        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(async () =>
        {
            while (ranges.TryDequeue(out var range))
                Interlocked.Add(ref rows, await ReadAsync(range.After, range.Through));
        })));
        return (rows, Stopwatch.GetElapsedTime(began));
    }

    async Task<long> ReadAsync(string after, string? through)
    {
        var end = through is null ? "" : " AND customer_id <= @through";
        var entries = await database.QueryAsync(
            $"SELECT customer_id, {JournalReader.Columns} FROM journal WHERE customer_id > @after{end} ORDER BY customer_id, seq",
            c =>
            {
                c.With("@after", after);
                if (through is not null)
                    c.With("@through", through);
            },
            r => (Id: r.GetString(0), Entry: JournalReader.Entry(r, 1)),
            CancellationToken.None);
        return entries.Count;
    }
}
