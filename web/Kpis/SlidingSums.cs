using System.Runtime.InteropServices;
using CustomerGrains.Domain.Kpis;

namespace CustomerGrains.Web.Kpis;

/// <summary>
/// Exact sums of the counters over sliding windows of whole minutes, kept up to date by addition and subtraction: a read costs nothing
/// however much happened. Money and counts are decimals, so what is subtracted is exactly what was added. Not safe for concurrent use.
/// </summary>
sealed class SlidingSums(long minute)
{
    readonly Dictionary<(string Metric, string Dimension), CounterSeries> _series = [];

    /// <summary>The current minute: the last one of every window.</summary>
    public long Minute { get; private set; } = minute;

    /// <summary>Adds a change: to its minute, unless it is a gauge's, and to the total.</summary>
    public void Add(in KpiDelta delta)
    {
        var series = SeriesOf(delta.Metric, delta.Dimension);
        series.AddTotal(delta.Value);
        if (delta.Minute != KpiDelta.Gauge) series.AddMinute(delta.Minute, delta.Value, Minute);
    }

    /// <summary>Adds a stored row: of a minute, or (<see cref="KpiDelta.Gauge"/>) of the total.</summary>
    public void Load(in KpiDelta row)
    {
        var series = SeriesOf(row.Metric, row.Dimension);
        if (row.Minute == KpiDelta.Gauge) series.AddTotal(row.Value);
        else series.AddMinute(row.Minute, row.Value, Minute);
    }

    /// <summary>Moves the windows on; a clock that goes back changes nothing.</summary>
    public void RollTo(long minute)
    {
        if (minute <= Minute) return;
        foreach (var series in _series.Values) series.Roll(Minute, minute);
        Minute = minute;
    }

    /// <summary>All sums of a window: an index of <see cref="KpiWindows.Sliding"/>, or -1 for everything.</summary>
    public IEnumerable<(string Metric, string Dimension, decimal Value)> Sums(int window)
    {
        foreach (var (key, series) in _series) yield return (key.Metric, key.Dimension, series.Sum(window));
    }

    /// <summary>The gauges as they are now.</summary>
    public IEnumerable<(string Metric, string Dimension, decimal Value)> Gauges()
    {
        foreach (var (key, series) in _series)
            if (key.Metric == Metrics.TicketsOpen) yield return (key.Metric, key.Dimension, series.Sum(-1));
    }

    CounterSeries SeriesOf(string metric, string dimension)
    {
        ref var series = ref CollectionsMarshal.GetValueRefOrAddDefault(_series, (metric, dimension), out _);
        return series ??= new();
    }
}
