using CustomerGrains.Domain.Touchpoints;
using CustomerGrains.Web.Hosting;
using CustomerGrains.Web.Ingestion;

namespace CustomerGrains.Web.Debugger;

/// <summary>
/// The latest outcomes of one write key. Ingestion writes here with every request, so it only takes references; what a screen shows is
/// made when one is open. Safe for concurrent use.
/// </summary>
sealed class KeyHistory
{
    /// <summary>How many outcomes are kept.</summary>
    public const int Latest = 100;

    const int LongestText = 256;

    readonly Lock _lock = new();
    readonly KeyNote[] _ring = new KeyNote[Latest];
    long _position;
    long _lastAt;
    KeyCounts _counts;

    /// <summary>When the last outcome came, in ticks.</summary>
    public long LastAt => Interlocked.Read(ref _lastAt);

    /// <summary>Somebody looks at it: it is not forgotten.</summary>
    public bool Watched { get; set; }

    /// <summary>How many outcomes there were.</summary>
    public long Position
    {
        get
        {
            lock (_lock) return _position;
        }
    }

    /// <summary>The events of a request that was recorded.</summary>
    /// <param name="events">Those recorded and those rejected.</param>
    /// <param name="known">Those of the recorded ones that changed nothing; null for none.</param>
    public void Recorded(EventsReader events, IReadOnlyCollection<Touchpoint>? known)
    {
        var duplicates = known is null ? null : new HashSet<Touchpoint>(known, ReferenceEqualityComparer.Instance);
        var (touchpoints, rejected) = (events.Touchpoints, events.Rejected);
        var count = touchpoints.Count + rejected.Count;
        // In their order in the request; of a long one only the last fit in.
        var (nextTouchpoint, nextRejected) = (0, 0);
        lock (_lock)
        {
            Interlocked.Exchange(ref _lastAt, events.ReceivedAt.Ticks);
            _counts = new(
                _counts.Accepted + touchpoints.Count - (duplicates?.Count ?? 0), _counts.Duplicates + (duplicates?.Count ?? 0), _counts.Rejected + rejected.Count);
            for (var index = 0; index < count; index++)
            {
                var isRejected = nextRejected < rejected.Count && rejected[nextRejected].Index == index;
                var (touchpoint, bad) = isRejected ? (-1, nextRejected++) : (nextTouchpoint++, -1);
                _position++;
                if (index < count - Latest) continue;
                if (isRejected) Add(Rejection(events, bad, out var cut), cut);
                else Add(touchpoints[touchpoint], duplicates);
            }
        }
    }

    /// <summary>A request that was refused whole.</summary>
    public void Refused(KeyRejection rejection, bool cut)
    {
        lock (_lock)
        {
            Interlocked.Exchange(ref _lastAt, rejection.At.Ticks);
            _counts = _counts with { Rejected = _counts.Rejected + 1 };
            _position++;
            Add(rejection, cut);
        }
    }

    /// <summary>The outcomes after a position, newest first, at most <see cref="Latest"/>; and how many of which there were in all.</summary>
    public (KeyCounts Counts, List<KeyNote> Notes) After(long position)
    {
        lock (_lock)
        {
            var count = (int)Math.Min(_position - position, Latest);
            var notes = new List<KeyNote>(count);
            for (var i = 0; i < count; i++) notes.Add(_ring[(_position - 1 - i) % Latest]);
            return (_counts, notes);
        }
    }

    void Add(Touchpoint touchpoint, HashSet<Touchpoint>? duplicates)
    {
        var outcome = duplicates is not null && duplicates.Contains(touchpoint) ? KeyOutcome.Duplicate : KeyOutcome.Accepted;
        var kept = KeyBody.Of(touchpoint, out var cut);
        _ring[(_position - 1) % Latest] = new(_position, outcome, kept, null, cut);
    }

    void Add(KeyRejection rejection, bool cut) => _ring[(_position - 1) % Latest] = new(_position, KeyOutcome.Rejected, null, rejection, cut);

    static KeyRejection Rejection(EventsReader events, int index, out bool cut)
    {
        var (rejected, item) = (events.Rejected[index], events.RejectedItems[index]);
        return new(
            events.ReceivedAt, null, rejected.MessageId, events.Kind ?? KeyBody.Text(item, "type", 20),
            KeyBody.Text(item, "event", LongestText) ?? KeyBody.Text(item, "name", LongestText),
            KeyBody.Text(item, "userId", LongestText) ?? KeyBody.Text(item, "anonymousId", LongestText),
            rejected.Error, new FieldProblem(rejected.Field, rejected.Value, rejected.Reason), KeyBody.Of(item, out cut));
    }
}
