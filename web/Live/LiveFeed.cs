using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Kpis;
using CustomerGrains.Grains.Journal;

namespace CustomerGrains.Web.Live;

/// <summary>A touchpoint as it was committed, with its place in the feed.</summary>
readonly record struct FeedItem(long Position, string CustomerId, JournalEntry Entry);

/// <summary>Touchpoints that arrived at the same millisecond: the start of their lag.</summary>
readonly record struct Arrival(DateTimeOffset ReceivedAt, int Touchpoints);

/// <summary>
/// What was just committed, for the screens: the latest touchpoints, how many, and when they arrived. Called on the journal's writer,
/// so it only takes notes; rows and frames are made by the pump.
/// </summary>
sealed class LiveFeed(TimeProvider clock) : ICommitObserver
{
    /// <summary>How many touchpoints a screen shows, and a frame carries, at most.</summary>
    public const int Latest = 50;

    const int RateSeconds = 10;
    const int MostArrivals = 10_000;

    readonly Lock _lock = new();
    readonly FeedItem[] _ring = new FeedItem[Latest];
    readonly long[] _rateSecond = new long[RateSeconds + 1];
    readonly long[] _rateCount = new long[RateSeconds + 1];
    List<Arrival> _arrivals = [];
    long _position;
    long _added; // to the ring

    /// <summary>Set by the pump: something is new.</summary>
    public Action? Changed { get; set; }

    /// <summary>How many touchpoints there were since this process began.</summary>
    public long Position => Interlocked.Read(ref _position);

    /// <summary>Notes touchpoints that were just committed.</summary>
    /// <param name="touchpoints">The latest of them.</param>
    /// <param name="counted">How many there were, at least: of what other processes commit only the latest come here.</param>
    public void Add(List<(string CustomerId, JournalEntry Entry)> touchpoints, long counted = 0)
    {
        lock (_lock)
        {
            var before = _position;
            Skip(counted - touchpoints.Count);
            foreach (var (customerId, entry) in touchpoints) Add(customerId, entry);
            CountRate(_position - before);
        }
        Changed?.Invoke();
    }

    public void OnCommitted(IReadOnlyList<Commit> commits)
    {
        lock (_lock)
        {
            var before = _position;
            Skip(Unseen(commits));
            foreach (var commit in commits)
                foreach (var entry in commit.Entries)
                    if (entry.IsTouchpoint) Add(commit.CustomerId, entry);
            CountRate(_position - before);
        }
        Changed?.Invoke();
    }

    /// <summary>The touchpoints after a position, newest first, at most <see cref="Latest"/>.</summary>
    public List<FeedItem> After(long position)
    {
        lock (_lock)
        {
            var count = (int)Math.Min(Math.Min(_position - Math.Max(position, 0), Latest), _added);
            var items = new List<FeedItem>(count);
            for (var i = 0; i < count && _ring[(_added - 1 - i) % Latest] is var item && item.Position > position; i++) items.Add(item);
            return items;
        }
    }

    /// <summary>Takes the arrivals since the last call.</summary>
    public IReadOnlyList<Arrival> TakeArrivals()
    {
        lock (_lock)
        {
            if (_arrivals.Count == 0) return [];
            var taken = _arrivals;
            _arrivals = [];
            return taken;
        }
    }

    /// <summary>Touchpoints a second over the last 10 whole seconds.</summary>
    public double Rate()
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow().ToUnixTimeSeconds();
            var sum = 0L;
            for (var i = 0; i < _rateSecond.Length; i++)
                if (_rateSecond[i] < now && _rateSecond[i] >= now - RateSeconds) sum += _rateCount[i];
            return sum / (double)RateSeconds;
        }
    }

    void Add(string customerId, JournalEntry entry)
    {
        _ring[_added++ % Latest] = new(Interlocked.Increment(ref _position), customerId, entry);
        if (_arrivals.Count > 0 && _arrivals[^1].ReceivedAt == entry.ReceivedAt)
            _arrivals[^1] = _arrivals[^1] with { Touchpoints = _arrivals[^1].Touchpoints + 1 };
        else if (_arrivals.Count < MostArrivals)
            _arrivals.Add(new(entry.ReceivedAt, 1));
    }

    // What was counted, but is not among the entries.
    static long Unseen(IReadOnlyList<Commit> commits)
    {
        var (counted, seen) = (0L, 0L);
        foreach (var commit in commits)
        {
            foreach (var delta in commit.Deltas)
                if (delta is { Scopes: null, Metric: Metrics.Events }) counted += (long)delta.Value;
            foreach (var entry in commit.Entries)
                if (entry.IsTouchpoint) seen++;
        }
        return counted - seen;
    }

    void Skip(long touchpoints)
    {
        if (touchpoints > 0) Interlocked.Add(ref _position, touchpoints);
    }

    void CountRate(long touchpoints)
    {
        var second = clock.GetUtcNow().ToUnixTimeSeconds();
        var i = second % _rateSecond.Length;
        if (_rateSecond[i] != second) (_rateSecond[i], _rateCount[i]) = (second, 0);
        _rateCount[i] += touchpoints;
    }
}
