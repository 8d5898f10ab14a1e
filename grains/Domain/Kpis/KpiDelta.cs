namespace CustomerGrains.Domain.Kpis;

/// <summary>A change of one counter, written in the transaction of the entries that cause it.</summary>
/// <param name="Minute">Unix minute of the event time, or <see cref="Gauge"/> for a value that has no place in time.</param>
/// <param name="Metric">A name of <see cref="Metrics"/>.</param>
/// <param name="Dimension">
/// The currency of money metrics ("" = the reporting currency), channel and name of touchpoints, the key of segments, the name of stages, else "".
/// </param>
/// <param name="Value">What to add; may be negative.</param>
/// <param name="Scopes">The scopes in each of which it counts; null: the whole.</param>
public readonly record struct KpiDelta(long Minute, string Metric, string Dimension, decimal Value, ScopeSet? Scopes = null)
{
    /// <summary>The minute of gauges: only the total over all time changes.</summary>
    public const long Gauge = -1;

    /// <summary>The whole minutes between 1970-01-01 UTC and <paramref name="time"/>.</summary>
    public static long MinuteOf(DateTimeOffset time) => time.ToUnixTimeSeconds() / 60;
}
