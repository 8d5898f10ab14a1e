using CustomerGrains.Domain.Journal;
using CustomerGrains.Grains.Journal;
using CustomerGrains.Silo.Journal;

namespace CustomerGrains.Silo.Backfills;

/// <summary>Sees how busy this process is with what happens now, so that work on everybody can step back.</summary>
sealed class LiveTraffic(JournalHealth health, TimeProvider clock) : ICommitObserver
{
    // Commits a second that are worth stepping back for.
    const int Busy = 50;

    // More than this waiting for the disk is more than work on everybody itself leaves there.
    const int Crowded = 1_000;

    readonly Lock _lock = new();
    long _second;
    int _thisSecond;
    int _lastSecond;

    /// <summary>Whether events come in at a rate worth stepping back for.</summary>
    public bool IsBusy
    {
        get
        {
            lock (_lock)
            {
                Turn();
                return Math.Max(_lastSecond, _thisSecond) >= Busy;
            }
        }
    }

    /// <summary>Whether so much waits for the disk that nothing should be added.</summary>
    public bool IsCrowded => health.QueuedEntries > Crowded;

    public void OnCommitted(IReadOnlyList<Commit> commits)
    {
        var events = 0;
        foreach (var commit in commits)
        {
            if (HoldsEvent(commit.Entries))
                events++;
        }

        if (events == 0)
            return;
        lock (_lock)
        {
            Turn();
            _thisSecond += events;
        }
    }

    static bool HoldsEvent(IReadOnlyList<JournalEntry> entries)
    {
        for (var i = 0; i < entries.Count; i++)
        {
            if (entries[i].IsTouchpoint)
                return true;
        }

        return false;
    }

    void Turn()
    {
        var second = clock.GetUtcNow().ToUnixTimeSeconds();
        if (second == _second)
            return;
        (_lastSecond, _thisSecond) = (second == _second + 1 ? _thisSecond : 0, 0);
        _second = second;
    }
}
