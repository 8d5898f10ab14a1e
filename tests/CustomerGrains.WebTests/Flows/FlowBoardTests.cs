using CustomerGrains.Domain.Kpis;
using CustomerGrains.TestSupport;
using CustomerGrains.Web.Flows;

namespace CustomerGrains.WebTests.Flows;

public sealed class FlowBoardTests
{
    readonly FakeClock _clock = new();
    readonly FlowBoard _board;

    public FlowBoardTests() => _board = new(_clock);

    long Now => KpiDelta.MinuteOf(_clock.GetUtcNow());

    [Fact]
    public void Sizes_joins_and_leaves_are_live_and_move_out_of_their_windows()
    {
        _board.Load(new(KpiDelta.Gauge, Metrics.SegmentSize, "vip", 10));
        Join("vip", 3);
        Leave("vip", 1);
        Assert.Equal((12, new FlowCount(3, 3), new FlowCount(1, 1)), Of("vip"));
        _clock.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(new FlowCount(3, 3), _board.Segment("vip").Joined);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(new FlowCount(0, 3), _board.Segment("vip").Joined);
        _clock.Advance(TimeSpan.FromHours(23));
        Assert.Equal((12, new FlowCount(0, 0), new FlowCount(0, 0)), Of("vip"));
        Assert.Equal((0, new FlowCount(0, 0), new FlowCount(0, 0)), Of("nobody"));
    }

    [Fact]
    public void Past_sizes_are_the_present_one_less_what_flowed_since()
    {
        Join("vip", 5);
        _clock.Advance(TimeSpan.FromHours(2));
        Join("vip", 4);
        Leave("vip", 2);
        _clock.Advance(TimeSpan.FromHours(1));
        Leave("vip", 1);

        var spark = _board.Segment("vip").Spark;
        Assert.Equal(24, spark.Count);
        Assert.Equal([0, 5, 5, 7, 6], spark.TakeLast(5));
        var day = _board.SegmentSeries("vip", "24h");
        Assert.Equal("hour", day.Step);
        Assert.Equal([(0L, 0L, 0L), (5, 0, 5), (0, 0, 5), (4, 2, 7), (0, 1, 6)], day.Buckets.TakeLast(5).Select(b => (b.Joined, b.Left, b.Size)));
        var month = _board.SegmentSeries("vip", "30d");
        Assert.Equal((30, 9L, 3L, 6L), (month.Buckets.Count, month.Buckets[^1].Joined, month.Buckets[^1].Left, month.Buckets[^1].Size));
        Assert.Equal(60, _board.SegmentSeries("vip", "1h").Buckets.Count);
    }

    [Fact]
    public void The_journey_shows_who_is_where_who_moved_and_for_how_long_she_had_been_there()
    {
        Commit(
            new KpiDelta(KpiDelta.Gauge, Metrics.StageSize, "Aware", 7), new(KpiDelta.Gauge, Metrics.StageSize, "New", 2), new(KpiDelta.Gauge, Metrics.StageSize, "", 1),
            new(Now, Metrics.StageEntered, ">Aware", 9), new(Now, Metrics.StageEntered, "Aware>New", 2), new(Now, Metrics.StageLeft, "Aware", 2), new(Now, Metrics.StageSeconds, "Aware", 90));
        var picture = _board.Journey("1h");
        Assert.Equal([new("Aware", 7, 9, 2, 45), new StageFlow("New", 2, 2, 0, null)], picture.Stages);
        Assert.Equal([new(null, "Aware", 9), new StageMove("Aware", "New", 2)], picture.Flows);
        Assert.Equal(10, _board.Population);
        Assert.Equal((9, 2), (_board.Entered("Aware", 10), _board.Entered("New", 10)));

        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal([new("Aware", 7, 0, 0, null), new StageFlow("New", 2, 0, 0, null)], _board.Journey("1h").Stages);
        Assert.Equal(2, _board.Journey("24h").Flows.Count);
        _clock.Advance(TimeSpan.FromDays(20));
        Assert.Empty(_board.Journey("24h").Flows);
        Assert.Equal(9, _board.Journey("30d").Stages[0].Entered);
        Assert.Equal(9, _board.StageSeries("Aware", "30d").Buckets.Sum(bucket => bucket.Joined));
    }

    [Fact]
    public void What_was_stored_is_the_same_as_what_was_heard()
    {
        _board.Load(new(KpiDelta.Gauge, Metrics.SegmentJoined, "vip", 100));
        _board.Load(new(Now - 30, Metrics.SegmentJoined, "vip", 4));
        _board.Load(new(Now - (3 * 60), Metrics.SegmentJoined, "vip", 2));
        _board.Load(new(Now - (5 * 24 * 60), Metrics.SegmentJoined, "vip", 1));
        _board.Load(new(KpiDelta.Gauge, Metrics.SegmentSize, "vip", 50));
        Assert.Equal((50, new FlowCount(4, 6), new FlowCount(0, 0)), Of("vip"));
        Assert.Equal(7, _board.SegmentSeries("vip", "30d").Buckets.Sum(bucket => bucket.Joined));
        Assert.Equal(4, _board.Joined("vip", 31));
        Assert.Equal(0, _board.Joined("vip", 30));
    }

    (long Size, FlowCount Joined, FlowCount Left) Of(string key)
    {
        var flow = _board.Segment(key);
        return (flow.Size, flow.Joined, flow.Left);
    }

    void Join(string key, int count) => Commit(new KpiDelta(KpiDelta.Gauge, Metrics.SegmentSize, key, count), new(Now, Metrics.SegmentJoined, key, count));

    void Leave(string key, int count) => Commit(new KpiDelta(KpiDelta.Gauge, Metrics.SegmentSize, key, -count), new(Now, Metrics.SegmentLeft, key, count));

    void Commit(params KpiDelta[] deltas) => _board.OnCommitted([new("ann", [], deltas, null, [])]);
}
