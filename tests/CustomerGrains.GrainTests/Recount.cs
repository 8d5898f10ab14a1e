using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Kpis;
using CustomerGrains.Grains.Customers;

namespace CustomerGrains.GrainTests;

/// <summary>The counters, computed a second way: from the finished journals instead of from commit to commit.</summary>
static class Recount
{
    public static async Task<Dictionary<(string Scope, long Minute, string Metric, string Dimension), decimal>> OfAsync(MemoryJournal journal)
    {
        var history = new CustomerHistory(journal);
        var absorbed = journal.Customers
            .SelectMany(journal.EntriesOf)
            .Where(entry => entry.Kind == EntryKind.Absorbed)
            .Select(entry => entry.Name)
            .ToHashSet(StringComparer.Ordinal);
        var deltas = new List<KpiDelta>();
        foreach (var id in journal.Customers)
        {
            await DecisionsAsync(deltas, history, journal, id);
            if (absorbed.Contains(id))
            {
                continue;
            }

            var state = await history.FoldAsync(id, long.MaxValue, CancellationToken.None);
            CustomerKpis.AddDifference(deltas, CustomerKpis.None, CustomerKpis.Of(state));
            await foreach (var (touchpoint, countedIn) in history.CountedAsync(id, long.MaxValue, CancellationToken.None))
            {
                TouchpointKpis.AddTo(deltas, touchpoint, countedIn);
            }
        }

        var sums = new CounterSums();
        foreach (var delta in deltas)
        {
            sums.Add(delta);
        }

        return sums.ToCounts().ToDictionary(count => (count.Scope, count.Minute, count.Metric, count.Dimension), count => count.Value);
    }

    // Who joined, left and went where happened, whoever she is part of now.
    static async Task DecisionsAsync(List<KpiDelta> deltas, CustomerHistory history, MemoryJournal journal, string id)
    {
        var state = new CustomerState(id);
        foreach (var entry in journal.EntriesOf(id))
        {
            DecisionKpis.AddTo(deltas, state, entry);
            await history.FoldAsync(state, entry, CancellationToken.None);
        }
    }
}
