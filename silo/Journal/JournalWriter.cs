using CustomerGrains.Domain.Journal;
using CustomerGrains.Grains.Journal;
using CustomerGrains.Grains.Telemetry;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Silo.Journal;

/// <summary>The journal's writing side: shares the customers out to the store's writers, each with a queue and a thread of its own.</summary>
sealed class JournalWriter : IJournal, IDisposable
{
    readonly WriterThread[] _writers;

    public JournalWriter(
        IJournalStore store,
        Func<IEnumerable<ICommitObserver>> observers,
        CommitGate gate,
        JournalHealth health,
        JournalMetrics metrics,
        ILogger<JournalWriter> logger,
        JournalLimits limits)
    {
        var announcer = new CommitAnnouncer(observers, logger);
        _writers = new WriterThread[store.Writers];
        for (var i = 0; i < _writers.Length; i++)
            _writers[i] = new(i, store, limits, announcer, gate, health, metrics, logger);
        health.Attach(
            () => _writers.Sum(w => w.Queue.Count), () => _writers.Sum(w => w.Queue.Entries), () => _writers.Max(w => w.Queue.LongestWait), _writers.Length * limits.QueueEntries, Probe);
    }

    public Task AppendAsync(Commit commit)
    {
        Check(commit);
        var pending = new PendingCommit(commit);
        return Instruments.Activities.HasListeners() ? CommitTrace.WaitAsync(pending, Append) : Append(pending);
    }

    Task Append(PendingCommit pending)
    {
        try
        {
            // One customer, one writer: her commits stay in order.
            _writers[(uint)pending.Commit.CustomerId.GetHashCode(StringComparison.Ordinal) % (uint)_writers.Length].Queue.Add(pending);
        }
        catch (Exception e) when (e is JournalFullException or JournalUnavailableException)
        {
            return Task.FromException(e);
        }

        return pending.Done;
    }

    /// <summary>Writes what was accepted, then stops.</summary>
    public void Dispose()
    {
        foreach (var writer in _writers)
            writer.Queue.Close();
        foreach (var writer in _writers)
            writer.Join();
    }

    void Probe()
    {
        foreach (var writer in _writers)
            writer.Queue.Nudge();
    }

    static void Check(Commit commit)
    {
        ArgumentNullException.ThrowIfNull(commit);
        ArgumentException.ThrowIfNullOrEmpty(commit.CustomerId, nameof(commit));
        if (commit.Entries.Count == 0)
        {
            // Counters and rows without an entry could never be recounted.
            if (commit is not { Due: not null, Deltas.Count: 0, Row: null, Evicted.Count: 0 })
                throw new ArgumentException("A commit needs at least one entry, unless it changes nothing but when the customer is due.", nameof(commit));
            return;
        }

        var seq = commit.Entries[0].Seq;
        if (seq < 1)
            throw new ArgumentException("Entries are numbered from 1.", nameof(commit));
        foreach (JournalEntry entry in commit.Entries)
        {
            if (entry.Seq != seq++)
                throw new ArgumentException("Entries of a commit are numbered without gaps.", nameof(commit));
        }
    }
}
