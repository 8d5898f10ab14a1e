namespace CustomerGrains.Silo.Operations;

/// <summary>Questions about the last minute of a history.</summary>
sealed class Recently
{
    readonly Dictionary<string, InstrumentPicture> _instruments;

    public Recently(HistoryPicture history)
    {
        _instruments = history.Instruments.ToDictionary(static each => each.Name, StringComparer.Ordinal);
        var first = Math.Max(0, history.Times.Count - MeterHistory.Recent - 1);
        var elapsed = history.Times.Count > 1 ? history.Times[^1] - history.Times[first] : TimeSpan.Zero;
        Seconds = elapsed > TimeSpan.Zero ? elapsed.TotalSeconds : MeterHistory.Step.TotalSeconds;
    }

    /// <summary>How long that is: less than a minute after a start.</summary>
    public double Seconds { get; }

    /// <summary>A gauge's value, all its series together; 0 for what is not measured.</summary>
    public double Now(string name) => SeriesOf(name).Sum(static series => series.Values.Count > 0 ? series.Values[^1] ?? 0 : 0);

    /// <summary>Whether a gauge has a value.</summary>
    public bool Knows(string name) => SeriesOf(name).Any(static series => series.Values.Count > 0 && series.Values[^1] is not null);

    /// <summary>What a counter went up by; of one series, or of all.</summary>
    public double Sum(string name, string? tag = null) =>
        SeriesOf(name).Where(series => tag is null || series.Tag == tag).Sum(static series => series.Values.TakeLast(MeterHistory.Recent).Sum(static value => value ?? 0));

    /// <summary>What 99 of 100 measurements did not exceed; 0 without any.</summary>
    public double P99(string name) => SeriesOf(name).Max(static series => series.LastP99) ?? 0;

    IReadOnlyList<SeriesPicture> SeriesOf(string name) => _instruments.GetValueOrDefault(name)?.Series ?? [];
}
