using CustomerGrains.Domain.Kpis;

namespace CustomerGrains.Silo.Kpis;

/// <summary>Reads the counters that the journal's transactions write, and checks them against the journal.</summary>
public interface IKpiStore
{
    /// <summary>
    /// Hands over the counters over all time (minute <see cref="KpiDelta.Gauge"/>), then those of every minute from <paramref name="fromMinute"/> on.
    /// </summary>
    Task LoadAsync(long fromMinute, Action<KpiCounter> each, CancellationToken cancellationToken);

    /// <summary>
    /// The same of one scope (null: of the whole), as of a moment between two groups of commits: <paramref name="atMoment"/> is called then, and what this
    /// process announces from there on is not among the counters.
    /// </summary>
    Task LoadAsync(string? scope, long fromMinute, Action atMoment, Action<KpiCounter> each, CancellationToken cancellationToken);

    /// <summary>The counters over all time.</summary>
    Task<IReadOnlyList<KpiSum>> TotalsAsync(CancellationToken cancellationToken);

    /// <summary>The counters added up over the minutes from <paramref name="fromMinute"/> to <paramref name="throughMinute"/>, both included.</summary>
    Task<IReadOnlyList<KpiSum>> SumAsync(long fromMinute, long throughMinute, CancellationToken cancellationToken);

    /// <summary>
    /// One metric over time: a point for each step and dimension in which anything was counted, in order of time. A step begins at a
    /// multiple of <paramref name="stepMinutes"/> since 1970.
    /// </summary>
    /// <param name="scope">A name of <see cref="Scopes"/>; null for the whole.</param>
    /// <param name="metric">A name of <see cref="Metrics"/>.</param>
    /// <param name="fromMinute">The first Unix minute.</param>
    /// <param name="throughMinute">The last Unix minute.</param>
    /// <param name="stepMinutes">At least 1.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    Task<IReadOnlyList<KpiPoint>> SeriesAsync(
        string? scope, string metric, long fromMinute, long throughMinute, int stepMinutes, CancellationToken cancellationToken);

    /// <summary>
    /// Every key figure's counter by UTC day, up to a minute; not touchpoints by name, nor sizes and flow. Reads all of that time: seconds for a busy year.
    /// </summary>
    Task<IReadOnlyList<KpiDay>> DaysAsync(string? scope, long throughMinute, CancellationToken cancellationToken);

    /// <summary>
    /// Folds every journal from nothing and compares what that counts with the counters, both as of one instant. Reads everything: minutes for millions of entries.
    /// </summary>
    Task<RecountReport> RecountAsync(CancellationToken cancellationToken);
}

/// <summary>A counter of one minute.</summary>
/// <param name="Minute">Unix minute, or <see cref="KpiDelta.Gauge"/> for all time.</param>
/// <param name="Metric">A name of <see cref="Metrics"/>.</param>
/// <param name="Dimension">Currency of money metrics, channel and name of touchpoints, else "".</param>
/// <param name="Value">The exact value.</param>
public readonly record struct KpiCounter(long Minute, string Metric, string Dimension, decimal Value);

/// <summary>A counter over some time.</summary>
/// <param name="Metric">A name of <see cref="Metrics"/>.</param>
/// <param name="Dimension">Currency of money metrics, channel and name of touchpoints, else "".</param>
/// <param name="Value">The exact value.</param>
public readonly record struct KpiSum(string Metric, string Dimension, decimal Value);

/// <summary>A point of a series.</summary>
/// <param name="Minute">Unix minute in which the step begins.</param>
/// <param name="Dimension">Currency of money metrics, else "".</param>
/// <param name="Value">The exact value of the step.</param>
public readonly record struct KpiPoint(long Minute, string Dimension, decimal Value);

/// <summary>A counter of one UTC day.</summary>
/// <param name="Day">Days since 1970.</param>
/// <param name="Metric">A name of <see cref="Metrics"/>.</param>
/// <param name="Dimension">Currency of money metrics, else "".</param>
/// <param name="Value">The exact value.</param>
public readonly record struct KpiDay(long Day, string Metric, string Dimension, decimal Value);

/// <summary>What a recount found.</summary>
/// <param name="Customers">Ids that have a journal, linked ones included.</param>
/// <param name="Entries">Journal entries read.</param>
/// <param name="Totals">The counters over all time as the journals give them.</param>
/// <param name="Differences">The counters that are wrong, at most 1,000 of them; none if all is well.</param>
/// <param name="DifferenceCount">How many are wrong.</param>
public sealed record RecountReport(
    long Customers, long Entries, IReadOnlyList<KpiSum> Totals, IReadOnlyList<KpiDifference> Differences, int DifferenceCount)
{
    /// <summary>Whether every counter equals the recount.</summary>
    public bool Matches => DifferenceCount == 0;
}

/// <summary>A counter that is wrong.</summary>
/// <param name="Minute">Unix minute, or <see cref="KpiDelta.Gauge"/> for all time.</param>
/// <param name="Metric">A name of <see cref="Metrics"/>.</param>
/// <param name="Dimension">Currency of money metrics, else "".</param>
/// <param name="Stored">What the counter says.</param>
/// <param name="Recounted">What the journals say.</param>
/// <param name="Scope">A name of <see cref="Scopes"/>; "" for the whole.</param>
public readonly record struct KpiDifference(long Minute, string Metric, string Dimension, decimal Stored, decimal Recounted, string Scope = "");
