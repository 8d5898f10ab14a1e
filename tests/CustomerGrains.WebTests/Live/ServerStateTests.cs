using CustomerGrains.Silo.Journal;
using CustomerGrains.TestSupport;
using CustomerGrains.Web.Ingestion;
using CustomerGrains.Web.Live;

namespace CustomerGrains.WebTests.Live;

public sealed class ServerStateTests
{
    readonly FakeClock _clock = new();
    readonly IngestGate _gate = new(100, 1_000);
    readonly JournalHealth _journal = new();
    readonly ServerState _server;
    int _queued;
    int _changes;

    public ServerStateTests()
    {
        _journal.Attach(() => _queued, () => _queued, () => TimeSpan.Zero, 1_000, () => { });
        _server = new(_gate, _journal, _clock) { Changed = () => _changes++ };
    }

    [Fact]
    public void At_rest_it_is_ok_since_the_start()
    {
        var start = _clock.GetUtcNow();
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(new(Work.Ok, start, 0, 1_000, 0, null), _server.Read());
    }

    [Fact]
    public void A_long_queue_is_busy_until_it_has_been_short_for_a_while()
    {
        _queued = 101;
        _clock.Advance(TimeSpan.FromMinutes(1));
        var busy = _server.Read();
        Assert.Equal((Work.Busy, _clock.GetUtcNow(), 101), (busy.State, busy.Since, busy.Queued));

        _queued = 0;
        _clock.Advance(ServerState.Calm - TimeSpan.FromMilliseconds(1));
        Assert.Equal((Work.Busy, busy.Since), (_server.Read().State, _server.Read().Since));
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal((Work.Ok, _clock.GetUtcNow()), (_server.Read().State, _server.Read().Since));
    }

    [Fact]
    public void Much_in_flight_is_busy()
    {
        using var pass = _gate.Open();
        Assert.True(pass.TryHoldEvents(51));
        Assert.Equal(Work.Busy, _server.Read().State);
    }

    [Fact]
    public void Whoever_is_turned_away_makes_it_refusing_and_is_counted()
    {
        for (var i = 0; i < 30; i++) _gate.TurnAway();
        var status = _server.Read();
        Assert.Equal((Work.Refusing, 3), (status.State, status.RefusedPerSecond));
        Assert.Equal(1, _changes);

        _clock.Advance(ServerState.Calm);
        Assert.Equal((Work.Ok, 3), (_server.Read().State, _server.Read().RefusedPerSecond));
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(0, _server.Read().RefusedPerSecond);
    }

    [Fact]
    public void A_store_out_of_reach_is_worse_than_all_else_and_over_as_soon_as_it_writes()
    {
        _gate.TurnAway();
        _journal.Failed(0, "gone");
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(Work.StoreDown, _server.Read().State);
        Assert.Equal(2, _changes);

        _clock.Advance(ServerState.Calm);
        _journal.Succeeded(0);
        Assert.Equal((Work.Ok, _clock.GetUtcNow()), (_server.Read().State, _server.Read().Since));
        Assert.Equal(3, _changes);
    }

    [Fact]
    public void The_time_of_a_transaction_is_of_the_last_minute()
    {
        for (var i = 0; i < 98; i++) _journal.Committed(TimeSpan.FromMilliseconds(4));
        for (var i = 0; i < 2; i++) _journal.Committed(TimeSpan.FromMilliseconds(400));
        var times = _server.Read().CommitMs!;
        Assert.InRange(times.P50, 3.8, 4.3);
        Assert.InRange(times.P99, 380, 425);
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(_server.Read().CommitMs);
    }
}
