using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Kpis;
using CustomerGrains.Grains.Customers;

namespace CustomerGrains.GrainTests;

/// <summary>The counters, computed a second way: from the finished journals instead of from commit to commit.</summary>
static class Recount
{
    public static async Task<Dictionary<(long Minute, string Metric, string Dimension), decimal>> OfAsync(MemoryJournal journal)
    {
        var history = new CustomerHistory(journal);
        var absorbed = journal.Customers
            .SelectMany(journal.EntriesOf)
            .Where(entry => entry.Kind == EntryKind.Absorbed)
            .Select(entry => entry.Name)
            .ToHashSet(StringComparer.Ordinal);
        var deltas = new List<KpiDelta>();
        foreach (var id in journal.Customers.Where(id => !absorbed.Contains(id)))
        {
            var state = await history.FoldAsync(id, long.MaxValue, CancellationToken.None);
            CustomerKpis.AddDifference(deltas, CustomerKpis.None, CustomerKpis.Of(state));
            await foreach (var touchpoint in history.TouchpointsAsync(id, long.MaxValue, CancellationToken.None))
            {
                TouchpointKpis.AddTo(deltas, touchpoint);
            }
        }

        return deltas
            .GroupBy(delta => (delta.Minute, delta.Metric, delta.Dimension))
            .Select(group => (group.Key, Sum: group.Sum(delta => delta.Value)))
            .Where(counter => counter.Sum != 0)
            .ToDictionary(counter => counter.Key, counter => counter.Sum);
    }
}
