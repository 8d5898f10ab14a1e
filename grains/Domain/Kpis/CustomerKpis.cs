using CustomerGrains.Domain.Customers;

namespace CustomerGrains.Domain.Kpis;

/// <summary>What a customer as a whole adds to the counters.</summary>
/// <param name="FirstMinute">Unix minute of her first touchpoint, or null if there is none.</param>
/// <param name="LastMinute">Unix minute of her latest touchpoint.</param>
/// <param name="OpenTickets">Tickets open now.</param>
public readonly record struct CustomerKpis(long? FirstMinute, long? LastMinute, int OpenTickets)
{
    /// <summary>What nobody adds.</summary>
    public static readonly CustomerKpis None;

    /// <summary>What she adds. An id that became part of another customer adds nothing.</summary>
    public static CustomerKpis Of(CustomerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.LinkedTo is not null)
            return None;
        return new(Minute(state.FirstSeen), Minute(state.LastSeen), state.OpenTicketCount);
    }

    /// <summary>Adds the changes that lead from one to the other; none where nothing changed.</summary>
    public static void AddDifference(List<KpiDelta> deltas, CustomerKpis before, CustomerKpis after)
    {
        ArgumentNullException.ThrowIfNull(deltas);
        Move(deltas, Metrics.CustomersNew, before.FirstMinute, after.FirstMinute);
        Move(deltas, Metrics.CustomersSeen, before.LastMinute, after.LastMinute);
        if (before.OpenTickets != after.OpenTickets)
            deltas.Add(new(KpiDelta.Gauge, Metrics.TicketsOpen, "", after.OpenTickets - before.OpenTickets));
    }

    static void Move(List<KpiDelta> deltas, string metric, long? from, long? to)
    {
        if (from == to)
            return;
        if (from is { } old)
            deltas.Add(new(old, metric, "", -1));
        if (to is { } now)
            deltas.Add(new(now, metric, "", 1));
    }

    static long? Minute(DateTimeOffset? time) => time is { } at ? KpiDelta.MinuteOf(at) : null;
}
