using System.Diagnostics;
using CustomerGrains.Grains.Journal;

namespace CustomerGrains.Silo.Journal;

/// <summary>Commits that wait for one writer: bounded, in order, first come first served.</summary>
sealed class CommitQueue(JournalLimits limits)
{
    // A group at least this large says that many send at once; the next should have at least so much company, and how long it is waited for, in turns
    // that are left to others: all in all, and without anybody coming.
    const int Many = 8;
    const int Company = 64;
    const int Turns = 20;
    const int LonelyTurns = 3;

    readonly object _lock = new();
    readonly Queue<PendingCommit> _waiting = new();
    int _entries;
    long _bytes;
    bool _closed;
    bool _nudged;
    int _lastGroup;

    /// <summary>Commits that are accepted and not yet taken.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _waiting.Count;
        }
    }

    /// <summary>Their entries.</summary>
    public int Entries
    {
        get
        {
            lock (_lock) return _entries;
        }
    }

    /// <summary>How long the first of them has waited.</summary>
    public TimeSpan LongestWait
    {
        get
        {
            lock (_lock) return _waiting.TryPeek(out var first) ? Stopwatch.GetElapsedTime(first.Since) : TimeSpan.Zero;
        }
    }

    /// <summary>Accepts the commit, or refuses it at once when the queue is full. A single commit of any size fits an empty queue.</summary>
    /// <exception cref="JournalFullException">Nothing was accepted.</exception>
    /// <exception cref="JournalUnavailableException">The journal was closed.</exception>
    public void Add(PendingCommit commit)
    {
        lock (_lock)
        {
            if (_closed)
                throw new JournalUnavailableException("The journal is closed: the process is stopping.", null);
            if (_waiting.Count > 0 && (_entries + commit.Entries > limits.QueueEntries || _bytes + commit.Bytes > limits.QueueBytes))
                throw new JournalFullException($"The journal's queue is full ({_entries} entries, {_bytes} bytes): try again in a second.");
            _waiting.Enqueue(commit);
            _entries += commit.Entries;
            _bytes += commit.Bytes;
            Monitor.Pulse(_lock);
        }
    }

    /// <summary>Takes what waits, up to the size of a group; waits while there is nothing.</summary>
    /// <returns>An empty list after <paramref name="patience"/> or a <see cref="Nudge"/>; null when the queue is closed and empty.</returns>
    public List<PendingCommit>? Take(TimeSpan patience)
    {
        LetOthersCatchUp();
        lock (_lock)
        {
            if (_waiting.Count == 0 && !_closed && !_nudged)
                Monitor.Wait(_lock, patience);
            _nudged = false;
            if (_waiting.Count == 0)
                return _closed ? null : [];
            var group = new List<PendingCommit>(Math.Min(_waiting.Count, limits.GroupEntries));
            var (entries, bytes) = (0, 0L);
            while (_waiting.TryPeek(out var next) &&
                (group.Count == 0 || (entries + next.Entries <= limits.GroupEntries && bytes + next.Bytes <= limits.GroupBytes)))
            {
                group.Add(_waiting.Dequeue());
                entries += next.Entries;
                bytes += next.Bytes;
            }

            _lastGroup = group.Count;
            _entries -= entries;
            _bytes -= bytes;
            return group;
        }
    }

    // A fast disk is done before those whose commits it has just made durable come back with their next ones: groups would shrink to a handful, each with a
    // transaction of its own. No timer: the processor is left to them as long as they use it.
    void LetOthersCatchUp()
    {
        if (_lastGroup < Many)
            return;
        var seen = Volatile.Read(ref _entries);
        for (int turn = 0, lonely = 0; turn < Turns && lonely < LonelyTurns && seen < Company; turn++)
        {
            Thread.Yield();
            var now = Volatile.Read(ref _entries);
            lonely = now == seen ? lonely + 1 : 0;
            seen = now;
        }
    }

    /// <summary>Ends a wait for commits.</summary>
    public void Nudge()
    {
        lock (_lock)
        {
            _nudged = true;
            Monitor.Pulse(_lock);
        }
    }

    /// <summary>Accepts no more; what was accepted can still be taken.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
            Monitor.PulseAll(_lock);
        }
    }
}

/// <summary>A commit and whoever waits for it.</summary>
sealed class PendingCommit
{
    readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PendingCommit(Commit commit)
    {
        Commit = commit;
        foreach (var entry in commit.Entries)
            Bytes += entry.Body.Length;
    }

    public Commit Commit { get; }

    // One that only says when the customer is due takes room too.
    public int Entries => Math.Max(1, Commit.Entries.Count);

    public long Bytes { get; }

    /// <summary>When it was made, by <see cref="Stopwatch"/>.</summary>
    public long Since { get; } = Stopwatch.GetTimestamp();

    /// <summary>Its spans, if it is traced.</summary>
    public CommitTrace? Trace { get; set; }

    public Task Done => _done.Task;

    public void Complete() => _done.TrySetResult();

    public void Fail(Exception exception) => _done.TrySetException(exception);
}
