namespace CustomerGrains.Silo.Operations;

/// <summary>What was measured, step by step.</summary>
/// <param name="Sample">The number of the last step; -1 for none.</param>
/// <param name="Times">When each step ended, oldest first.</param>
/// <param name="Instruments">By name.</param>
public sealed record HistoryPicture(long Sample, IReadOnlyList<DateTimeOffset> Times, IReadOnlyList<InstrumentPicture> Instruments)
{
    /// <summary>Only the steps after a sample that the caller knows already.</summary>
    public HistoryPicture After(long sample)
    {
        // Whoever knows of samples that were not taken yet talked to another process.
        var skip = sample > Sample ? 0 : (int)Math.Clamp(Times.Count - (Sample - sample), 0, Times.Count);
        return skip == 0 ? this : this with
        {
            Times = [.. Times.Skip(skip)],
            Instruments = [.. Instruments.Select(each => each with { Series = [.. each.Series.Select(series => series.After(skip))] })],
        };
    }
}

/// <summary>One instrument.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What its numbers are.</param>
/// <param name="Unit">As OpenTelemetry writes units: s, By, {event} ...</param>
/// <param name="Description">What it means.</param>
/// <param name="Series">Its series: one without a tag, or one for each value of its first tag.</param>
public sealed record InstrumentPicture(string Name, InstrumentKind Kind, string Unit, string Description, IReadOnlyList<SeriesPicture> Series);

/// <summary>One series.</summary>
/// <param name="Tag">The value of the instrument's first tag, or null.</param>
/// <param name="Values">Of each step: a gauge's value at its end, what a counter or total went up by, how many measurements a histogram got; null where nothing was measured.</param>
/// <param name="P50">Of each step of a histogram: what half of its measurements did not exceed.</param>
/// <param name="P99">Of each step of a histogram: what 99 of 100 did not exceed.</param>
/// <param name="LastP50">The same over the last minute.</param>
/// <param name="LastP99">The same over the last minute.</param>
public sealed record SeriesPicture(
    string? Tag, IReadOnlyList<double?> Values, IReadOnlyList<double?>? P50, IReadOnlyList<double?>? P99, double? LastP50, double? LastP99)
{
    internal SeriesPicture After(int skip) => this with { Values = [.. Values.Skip(skip)], P50 = P50?.Skip(skip).ToList(), P99 = P99?.Skip(skip).ToList() };
}
