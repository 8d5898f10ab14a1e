namespace CustomerGrains.Silo.Journal;

/// <summary>Whether the journal can write now; for health checks and the dashboard.</summary>
public sealed class JournalHealth
{
    readonly Lock _lock = new();
    readonly Dictionary<int, string> _problems = [];
    Func<int> _queued = static () => 0;
    Func<int> _queuedEntries = static () => 0;
    Func<TimeSpan> _longestWait = static () => TimeSpan.Zero;
    Action _probe = static () => { };

    /// <summary>Whether the latest attempt of every writer succeeded.</summary>
    public bool Available => Problem is null;

    /// <summary>Why a writer can't write, or null.</summary>
    public string? Problem { get; private set; }

    /// <summary>Commits that are accepted and wait for their transaction.</summary>
    public int Queued => _queued();

    /// <summary>Entries that are accepted and wait for their transaction.</summary>
    public int QueuedEntries => _queuedEntries();

    /// <summary>How long the first of them has waited; zero while nobody does.</summary>
    public TimeSpan LongestWait => _longestWait();

    /// <summary>Entries that may wait, all writers together; those of one customer only ever wait for one of them.</summary>
    public int Capacity { get; private set; }

    /// <summary>A transaction was committed: how long it took. Called by the writers, so it has to be quick.</summary>
    public event Action<TimeSpan>? Written;

    /// <summary>The journal can write again, or can't any more.</summary>
    public event Action? Changed;

    internal void Attach(Func<int> queued, Func<int> queuedEntries, Func<TimeSpan> longestWait, int capacity, Action probe) =>
        (_queued, _queuedEntries, _longestWait, Capacity, _probe) = (queued, queuedEntries, longestWait, capacity, probe);

    internal void Committed(TimeSpan duration) => Written?.Invoke(duration);

    /// <summary>A read found the store out of reach: the writers look for themselves, so that an outage shows even while nobody writes.</summary>
    internal void Suspect()
    {
        // Once a writer knows, it goes on looking by itself.
        if (Available)
            _probe();
    }

    internal void Succeeded(int writer)
    {
        if (Problem is null)
            return;
        lock (_lock)
        {
            _problems.Remove(writer);
            Problem = _problems.Values.FirstOrDefault();
        }

        Changed?.Invoke();
    }

    internal void Failed(int writer, string problem)
    {
        lock (_lock)
        {
            _problems[writer] = problem;
            Problem = problem;
        }

        Changed?.Invoke();
    }
}
