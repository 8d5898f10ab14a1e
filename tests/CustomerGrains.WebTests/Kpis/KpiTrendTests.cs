using CustomerGrains.Domain.Kpis;
using CustomerGrains.Domain.Value;
using CustomerGrains.Grains.Journal;
using CustomerGrains.Grains.Value;
using CustomerGrains.Silo.Kpis;
using CustomerGrains.TestSupport;
using CustomerGrains.Web.Kpis;

namespace CustomerGrains.WebTests.Kpis;

public sealed class KpiTrendTests : IDisposable
{
    const long Day = 24 * 60;

    readonly FakeClock _clock = new();
    readonly Pounds _pounds = new();
    readonly CounterList _store = new();
    readonly KpiBoard _board;
    readonly KpiDays _days;
    readonly KpiTrend _trend;

    public KpiTrendTests()
    {
        _board = new(_pounds, _clock);
        _board.Load([]);
        _days = new(_board, _store, _clock);
        _trend = new(_board, _days, _pounds, _clock);
    }

    long Now => KpiDelta.MinuteOf(_clock.GetUtcNow());

    [Theory]
    [InlineData("5m", "minute", 30)]
    [InlineData("1h", "minute", 60)]
    [InlineData("24h", "hour", 24)]
    [InlineData("30d", "day", 30)]
    public async Task Each_window_has_its_steps_up_to_the_current_one(string window, string step, int count)
    {
        Commit(Now, 4);
        var trend = await _trend.ReadAsync(window, CancellationToken.None);
        Assert.Equal((step, count), (trend.Step, trend.Buckets.Count));
        Assert.Equal(trend.From, trend.Buckets[0].Start);
        Assert.Equal((4, 4), (trend.Buckets[^1].Events, trend.Buckets.Sum(bucket => bucket.Events)));
        Assert.NotNull(trend.Previous);
    }

    [Theory]
    [InlineData(0, "day", 1)]
    [InlineData(399, "day", 400)]
    [InlineData(400, "week", 58)]
    [InlineData(2_700, "week", 386)]
    [InlineData(2_900, "month", 96)]
    [InlineData(20_000, "month", 400)]
    public async Task Everything_comes_in_the_shortest_steps_that_are_few_enough(int daysAgo, string step, int count)
    {
        Commit(Now - (daysAgo * Day), 1);
        Commit(Now, 2);
        var trend = await _trend.ReadAsync("all", CancellationToken.None);
        Assert.Equal(step, trend.Step);
        Assert.InRange(trend.Buckets.Count, count - 1, count + 1);
        Assert.InRange(trend.Buckets.Count, 1, KpiTrend.MostBuckets);
        Assert.Equal(daysAgo is 0 ? 3 : 2, trend.Buckets[^1].Events);
        Assert.Equal(daysAgo < 13_000 ? 3 : 2, trend.Buckets.Sum(bucket => bucket.Events));
        Assert.Null(trend.Previous);
        Assert.Equal(trend.Buckets.Select(bucket => bucket.Start).Order().Distinct(), trend.Buckets.Select(bucket => bucket.Start));
        if (step == "week") Assert.All(trend.Buckets, bucket => Assert.Equal(DayOfWeek.Monday, bucket.Start.DayOfWeek));
        if (step == "month") Assert.All(trend.Buckets, bucket => Assert.Equal(1, bucket.Start.Day));
    }

    [Fact]
    public async Task Imported_history_ends_where_it_ends()
    {
        Commit(Now - (5_000 * Day), 1);
        Commit(Now - (4_900 * Day), 2);
        var trend = await _trend.ReadAsync("all", CancellationToken.None);
        Assert.Equal(("day", 101), (trend.Step, trend.Buckets.Count));
        Assert.Equal((1, 2), (trend.Buckets[0].Events, trend.Buckets[^1].Events));
    }

    [Fact]
    public async Task An_empty_system_has_one_empty_day()
    {
        var trend = await _trend.ReadAsync("all", CancellationToken.None);
        var bucket = Assert.Single(trend.Buckets);
        Assert.Equal((0, "day"), (bucket.Events, trend.Step));
    }

    [Fact]
    public async Task Days_of_the_store_and_of_the_board_meet_without_gap_or_overlap_however_time_goes_on()
    {
        for (var day = 0; day < 130; day++) Commit(Now - (day * Day), 1);
        foreach (var hours in new[] { 0, 5, 30, 24 * 9, 24 * 61 })
        {
            _clock.Advance(TimeSpan.FromHours(hours));
            var trend = await _trend.ReadAsync("all", CancellationToken.None);
            Assert.Equal(130, trend.Buckets.Sum(bucket => bucket.Events));
            Assert.All(trend.Buckets, bucket => Assert.InRange(bucket.Events, 0, 1));
        }
    }

    [Fact]
    public async Task Old_days_are_read_once_and_again_when_something_was_counted_there()
    {
        Commit(Now - (100 * Day), 1);
        for (var i = 0; i < 5; i++) await _trend.ReadAsync("all", CancellationToken.None);
        Commit(Now, 1);
        await _trend.ReadAsync("all", CancellationToken.None);
        Assert.Equal(1, _store.Reads);

        Commit(Now - (90 * Day), 1);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(3, (await _trend.ReadAsync("all", CancellationToken.None)).Buckets.Sum(bucket => bucket.Events));
        Assert.Equal(2, _store.Reads);
    }

    public void Dispose() => _days.Dispose();

    void Commit(long minute, int events)
    {
        var delta = new KpiDelta(minute, Metrics.Events, "", events);
        _store.Add(delta);
        _board.OnCommitted([new Commit("c", [], [delta], null, [])]);
    }

    sealed class Pounds : IReportingCurrency
    {
        public ReportingCurrency Current { get; } = new("GBP", new Dictionary<string, decimal>());
    }

    /// <summary>The stored counters of this test.</summary>
    sealed class CounterList : IKpiStore
    {
        readonly List<KpiDelta> _rows = [];

        public int Reads { get; private set; }

        public void Add(KpiDelta row) => _rows.Add(row);

        public Task<IReadOnlyList<KpiDay>> DaysAsync(string? scope, long throughMinute, CancellationToken cancellationToken)
        {
            Reads++;
            return Task.FromResult<IReadOnlyList<KpiDay>>(_rows
                .Where(row => row.Minute >= 0 && row.Minute <= throughMinute)
                .GroupBy(row => (Day: row.Minute / Day, row.Metric, row.Dimension))
                .Select(group => new KpiDay(group.Key.Day, group.Key.Metric, group.Key.Dimension, group.Sum(row => row.Value)))
                .ToList());
        }

        public Task LoadAsync(long fromMinute, Action<KpiCounter> each, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task LoadAsync(string? scope, long fromMinute, Action atMoment, Action<KpiCounter> each, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public Task<IReadOnlyList<KpiSum>> TotalsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<KpiSum>> SumAsync(long fromMinute, long throughMinute, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<IReadOnlyList<KpiPoint>> SeriesAsync(
            string? scope, string metric, long fromMinute, long throughMinute, int stepMinutes, CancellationToken cancellationToken) => throw new NotSupportedException();

        public Task<RecountReport> RecountAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
