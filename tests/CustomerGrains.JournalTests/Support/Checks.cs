using CustomerGrains.Domain.Journal;

namespace CustomerGrains.JournalTests.Support;

/// <summary>Looks that many tests take at a store.</summary>
static class Checks
{
    public static async Task<List<JournalEntry>> AllAsync(this TestStore store, string customerId)
    {
        var entries = new List<JournalEntry>();
        await foreach (var entry in store.Reader.ReadAsync(customerId, 1, long.MaxValue, CancellationToken.None))
            entries.Add(entry);
        return entries;
    }

    public static async Task<IReadOnlyList<string?>> MessageIdsAsync(this TestStore store, string customerId) =>
        (await store.AllAsync(customerId)).Select(e => e.MessageId).ToList();

    /// <summary>Every counter equals what the journals say.</summary>
    public static async Task AssertCountersMatchAsync(this TestStore store)
    {
        var report = await store.Kpis.RecountAsync(CancellationToken.None);
        Assert.Empty(report.Differences);
        Assert.True(report.Matches);
    }

    /// <summary>Every journal is numbered from 1 without gaps and has no message twice.</summary>
    public static async Task AssertWellFormedAsync(this TestStore store, IEnumerable<string> customerIds)
    {
        foreach (var id in customerIds)
        {
            var entries = await store.AllAsync(id);
            Assert.Equal(Enumerable.Range(1, entries.Count).Select(n => (long)n), entries.Select(e => e.Seq));
            Assert.Equal(entries.Count, entries.Select(e => e.MessageId).Distinct().Count());
        }
    }
}
