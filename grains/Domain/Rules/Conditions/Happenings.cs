using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Touchpoints;
using CustomerGrains.Domain.Value;

namespace CustomerGrains.Domain.Rules.Conditions;

/// <summary>Something that happens again and again, and of which the state keeps the latest times.</summary>
abstract class Happenings
{
    /// <summary>As the rule writes it.</summary>
    public required string Path { get; init; }

    /// <summary>What changes them.</summary>
    public required Rules.RuleInput[] Inputs { get; init; }

    /// <summary>So many times are kept.</summary>
    public virtual int Kept => TouchpointCounts.MaxTimes;

    /// <summary>The n-th latest time until now, from 1; <see cref="long.MinValue"/> if there are fewer.</summary>
    /// <param name="state">The customer.</param>
    /// <param name="now">The instant.</param>
    /// <param name="n">Which.</param>
    /// <param name="later">The first time after now (clocks of several machines differ); <see cref="long.MaxValue"/> if there is none.</param>
    public abstract long Latest(CustomerState state, long now, int n, out long later);

    /// <summary>How many kept times are in a window, its beginning left out.</summary>
    public abstract int CountIn(CustomerState state, long from, long through);

    /// <summary>How many there ever were.</summary>
    public abstract long Total(CustomerState state);

    /// <summary>The very latest; null if there is none.</summary>
    public abstract long? Last(CustomerState state);

    /// <summary>The touchpoints in a window.</summary>
    public abstract EvidenceQuery Evidence(CustomerState state, long? from, long through);

    /// <summary>Since when there have been at least n in the window, where the kept times tell.</summary>
    public virtual long? HeldSince(CustomerState state, long now, int n, long window) => null;
}

/// <summary>The times of one name or of one channel.</summary>
abstract class TimedHappenings : Happenings
{
    protected abstract ReadOnlySpan<long> Times(CustomerState state);

    public override long Latest(CustomerState state, long now, int n, out long later)
    {
        var times = Times(state);
        var end = Sorted.EndOf(times, now);
        later = end < times.Length ? times[end] : long.MaxValue;
        return end >= n ? times[end - n] : long.MinValue;
    }

    public override int CountIn(CustomerState state, long from, long through)
    {
        var times = Times(state);
        return Sorted.EndOf(times, through) - Sorted.EndOf(times, from);
    }

    public override long? Last(CustomerState state) => Times(state) is [.., var last] ? last : null;

    // Backwards over the times: just before one of them, were there n already?
    public override long? HeldSince(CustomerState state, long now, int n, long window)
    {
        var times = Times(state);
        var i = Sorted.EndOf(times, now) - 1;
        while (i >= n && times[i - n] + window >= times[i])
            i--;
        return i < 0 || (i < n && times.Length == Kept) ? null : times[i];
    }
}

/// <summary>Times in ascending order.</summary>
static class Sorted
{
    /// <summary>How many are not after an instant. Looks from the end: mostly it is all of them, or nearly.</summary>
    public static int EndOf(ReadOnlySpan<long> times, long instant)
    {
        var end = times.Length;
        while (end > 0 && times[end - 1] > instant)
            end--;
        return end;
    }
}

/// <summary>Touchpoints of one name.</summary>
sealed class NamedHappenings(string name) : TimedHappenings
{
    protected override ReadOnlySpan<long> Times(CustomerState state) => state.Touchpoints is { } counts ? counts.TimesOf(name) : [];

    public override long Total(CustomerState state) => state.Touchpoints?.Of(name) ?? 0;

    public override EvidenceQuery Evidence(CustomerState state, long? from, long through) => new([name], null, from, through, []);
}

/// <summary>Touchpoints of one channel.</summary>
sealed class ChannelHappenings(Channel channel) : TimedHappenings
{
    protected override ReadOnlySpan<long> Times(CustomerState state) => state.Touchpoints is { } counts ? counts.TimesOf(channel) : [];

    public override long Total(CustomerState state) => state.Touchpoints?.Of(channel) ?? 0;

    public override EvidenceQuery Evidence(CustomerState state, long? from, long through) => new([], channel, from, through, []);
}

/// <summary>All touchpoints: every one has a channel, so they are the channels' together.</summary>
sealed class AllHappenings : Happenings
{
    const int Channels = (int)Channel.Server;

    // Merges the channels from their ends: mostly she uses one or two of them.
    public override long Latest(CustomerState state, long now, int n, out long later)
    {
        later = long.MaxValue;
        if (state.Touchpoints is not { } counts)
            return long.MinValue;
        Span<int> channels = stackalloc int[Channels];
        Span<int> ends = stackalloc int[Channels];
        Span<long> heads = stackalloc long[Channels];
        var (used, total) = (0, 0);
        for (var channel = 1; channel <= Channels; channel++)
        {
            var times = counts.TimesOf((Channel)channel);
            var end = Sorted.EndOf(times, now);
            if (end < times.Length)
                later = Math.Min(later, times[end]);
            if (end == 0)
                continue;
            (channels[used], ends[used], heads[used]) = (channel, end, times[end - 1]);
            used++;
            total += end;
        }

        if (total < n)
            return long.MinValue;
        if (used == 1)
            return counts.TimesOf((Channel)channels[0])[ends[0] - n];
        while (true)
        {
            var best = 0;
            for (var i = 1; i < used; i++)
            {
                if (heads[i] > heads[best])
                    best = i;
            }

            if (--n == 0)
                return heads[best];
            heads[best] = --ends[best] == 0 ? long.MinValue : counts.TimesOf((Channel)channels[best])[ends[best] - 1];
        }
    }

    public override int CountIn(CustomerState state, long from, long through)
    {
        var count = 0;
        for (var channel = Channel.Web; channel <= Channel.Server; channel++)
        {
            var times = state.Touchpoints is { } counts ? counts.TimesOf(channel) : [];
            count += Sorted.EndOf(times, through) - Sorted.EndOf(times, from);
        }

        return count;
    }

    public override long Total(CustomerState state) => state.TouchpointCount;

    public override long? Last(CustomerState state) => state.Touchpoints?.Last;

    public override EvidenceQuery Evidence(CustomerState state, long? from, long through) => new([], null, from, through, []);
}

/// <summary>Orders, or refunds and cancellations.</summary>
sealed class PurchaseHappenings(bool orders) : Happenings
{
    public override int Kept => Purchases.MaxLog;

    public ReadOnlySpan<OrderLine> Lines(CustomerState state) =>
        state.Purchases is not { } purchases ? [] : orders ? purchases.OrderLog : purchases.RefundLog;

    /// <summary>How many lines are not after an instant.</summary>
    public static int EndOf(ReadOnlySpan<OrderLine> lines, long instant)
    {
        var end = lines.Length;
        while (end > 0 && lines[end - 1].Time > instant)
            end--;
        return end;
    }

    public override long Latest(CustomerState state, long now, int n, out long later)
    {
        var lines = Lines(state);
        var end = EndOf(lines, now);
        later = end < lines.Length ? lines[end].Time : long.MaxValue;
        return end >= n ? lines[end - n].Time : long.MinValue;
    }

    public override int CountIn(CustomerState state, long from, long through)
    {
        var lines = Lines(state);
        return EndOf(lines, through) - EndOf(lines, from);
    }

    public override long Total(CustomerState state) => orders ? Fields.ValueFields.Count(state.Purchases) : Fields.ValueFields.RefundCount(state.Purchases);

    public override long? Last(CustomerState state) => Lines(state) is [.., var last] ? last.Time : null;

    public override EvidenceQuery Evidence(CustomerState state, long? from, long through)
    {
        var ids = new List<string>();
        foreach (var line in Lines(state))
        {
            if (line.Time <= through && !(line.Time <= from))
                ids.Add(line.MessageId);
        }

        return new(orders ? ["Order Completed"] : ["Order Refunded", "Order Cancelled"], null, from, through, ids);
    }
}
