using System.Runtime.InteropServices;
using CustomerGrains.Domain.Kpis;

namespace CustomerGrains.Web.Kpis;

/// <summary>
/// Exact sums of the counters over sliding windows of whole minutes, kept up to date by addition and subtraction: a read costs nothing
/// however much happened. Money and counts are decimals, so what is subtracted is exactly what was added. Not safe for concurrent use.
/// </summary>
/// <remarks>
/// Of touchpoints only the channels and the names are kept, not each pair: some 60 series instead of 400. Memory is bounded by 60 days of
/// minutes, 0.4 MB per counter and 1.5 MB per sum of money where something happens in every hour: 35 MB with one currency and every name
/// of the catalogue in use.
/// </remarks>
/// <param name="minute">The current minute.</param>
/// <param name="ofScope">Whether these are the counters of a scope, which has its events as touchpoints by channel and name only.</param>
sealed class SlidingSums(long minute, bool ofScope = false)
{
    readonly Dictionary<(string Metric, string Dimension), CounterSeries> _series = [];
    readonly Dictionary<string, (CounterSeries Channel, CounterSeries Name)> _touchpoints = new(StringComparer.Ordinal);
    readonly SortedDictionary<string, CounterSeries> _channels = new(StringComparer.Ordinal);
    readonly SortedDictionary<string, CounterSeries> _names = new(StringComparer.Ordinal);

    /// <summary>The current minute: the last one of every window.</summary>
    public long Minute { get; private set; } = minute;

    /// <summary>Series that there are.</summary>
    public int Count => _series.Count + _channels.Count + _names.Count;

    /// <summary>Goes up when a window before the current one changes.</summary>
    public long PreviousVersion { get; private set; }

    /// <summary>Goes up when a sum by channel or name changes.</summary>
    public long BreakdownVersion { get; private set; }

    /// <summary>Goes up when something is counted on a day that is not kept here as a whole.</summary>
    public long OldVersion { get; private set; }

    /// <summary>Adds a change: to its minute, unless it is a gauge's, and to the total.</summary>
    public void Add(in KpiDelta delta)
    {
        if (delta.Metric == Metrics.Touchpoints)
        {
            var (channel, name) = TouchpointsOf(delta.Dimension);
            BreakdownVersion++;
            Add(channel, delta);
            Add(name, delta);
            if (!ofScope) return;
            Add(SeriesOf(Metrics.Events, ""), delta);
        }
        else Add(SeriesOf(delta.Metric, delta.Dimension), delta);
        if (delta.Minute == KpiDelta.Gauge) return;
        if (delta.Minute <= Minute - KpiWindows.Shortest) PreviousVersion++;
        if (delta.Minute < KpiDays.FirstKept(Minute) * KpiDays.Minutes) OldVersion++;
    }

    /// <summary>Adds a stored row: of a minute, or (<see cref="KpiDelta.Gauge"/>) of the total.</summary>
    public void Load(in KpiDelta row)
    {
        if (row.Metric == Metrics.Touchpoints)
        {
            var (channel, name) = TouchpointsOf(row.Dimension);
            Load(channel, row);
            Load(name, row);
            if (ofScope) Load(SeriesOf(Metrics.Events, ""), row);
        }
        else Load(SeriesOf(row.Metric, row.Dimension), row);
    }

    /// <summary>Takes another's place: whoever knows its versions learns that everything is new.</summary>
    public void Follow(SlidingSums before)
    {
        PreviousVersion += before.PreviousVersion + 1;
        BreakdownVersion += before.BreakdownVersion + 1;
        OldVersion += before.OldVersion + 1;
    }

    /// <summary>Moves the windows on; a clock that goes back changes nothing.</summary>
    public void RollTo(long minute)
    {
        if (minute <= Minute) return;
        foreach (var series in _series.Values) series.Roll(Minute, minute);
        foreach (var series in _channels.Values) series.Roll(Minute, minute);
        foreach (var series in _names.Values) series.Roll(Minute, minute);
        Minute = minute;
        PreviousVersion++;
        BreakdownVersion++;
    }

    /// <summary>All sums of a window: an index of <see cref="KpiWindows.Sliding"/>, or -1 for everything.</summary>
    public IEnumerable<(string Metric, string Dimension, decimal Value)> Sums(int window) => Each(series => series.Sum(window));

    /// <summary>All sums of the window just before.</summary>
    public IEnumerable<(string Metric, string Dimension, decimal Value)> Previous(int window) => Each(series => series.Previous(window));

    /// <summary>All sums since the current step of <see cref="KpiWindows.Steps"/> began.</summary>
    public IEnumerable<(string Metric, string Dimension, decimal Value)> Current(int step) => Each(series => series.Current(step));

    /// <summary>All sums over some minutes, both ends included, as far back as <see cref="KpiWindows.Kept"/>.</summary>
    public IEnumerable<(string Metric, string Dimension, decimal Value)> Between(long first, long last) => Each(series => series.SumOf(first, last));

    /// <summary>Touchpoints by channel.</summary>
    public IReadOnlyDictionary<string, CounterSeries> Channels => _channels;

    /// <summary>Touchpoints by name.</summary>
    public IReadOnlyDictionary<string, CounterSeries> Names => _names;

    /// <summary>The gauges as they are now.</summary>
    public IEnumerable<(string Metric, string Dimension, decimal Value)> Gauges()
    {
        foreach (var (key, series) in _series)
            if (key.Metric == Metrics.TicketsOpen) yield return (key.Metric, key.Dimension, series.Sum(-1));
    }

    IEnumerable<(string Metric, string Dimension, decimal Value)> Each(Func<CounterSeries, decimal> value)
    {
        foreach (var (key, series) in _series) yield return (key.Metric, key.Dimension, value(series));
    }

    void Add(CounterSeries series, in KpiDelta delta)
    {
        series.AddTotal(delta.Value);
        if (delta.Minute != KpiDelta.Gauge) series.AddMinute(delta.Minute, delta.Value, Minute);
    }

    void Load(CounterSeries series, in KpiDelta row)
    {
        if (row.Minute == KpiDelta.Gauge) series.AddTotal(row.Value);
        else series.AddMinute(row.Minute, row.Value, Minute);
    }

    CounterSeries SeriesOf(string metric, string dimension)
    {
        ref var series = ref CollectionsMarshal.GetValueRefOrAddDefault(_series, (metric, dimension), out _);
        return series ??= new();
    }

    (CounterSeries Channel, CounterSeries Name) TouchpointsOf(string dimension)
    {
        if (_touchpoints.TryGetValue(dimension, out var both)) return both;
        var (channel, name) = TouchpointDimension.Split(dimension);
        if (!_channels.TryGetValue(channel, out var byChannel)) _channels.Add(channel, byChannel = new());
        if (!_names.TryGetValue(name, out var byName)) _names.Add(name, byName = new());
        _touchpoints.Add(dimension, (byChannel, byName));
        return (byChannel, byName);
    }
}
