using System.Runtime.InteropServices;
using CustomerGrains.Domain.Kpis;
using CustomerGrains.Grains.Journal;
using CustomerGrains.Silo.Customers;

namespace CustomerGrains.Silo.Journal;

/// <summary>Commits of many customers on their way into one transaction, in the forms that the tables want.</summary>
sealed class CommitGroup
{
    public CommitGroup(IReadOnlyList<Commit> commits)
    {
        Commits = commits;
        // Neighbours in the index are written together; commits of one customer keep their order.
        Sorted = commits.Count == 1 ? commits : commits.OrderBy(c => c.CustomerId, StringComparer.Ordinal).ToList();
        Counters = Sum(commits);
        Rows = Latest(Sorted);
        Evicted = Sorted.Where(c => c.Evicted.Count > 0).ToList();
    }

    /// <summary>In the order in which they came.</summary>
    public IReadOnlyList<Commit> Commits { get; }

    /// <summary>By customer.</summary>
    public IReadOnlyList<Commit> Sorted { get; }

    /// <summary>One change per counter row, the rows over all time included, sorted so that all writers lock in the same order.</summary>
    public IReadOnlyList<KpiDelta> Counters { get; }

    /// <summary>The last row of each customer, by customer.</summary>
    public IReadOnlyList<CustomerRow> Rows { get; }

    /// <summary>The commits with evicted message ids, by customer.</summary>
    public IReadOnlyList<Commit> Evicted { get; }

    static List<KpiDelta> Sum(IReadOnlyList<Commit> commits)
    {
        var sums = new Dictionary<(long Minute, string Metric, string Dimension), decimal>();
        foreach (var commit in commits)
        {
            foreach (var delta in commit.Deltas)
            {
                Add(delta.Minute, delta);
                if (delta.Minute != KpiDelta.Gauge)
                    Add(KpiDelta.Gauge, delta);
            }
        }

        var counters = new List<KpiDelta>(sums.Count);
        foreach (var (key, value) in sums)
        {
            if (value != 0)
                counters.Add(new(key.Minute, key.Metric, key.Dimension, value));
        }

        counters.Sort(static (a, b) =>
            a.Minute != b.Minute ? a.Minute.CompareTo(b.Minute)
            : a.Metric != b.Metric ? string.CompareOrdinal(a.Metric, b.Metric)
            : string.CompareOrdinal(a.Dimension, b.Dimension));
        return counters;

        void Add(long minute, in KpiDelta delta)
        {
            ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(sums, (minute, delta.Metric, delta.Dimension), out _);
            sum += delta.Value;
        }
    }

    static List<CustomerRow> Latest(IReadOnlyList<Commit> sorted)
    {
        var rows = new List<CustomerRow>();
        foreach (var commit in sorted)
        {
            if (commit.Row is null)
                continue;
            var row = SearchText.Clean(commit.Row);
            if (rows.Count > 0 && rows[^1].CustomerId == row.CustomerId)
                rows[^1] = row;
            else
                rows.Add(row);
        }

        return rows;
    }
}
