using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;

namespace CustomerGrains.Silo.Operations;

/// <summary>What an instrument's numbers are.</summary>
public enum InstrumentKind
{
    /// <summary>How much there is now.</summary>
    Gauge,

    /// <summary>How much more there is with each measurement.</summary>
    Counter,

    /// <summary>How much there has been since the start, read now and then.</summary>
    Total,

    /// <summary>How large each measurement is.</summary>
    Histogram,
}

/// <summary>One instrument and its series: one, or one for each value of its first tag.</summary>
sealed class InstrumentHistory(Instrument instrument)
{
    // Tags are words of this program. Should one turn out to be somebody's own, memory is bounded all the same.
    const int MostSeries = 24;
    const string Others = "other";

    readonly ConcurrentDictionary<string, SeriesHistory> _series = new(StringComparer.Ordinal);
    SeriesHistory? _whole;

    public string Name => instrument.Name;

    public InstrumentKind Kind { get; } = KindOf(instrument);

    /// <summary>Takes a measurement.</summary>
    public void Measure(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        (tags.IsEmpty ? Whole() : SeriesOf(tags[0].Value)).Measure(value);

    /// <summary>A step is over.</summary>
    public void Close(long sample)
    {
        _whole?.Close(sample);
        foreach (var series in _series.Values)
            series.Close(sample);
    }

    /// <summary>The steps from one sample to another.</summary>
    public InstrumentPicture Read(long first, long last) => new(
        instrument.Name,
        Kind,
        instrument.Unit ?? "",
        instrument.Description ?? "",
        [
            .. _whole is { } whole ? [whole.Read(null, first, last)] : (SeriesPicture[])[],
            .. _series.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(pair => pair.Value.Read(pair.Key, first, last)),
        ]);

    // Two may come first at once: one of theirs is it for both.
    SeriesHistory Whole() => _whole ?? Interlocked.CompareExchange(ref _whole, new(Kind), null) ?? _whole;

    SeriesHistory SeriesOf(object? tag)
    {
        var key = tag as string ?? Convert.ToString(tag, CultureInfo.InvariantCulture) ?? "";
        if (_series.TryGetValue(key, out var series))
            return series;
        return _series.GetOrAdd(_series.Count < MostSeries ? key : Others, static (_, kind) => new(kind), Kind);
    }

    static InstrumentKind KindOf(Instrument instrument)
    {
        var type = instrument.GetType().Name;
        return type switch
        {
            // A length, whatever the runtime calls it.
            _ when instrument.Name == "dotnet.thread_pool.queue.length" => InstrumentKind.Gauge,
            _ when type.StartsWith("Histogram", StringComparison.Ordinal) => InstrumentKind.Histogram,
            _ when type.StartsWith("ObservableCounter", StringComparison.Ordinal) => InstrumentKind.Total,
            _ when type.StartsWith("Counter", StringComparison.Ordinal) => InstrumentKind.Counter,
            _ => InstrumentKind.Gauge,
        };
    }
}
