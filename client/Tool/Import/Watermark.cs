namespace CustomerGrains.Tool.Import;

/// <summary>
/// How many events from the beginning are settled without a gap, while batches of several lanes end in any order. Holds only what is
/// settled beyond a gap, which is at most what is queued.
/// </summary>
sealed class Watermark(long start)
{
    readonly Lock _lock = new();
    readonly HashSet<long> _beyond = [];
    long _value = start;

    /// <summary>Events 0 to this, not included, are settled.</summary>
    public long Value
    {
        get
        {
            lock (_lock) return _value;
        }
    }

    public void Settle(long number)
    {
        lock (_lock)
        {
            if (number != _value)
            {
                if (number > _value) _beyond.Add(number);
                return;
            }
            do _value++;
            while (_beyond.Remove(_value));
        }
    }
}
