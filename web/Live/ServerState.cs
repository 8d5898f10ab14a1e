using CustomerGrains.Silo.Journal;
using CustomerGrains.Web.Ingestion;

namespace CustomerGrains.Web.Live;

/// <summary>What the server is doing, in one word.</summary>
enum Work
{
    /// <summary>Everything is taken and written at once.</summary>
    Ok,

    /// <summary>A queue is being worked off; nobody is turned away.</summary>
    Busy,

    /// <summary>Senders are told to come back later (429).</summary>
    Refusing,

    /// <summary>The store can't be reached: senders are told to come back later (503), the figures stand still.</summary>
    StoreDown,
}

/// <summary>What the dashboard says about the server.</summary>
/// <param name="State">What it is doing.</param>
/// <param name="Since">When it began to.</param>
/// <param name="Queued">Events that wait for the journal.</param>
/// <param name="Capacity">How many may wait.</param>
/// <param name="RefusedPerSecond">Requests turned away for want of room, a second, over the last 10 s.</param>
/// <param name="CommitMs">Time of one journal transaction over the last 60 s; null without any.</param>
sealed record ServerStatus(Work State, DateTimeOffset Since, long Queued, long Capacity, double RefusedPerSecond, CommitTimes? CommitMs);

/// <summary>Milliseconds that half, and 99 of 100, needed at most.</summary>
sealed record CommitTimes(double P50, double P99);

/// <summary>
/// Watches the door, the journal's queue and its writers. A state that is better than the one before begins only when the worse one has been
/// over for a while, so that the word does not flicker.
/// </summary>
sealed class ServerState
{
    /// <summary>How long it has to be over.</summary>
    public static readonly TimeSpan Calm = TimeSpan.FromSeconds(5);

    const int RateSeconds = 10;
    const int BusyAt = 10; // percent of what may wait

    readonly Lock _lock = new();
    readonly IngestGate _gate;
    readonly JournalHealth _journal;
    readonly LagHistogram _commits;
    readonly TimeProvider _clock;
    readonly long[] _second = new long[RateSeconds + 1];
    readonly long[] _refused = new long[RateSeconds + 1];
    readonly DateTimeOffset?[] _latest = new DateTimeOffset?[Enum.GetValues<Work>().Length];
    Work _state;
    DateTimeOffset _since;

    public ServerState(IngestGate gate, JournalHealth journal, TimeProvider clock)
    {
        (_gate, _journal, _clock, _commits, _since) = (gate, journal, clock, new(clock), clock.GetUtcNow());
        gate.TurnedAway += OnTurnedAway;
        journal.Written += duration => _commits.Record(duration, 1);
        journal.Changed += () => Changed?.Invoke();
    }

    /// <summary>Set by the pump: the state may have changed though nothing was committed.</summary>
    public Action? Changed { get; set; }

    /// <summary>What the server is doing now.</summary>
    public ServerStatus Read()
    {
        var commits = _commits.Read();
        lock (_lock)
        {
            var now = _clock.GetUtcNow();
            Note(now);
            var state = Judge(now);
            if (state != _state) (_state, _since) = (state, now);
            return new(
                _state, _since, _journal.QueuedEntries, _journal.Capacity, RefusedPerSecond(now), commits is { P50: { } p50, P99: { } p99 } ? new(p50, p99) : null);
        }
    }

    void Note(DateTimeOffset now)
    {
        if (_journal.QueuedEntries * 100L > _journal.Capacity * (long)BusyAt || _gate.Events * 2 > _gate.MaxEvents) _latest[(int)Work.Busy] = now;
    }

    // The worst of what was the case lately. The store is back the moment it writes.
    Work Judge(DateTimeOffset now)
    {
        if (!_journal.Available) return Work.StoreDown;
        if (Lately(Work.Refusing)) return Work.Refusing;
        return Lately(Work.Busy) ? Work.Busy : Work.Ok;

        bool Lately(Work work) => _latest[(int)work] is { } at && now - at < Calm;
    }

    void OnTurnedAway()
    {
        bool first;
        lock (_lock)
        {
            var now = _clock.GetUtcNow();
            first = _latest[(int)Work.Refusing] is not { } before || now - before >= Calm;
            _latest[(int)Work.Refusing] = now;
            var second = now.ToUnixTimeSeconds();
            var i = second % _second.Length;
            if (_second[i] != second) (_second[i], _refused[i]) = (second, 0);
            _refused[i]++;
        }
        if (first) Changed?.Invoke();
    }

    double RefusedPerSecond(DateTimeOffset now)
    {
        var second = now.ToUnixTimeSeconds();
        var sum = 0L;
        for (var i = 0; i < _second.Length; i++)
            if (_second[i] > second - RateSeconds && _second[i] <= second) sum += _refused[i];
        return sum / (double)RateSeconds;
    }
}
