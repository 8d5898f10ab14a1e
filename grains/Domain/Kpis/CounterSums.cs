using System.Runtime.InteropServices;

namespace CustomerGrains.Domain.Kpis;

/// <summary>A counter of one scope as it is stored.</summary>
/// <param name="Scope">A name of <see cref="Scopes"/>; "" for the whole.</param>
/// <param name="Minute">Unix minute, or <see cref="KpiDelta.Gauge"/> for all time.</param>
/// <param name="Metric">A name of <see cref="Metrics"/>.</param>
/// <param name="Dimension">As in <see cref="KpiDelta"/>.</param>
/// <param name="Value">What to add to it, or what it is.</param>
public readonly record struct KpiCount(string Scope, long Minute, string Metric, string Dimension, decimal Value);

/// <summary>
/// Adds changes up to counters. First by set of scopes, and only the sums are shared out to the single scopes. What counts in a minute counts
/// over all time too. Not safe for concurrent use.
/// </summary>
public sealed class CounterSums
{
    readonly Dictionary<(ScopeSet? Scopes, long Minute, string Metric, string Dimension), decimal> _sums = [];

    /// <summary>How many different sums there are.</summary>
    public int Count => _sums.Count;

    /// <summary>The sums so far that are not zero, each as one change.</summary>
    public IEnumerable<KpiDelta> Deltas => _sums.Where(static sum => sum.Value != 0)
        .Select(static sum => new KpiDelta(sum.Key.Minute, sum.Key.Metric, sum.Key.Dimension, sum.Value, sum.Key.Scopes));

    /// <summary>Adds a change.</summary>
    public void Add(in KpiDelta delta) =>
        CollectionsMarshal.GetValueRefOrAddDefault(_sums, (delta.Scopes, delta.Minute, delta.Metric, delta.Dimension), out _) += delta.Value;

    /// <summary>Adds the sums to single counters, and forgets them.</summary>
    public void MoveTo(Dictionary<(string Scope, long Minute, string Metric, string Dimension), decimal> counters)
    {
        ArgumentNullException.ThrowIfNull(counters);
        foreach (var ((minute, metric, dimension), byScope) in ShareOut())
        {
            foreach (var (scope, value) in byScope)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(counters, (scope, minute, metric, dimension), out _) += value;
                if (minute != KpiDelta.Gauge)
                    CollectionsMarshal.GetValueRefOrAddDefault(counters, (scope, KpiDelta.Gauge, metric, dimension), out _) += value;
            }
        }

        _sums.Clear();
    }

    // Customers in many segments make many sets of scopes that have little in common: this loop runs for each scope of each. What they do have in common
    // is what is counted when.
    Dictionary<(long Minute, string Metric, string Dimension), Dictionary<string, decimal>> ShareOut()
    {
        var shares = new Dictionary<(long Minute, string Metric, string Dimension), Dictionary<string, decimal>>();
        foreach (var ((scopes, minute, metric, dimension), value) in _sums)
        {
            if (value == 0)
                continue;
            ref var byScope = ref CollectionsMarshal.GetValueRefOrAddDefault(shares, (minute, metric, dimension), out _);
            byScope ??= new(StringComparer.Ordinal);
            if (scopes is null)
            {
                CollectionsMarshal.GetValueRefOrAddDefault(byScope, Scopes.Whole, out _) += value;
                continue;
            }

            foreach (var scope in scopes.Names)
                CollectionsMarshal.GetValueRefOrAddDefault(byScope, scope, out _) += value;
        }

        return shares;
    }

    /// <summary>The counters that change, those of the whole first, in an order that is the same for everybody.</summary>
    public List<KpiCount> ToCounts()
    {
        var counters = new Dictionary<(string Scope, long Minute, string Metric, string Dimension), decimal>();
        MoveTo(counters);
        var counts = new List<KpiCount>(counters.Count);
        foreach (var (key, value) in counters)
        {
            if (value != 0)
                counts.Add(new(key.Scope, key.Minute, key.Metric, key.Dimension, value));
        }

        counts.Sort(static (a, b) =>
            string.CompareOrdinal(a.Scope, b.Scope) is not 0 and var byScope ? byScope
            : a.Minute != b.Minute ? a.Minute.CompareTo(b.Minute)
            : a.Metric != b.Metric ? string.CompareOrdinal(a.Metric, b.Metric)
            : string.CompareOrdinal(a.Dimension, b.Dimension));
        return counts;
    }
}
