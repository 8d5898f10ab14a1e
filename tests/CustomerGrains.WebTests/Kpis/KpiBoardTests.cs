using CustomerGrains.Domain.Kpis;
using CustomerGrains.Domain.Value;
using CustomerGrains.Grains.Journal;
using CustomerGrains.Grains.Value;
using CustomerGrains.TestSupport;
using CustomerGrains.Web.Kpis;

namespace CustomerGrains.WebTests.Kpis;

public sealed class KpiBoardTests
{
    readonly FakeClock _clock = new();
    readonly KpiBoard _board;

    public KpiBoardTests() => _board = new(new Pounds(), _clock);

    long Now => KpiDelta.MinuteOf(_clock.GetUtcNow());

    [Fact]
    public void What_is_committed_is_on_the_board_at_once()
    {
        _board.Load([new(Now, Metrics.Events, "", 2), new(KpiDelta.Gauge, Metrics.Events, "", 10)]);
        Commit(new KpiDelta(Now, Metrics.Events, "", 1));

        Assert.Equal(3, _board.Read(0).Events);
        Assert.Equal(11, _board.Read(-1).Events);
    }

    [Fact]
    public void What_is_committed_while_the_counters_load_is_not_lost()
    {
        Commit(new KpiDelta(Now, Metrics.Events, "", 1));
        Assert.False(_board.Loaded);
        _board.Load([]);

        Assert.True(_board.Loaded);
        Assert.Equal(1, _board.Read(0).Events);
    }

    [Fact]
    public void Windows_move_when_only_time_passes()
    {
        _board.Load([]);
        Commit(new KpiDelta(Now, Metrics.Orders, "GBP", 1), new KpiDelta(Now, Metrics.Gross, "GBP", 49.90m));

        _clock.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal(49.90m, _board.Read(0).Gross);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(0, _board.Read(0).Gross);
        Assert.Equal(49.90m, _board.Read(1).Gross);
    }

    [Fact]
    public void Open_tickets_are_the_same_in_every_window()
    {
        _board.Load([]);
        Commit(new KpiDelta(KpiDelta.Gauge, Metrics.TicketsOpen, "", 3));
        _clock.Advance(TimeSpan.FromDays(90));
        Commit(new KpiDelta(KpiDelta.Gauge, Metrics.TicketsOpen, "", -1));

        Assert.All(_board.ReadAll().Values, view => Assert.Equal(2, view.OpenTickets));
    }

    [Fact]
    public void What_leaves_a_window_is_in_the_one_before_and_later_in_none()
    {
        _board.Load([]);
        Commit(new KpiDelta(Now, Metrics.Events, "", 3));
        Assert.Equal(0, _board.ReadPrevious(0)!.Events);

        _clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(3, _board.ReadPrevious(0)!.Events);
        _clock.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal(0, _board.ReadPrevious(0)!.Events);
        Assert.Equal(3, _board.Read(1).Events);
        Assert.Null(_board.ReadPrevious(-1));
    }

    [Fact]
    public void A_late_event_counts_in_the_window_before_even_sixty_days_ago()
    {
        _board.Load([]);
        const long Day = 24 * 60;
        Commit(
            new KpiDelta(Now - (60 * Day) + 1, Metrics.Orders, "", 1),
            new KpiDelta(Now - (60 * Day), Metrics.Orders, "", 1),
            new KpiDelta(Now - (30 * Day), Metrics.Orders, "", 1),
            new KpiDelta(Now - (30 * Day) + 1, Metrics.Orders, "", 1));

        Assert.Equal((1, 2), (_board.Read(3).Orders, _board.ReadPrevious(3)!.Orders));
        Assert.Equal(4, _board.Read(-1).Orders);
    }

    [Fact]
    public void After_a_restart_the_windows_before_and_the_steps_are_as_if_it_had_not_been()
    {
        var random = new Random(11);
        var deltas = Enumerable.Range(0, 3_000)
            .Select(_ => new KpiDelta(Now - random.Next(90_000), Metrics.Touchpoints, $"web/{(random.Next(2) == 0 ? "Other" : "Product Viewed")}", 1))
            .SelectMany(delta => new[] { delta, delta with { Metric = Metrics.Events, Dimension = "" } })
            .ToArray();
        _board.Load([]);
        Commit(deltas);
        var restarted = new KpiBoard(new Pounds(), _clock);
        restarted.Load(deltas.GroupBy(d => d with { Value = 0 }).Select(g => g.Key with { Value = g.Count() })
            .Concat(deltas.GroupBy(d => (d.Metric, d.Dimension)).Select(g => new KpiDelta(KpiDelta.Gauge, g.Key.Metric, g.Key.Dimension, g.Count()))));

        foreach (var pause in new[] { 0, 3, 200, 30_000 })
        {
            _clock.Advance(TimeSpan.FromMinutes(pause));
            for (var window = -1; window < 4; window++)
            {
                Assert.Equal(_board.Read(window).Events, restarted.Read(window).Events);
                Assert.Equal(_board.ReadPrevious(window)?.Events, restarted.ReadPrevious(window)?.Events);
                Assert.Equivalent(_board.ReadBreakdown(window), restarted.ReadBreakdown(window), strict: true);
            }
            Assert.Equal(_board.ReadSteps(30, 24 * 60).Select(b => b.Events), restarted.ReadSteps(30, 24 * 60).Select(b => b.Events));
        }
    }

    [Fact]
    public void Steps_have_no_gaps_and_end_with_the_current_one()
    {
        _board.Load([]);
        Commit(new KpiDelta(Now, Metrics.Events, "", 1), new KpiDelta(Now - 2, Metrics.Events, "", 2), new KpiDelta(Now - 30, Metrics.Events, "", 9));

        var minutes = _board.ReadSteps(30, 1);
        Assert.Equal(30, minutes.Count);
        Assert.Equal([2, 0, 1], minutes.Skip(27).Select(step => step.Events));
        Assert.Equal(3, minutes.Sum(step => step.Events));
        Assert.Equal(Enumerable.Range(0, 30).Select(i => minutes[0].Start.AddMinutes(i)), minutes.Select(step => step.Start));
        Assert.Equal(KpiDelta.MinuteOf(minutes[^1].Start), Now);
    }

    [Fact]
    public void Parts_that_did_not_change_are_not_made_again()
    {
        _board.Load([]);
        Commit(new KpiDelta(Now, Metrics.Touchpoints, "web/Other", 1), new KpiDelta(Now, Metrics.Events, "", 1));
        var first = _board.Picture(-1, -1);
        var second = _board.Picture(first.PreviousVersion, first.BreakdownVersion);
        Assert.Equal(1, first.Breakdown!["5m"].Channels["web"]);
        Assert.Equal((null, null), (second.Previous, second.Breakdown));

        Commit(new KpiDelta(Now, Metrics.Events, "", 1));
        Assert.Null(_board.Picture(first.PreviousVersion, first.BreakdownVersion).Previous);
        Commit(new KpiDelta(Now - 5, Metrics.Events, "", 7));
        Assert.Equal(7, _board.Picture(first.PreviousVersion, null).Previous!["5m"].Events);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.NotNull(_board.Picture(first.PreviousVersion, first.BreakdownVersion).Breakdown);
    }

    void Commit(params KpiDelta[] deltas) => _board.OnCommitted([new Commit("c", [], deltas, null, [])]);

    sealed class Pounds : IReportingCurrency
    {
        public ReportingCurrency Current { get; } = new("GBP", new Dictionary<string, decimal>());
    }
}
