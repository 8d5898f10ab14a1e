using CustomerGrains.Domain.Decisions;
using CustomerGrains.Grains.Journal;

namespace CustomerGrains.Grains.Customers;

/// <summary>
/// The deadline of a customer as it is written down, as far as her activation knows: she is woken at this instant or before it. Too early costs a tick that
/// changes nothing, too late must not happen; so it is only written when something may change earlier, and put off when a tick has found out that nothing does.
/// </summary>
struct Deadline
{
    /// <summary>
    /// This close to the deadline every commit writes it again: another activation that lives at the same time may be putting it off just now, without
    /// knowing what this one adds.
    /// </summary>
    public static readonly TimeSpan Near = TimeSpan.FromMinutes(1);

    // 0 stands for "nothing is known to be written", so that a new activation begins with it.
    long _at;

    /// <summary>In Unix milliseconds; null if nothing is known to be written.</summary>
    public readonly long? At => _at == 0 ? null : _at;

    /// <summary>What has to be written with entries, or null if what is written serves.</summary>
    public readonly DueChange? With(in Foresight foresight, bool isExact, bool isSealed, DateTimeOffset now)
    {
        if (isSealed)
            return new(null, At);
        var next = ToNullable(foresight.Next);
        if (isExact ? next != At : next < (At ?? long.MaxValue))
            return new(next, At);
        return At - now.ToUnixTimeMilliseconds() < Near.TotalMilliseconds ? new(At, At) : null;
    }

    /// <summary>Somebody has read what is written.</summary>
    public void Read(long dueAt) => _at = _at == 0 ? dueAt : Math.Min(_at, dueAt);

    /// <summary>It is written.</summary>
    public void Written(DueChange? due)
    {
        if (due is { } change)
            _at = change.At ?? 0;
    }

    public static long? ToNullable(long next) => next == long.MaxValue ? null : next;
}
