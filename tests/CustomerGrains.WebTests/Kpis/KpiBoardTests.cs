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

    void Commit(params KpiDelta[] deltas) => _board.OnCommitted([new Commit("c", [], deltas, null, [])]);

    sealed class Pounds : IReportingCurrency
    {
        public ReportingCurrency Current { get; } = new("GBP", new Dictionary<string, decimal>());
    }
}
