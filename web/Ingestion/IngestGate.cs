namespace CustomerGrains.Web.Ingestion;

/// <summary>
/// Bounds what ingestion holds in memory: events and bytes in flight. Actors have no back-pressure of their own, so it has to be here,
/// before them. Whoever finds the gate empty gets in with any request that is within the limits of one request.
/// </summary>
sealed class IngestGate(int maxEvents, long maxBytes)
{
    readonly long _maxEvents = maxEvents;
    readonly long _maxBytes = maxBytes;
    long _events;
    long _bytes;

    /// <summary>Events in flight.</summary>
    public long Events => Interlocked.Read(ref _events);

    /// <summary>Bytes in flight.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Events that may be in flight.</summary>
    public long MaxEvents => _maxEvents;

    /// <summary>A request was turned away for want of room, here or in the journal's queue.</summary>
    public event Action? TurnedAway;

    /// <summary>Says so.</summary>
    public void TurnAway() => TurnedAway?.Invoke();

    /// <summary>A pass for one request; disposing it gives back whatever it took.</summary>
    public Pass Open() => new(this);

    static bool TryTake(ref long used, long amount, long limit)
    {
        var after = Interlocked.Add(ref used, amount);
        if (after <= limit || after == amount) return true;
        Interlocked.Add(ref used, -amount);
        return false;
    }

    /// <summary>What one request holds.</summary>
    public sealed class Pass(IngestGate gate) : IDisposable
    {
        long _events;
        long _bytes;

        /// <summary>Holds this many bytes altogether; false if there is no room.</summary>
        public bool TryHoldBytes(long bytes)
        {
            var more = bytes - _bytes;
            if (more > 0 && !TryTake(ref gate._bytes, more, gate._maxBytes)) return false;
            if (more < 0) Interlocked.Add(ref gate._bytes, more);
            _bytes = bytes;
            return true;
        }

        /// <summary>Holds this many events; false if there is no room.</summary>
        public bool TryHoldEvents(int events)
        {
            if (!TryTake(ref gate._events, events, gate._maxEvents)) return false;
            _events = events;
            return true;
        }

        public void Dispose()
        {
            Interlocked.Add(ref gate._bytes, -_bytes);
            Interlocked.Add(ref gate._events, -_events);
            (_bytes, _events) = (0, 0);
        }
    }
}
