using System.Diagnostics.Metrics;
using CustomerGrains.Silo.Operations;
using CustomerGrains.TestSupport;
using Microsoft.Extensions.Logging.Abstractions;

namespace CustomerGrains.JournalTests.Operations;

/// <summary>The last quarter of an hour of what a process measures.</summary>
public sealed class MeterHistoryTests : IDisposable
{
    readonly FakeClock _clock = new();
    readonly Measured _measured = new();
    readonly MeterHistory _history;
    readonly Meter _meter;

    public MeterHistoryTests()
    {
        _history = new(_measured.Meters, _clock, NullLogger<MeterHistory>.Instance);
        _meter = _measured.Meters.Create("CustomerGrains");
    }

    public void Dispose()
    {
        _history.Dispose();
        _measured.Dispose();
    }

    [Fact]
    public void A_counter_says_of_each_step_what_it_went_up_by_each_tag_for_itself()
    {
        var counter = _meter.CreateCounter<long>("events", "{event}", "Events.");
        counter.Add(2, new KeyValuePair<string, object?>("outcome", "accepted"));
        counter.Add(3, new KeyValuePair<string, object?>("outcome", "accepted"));
        Step();
        counter.Add(1, new KeyValuePair<string, object?>("outcome", "duplicate"));
        Step();

        var instrument = Read("events");
        Assert.Equal(("{event}", "Events.", InstrumentKind.Counter), (instrument.Unit, instrument.Description, instrument.Kind));
        Assert.Equal(["accepted", "duplicate"], instrument.Series.Select(series => series.Tag));
        Assert.Equal<double?>([5, 0], instrument.Series[0].Values);
        Assert.Equal<double?>([null, 1], instrument.Series[1].Values);
    }

    [Fact]
    public void A_gauge_says_how_it_was_at_the_end_of_each_step_and_a_total_what_came_to_it()
    {
        var (queued, paused) = (7, 1.5);
        _meter.CreateObservableGauge("queued", () => queued);
        _meter.CreateObservableCounter("paused", () => paused);
        Step();
        (queued, paused) = (4, 1.75);
        Step();

        Assert.Equal<double?>([7, 4], Read("queued").Series[0].Values);
        Assert.Equal<double?>([null, 0.25], Read("paused").Series[0].Values);
    }

    [Fact]
    public void A_histogram_says_of_each_step_and_of_the_last_minute_what_half_and_99_of_100_did_not_exceed()
    {
        var histogram = _meter.CreateHistogram<double>("duration", "s");
        for (var i = 0; i < 98; i++) histogram.Record(0.010);
        histogram.Record(2);
        histogram.Record(2);
        Step();
        for (var i = 0; i < 100; i++) histogram.Record(1);
        Step();

        var series = Read("duration").Series[0];
        Assert.Equal<double?>([100, 100], series.Values);
        Assert.InRange(series.P50![0]!.Value, 0.010, 0.011);
        Assert.InRange(series.P99![0]!.Value, 1.9, 2.2);
        Assert.Equal(1, series.P50[1]);
        Assert.Equal(1, series.P99[1]);
        Assert.Equal(1, series.LastP99);
        for (var i = 0; i < MeterHistory.Recent; i++) Step();
        Assert.Null(Read("duration").Series[0].LastP99);
    }

    [Fact]
    public void A_quarter_of_an_hour_is_kept_and_whoever_knows_a_part_gets_the_rest()
    {
        var counter = _meter.CreateCounter<int>("frames");
        for (var i = 1; i <= MeterHistory.Kept + 20; i++)
        {
            counter.Add(i);
            Step();
        }

        var all = _history.Read();
        Assert.Equal(MeterHistory.Kept, all.Times.Count);
        Assert.Equal(_clock.GetUtcNow(), all.Times[^1]);
        Assert.Equal(Enumerable.Range(21, MeterHistory.Kept).Select(i => (double?)i), all.Instruments.Single(each => each.Name == "frames").Series[0].Values);
        var rest = all.After(all.Sample - 2);
        Assert.Equal<double?>([MeterHistory.Kept + 19, MeterHistory.Kept + 20], rest.Instruments.Single(each => each.Name == "frames").Series[0].Values);
        Assert.Empty(all.After(all.Sample).Times);
        Assert.Equal(MeterHistory.Kept, all.After(all.Sample + 1).Times.Count);
    }

    [Fact]
    public void Tags_without_end_do_not_make_series_without_end()
    {
        var counter = _meter.CreateCounter<long>("rejected");
        for (var i = 0; i < 500; i++) counter.Add(1, new KeyValuePair<string, object?>("field", $"field-{i}"));
        Step();

        var series = Read("rejected").Series;
        Assert.InRange(series.Count, 2, 25);
        Assert.Equal(500, series.Sum(each => each.Values[0]));
        Assert.Contains(series, each => each.Tag == "other");
    }

    [Fact]
    public void Another_host_in_the_same_process_is_not_heard_but_the_runtime_is()
    {
        using var other = new Measured();
        other.Meters.Create("CustomerGrains").CreateCounter<long>("others").Add(1);
        Step();

        Assert.DoesNotContain(_history.Read().Instruments, each => each.Name == "others");
        Assert.Contains(_history.Read().Instruments, each => each.Name == "dotnet.gc.pause.time");
    }

    [Fact]
    public void An_instrument_that_can_not_be_read_leaves_a_gap_and_the_others_are_read()
    {
        _meter.CreateObservableGauge("broken", new Func<int>(() => throw new InvalidOperationException("broken")));
        _meter.CreateObservableGauge("whole", () => 1);
        Step();

        Assert.Empty(Read("broken").Series);
        Assert.Equal<double?>([1], Read("whole").Series[0].Values);
    }

    [Fact]
    public void Taking_a_measurement_makes_nothing()
    {
        var counter = _meter.CreateCounter<long>("events");
        var histogram = _meter.CreateHistogram<double>("duration");
        var tag = new KeyValuePair<string, object?>("outcome", "accepted");
        Measure(); // what is made once is made
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++) Measure();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Measure()
        {
            counter.Add(1, tag);
            histogram.Record(0.25);
        }
    }

    void Step()
    {
        _clock.Advance(MeterHistory.Step);
        _history.Sample();
    }

    InstrumentPicture Read(string name) => _history.Read().Instruments.Single(each => each.Name == name);
}
