using CustomerGrains.Silo.Operations;

namespace CustomerGrains.JournalTests.Operations;

/// <summary>What is said of the last minute.</summary>
public sealed class HealthJudgeTests
{
    static readonly ProcessInfo _process = new("here:1", "web and silo", "embedded", "sqlite", "1", ".NET", 2, 1_000, DateTimeOffset.UnixEpoch);

    public static TheoryData<string, string?, double, string, FindingLevel> Troubles => new()
    {
        { "customergrains.journal.available", null, 0, "store-away", FindingLevel.Trouble },
        { "customergrains.journal.failures", "Conflict", 1, "commits-fail", FindingLevel.Behind },
        { "customergrains.journal.queued.age", null, 1.5, "queue-waits", FindingLevel.Behind },
        { "customergrains.ingest.refused", "429", 3, "senders-429", FindingLevel.Trouble },
        { "customergrains.ingest.refused", "503", 1, "senders-503", FindingLevel.Trouble },
        { "customergrains.deadlines.overdue", null, 6, "deadlines-late", FindingLevel.Behind },
        { "customergrains.deadlines.failures", null, 1, "deadlines-fail", FindingLevel.Behind },
        { "customergrains.backfills.running", null, 1, "backfill", FindingLevel.Note },
        { "customergrains.customers.snapshot.failures", "write", 1, "snapshots-fail", FindingLevel.Behind },
        { "customergrains.alerts.failures", null, 1, "alerts-blind", FindingLevel.Behind },
        { "customergrains.live.conflated", null, 100, "frames-conflated", FindingLevel.Note },
        { "dotnet.gc.pause.time", null, 5, "pauses", FindingLevel.Behind },
        { "dotnet.process.memory.working_set", null, 900, "memory", FindingLevel.Behind },
    };

    [Theory]
    [MemberData(nameof(Troubles))]
    public void What_is_behind_is_said_with_what_to_do(string instrument, string? tag, double value, string key, FindingLevel level)
    {
        var finding = Assert.Single(Judge(Instrument(instrument, tag, value)));

        Assert.Equal((key, level), (finding.Key, finding.Level));
        Assert.NotEmpty(finding.Title);
        Assert.NotEmpty(finding.Detail);
        Assert.NotEmpty(finding.Advice);
    }

    [Theory]
    [InlineData("customergrains.journal.duration", "commits-slow")]
    [InlineData("customergrains.live.lag", "screens-lag")]
    public void What_takes_too_long_is_said(string instrument, string key) =>
        Assert.Equal(key, Assert.Single(Judge(new InstrumentPicture(instrument, InstrumentKind.Histogram, "s", "", [new(null, [100], [0.1], [3], 0.1, 3)]))).Key);

    [Theory]
    [InlineData("customergrains.journal.available", null, 1)]
    [InlineData("customergrains.journal.queued.age", null, 0.02)]
    [InlineData("customergrains.ingest.refused", "401", 20)]
    [InlineData("customergrains.ingest.refused", "400", 20)]
    [InlineData("customergrains.deadlines.overdue", null, 0.3)]
    [InlineData("customergrains.live.conflated", null, 5)]
    [InlineData("dotnet.process.memory.working_set", null, 400)]
    public void What_is_normal_is_not_mentioned(string instrument, string? tag, double value) => Assert.Empty(Judge(Instrument(instrument, tag, value)));

    [Fact]
    public void What_was_over_a_minute_ago_is_not_mentioned_any_more()
    {
        double?[] values = [5, .. Enumerable.Repeat<double?>(0, MeterHistory.Recent)];
        Assert.Empty(Judge(new InstrumentPicture("customergrains.ingest.refused", InstrumentKind.Counter, "{request}", "", [new("429", values, null, null, null, null)])));
    }

    [Fact]
    public void The_worst_comes_first() =>
        Assert.Equal(["senders-503", "deadlines-fail", "backfill"], Judge(
            Instrument("customergrains.backfills.running", null, 1), Instrument("customergrains.deadlines.failures", null, 1), Instrument("customergrains.ingest.refused", "503", 1))
            .Select(finding => finding.Key));

    static InstrumentPicture Instrument(string name, string? tag, double value) => new(name, InstrumentKind.Gauge, "", "", [new(tag, [value], null, null, null, null)]);

    static IReadOnlyList<Finding> Judge(params InstrumentPicture[] instruments)
    {
        var steps = instruments.Max(each => each.Series.Max(series => series.Values.Count));
        return HealthJudge.Judge(new(steps - 1, [.. Enumerable.Range(0, steps).Select(i => DateTimeOffset.UnixEpoch + (i * MeterHistory.Step))], instruments), _process);
    }
}
