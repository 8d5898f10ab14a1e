using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.FollowUps;

namespace CustomerGrains.Domain.Kpis;

/// <summary>What a customer as a whole adds to the counters.</summary>
/// <param name="FirstMinute">Unix minute of her first touchpoint, or null if there is none.</param>
/// <param name="LastMinute">Unix minute of her latest touchpoint.</param>
/// <param name="OpenTickets">Tickets open now.</param>
/// <param name="Scopes">The stage and the segments she is in now; null for an id that counts as nobody.</param>
/// <param name="OpenFollowUps">Follow-ups that nobody has.</param>
/// <param name="TakenFollowUps">Follow-ups that somebody has.</param>
public readonly record struct CustomerKpis(
    long? FirstMinute, long? LastMinute, int OpenTickets, KpiScopes? Scopes = null, int OpenFollowUps = 0, int TakenFollowUps = 0)
{
    /// <summary>What nobody adds.</summary>
    public static readonly CustomerKpis None;

    /// <summary>What she adds. An id that became part of another customer adds nothing.</summary>
    public static CustomerKpis Of(CustomerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.LinkedTo is not null)
            return None;
        return new(
            Minute(state.FirstSeen), Minute(state.LastSeen), state.OpenTicketCount, state.Scopes,
            state.FollowUps?.Count(FollowUpState.Open) ?? 0, state.FollowUps?.Count(FollowUpState.Taken) ?? 0);
    }

    /// <summary>Adds the changes that lead from one to the other; none where nothing changed.</summary>
    public static void AddDifference(List<KpiDelta> deltas, CustomerKpis before, CustomerKpis after)
    {
        ArgumentNullException.ThrowIfNull(deltas);
        AddMoves(deltas, before, after, null);
        if (before.Scopes == after.Scopes)
        {
            if (after.Scopes is { } both)
                AddMoves(deltas, before, after, both.Members);
        }
        else
        {
            // She takes with her what she is: all of it out of the old scopes, all of it into the new ones. What stays where it was cancels out.
            if (before.Scopes is { } old)
                AddMoves(deltas, before, None, old.Members);
            if (after.Scopes is { } now)
                AddMoves(deltas, None, after, now.Members);
        }

        AddSizes(deltas, before, after);
        AddFollowUps(deltas, FollowUpState.Open, after.OpenFollowUps - before.OpenFollowUps);
        AddFollowUps(deltas, FollowUpState.Taken, after.TakenFollowUps - before.TakenFollowUps);
    }

    static void AddFollowUps(List<KpiDelta> deltas, FollowUpState state, int more)
    {
        if (more != 0)
            deltas.Add(new(KpiDelta.Gauge, Metrics.FollowUps, FollowUpWords.Of(state), more));
    }

    static void AddMoves(List<KpiDelta> deltas, in CustomerKpis before, in CustomerKpis after, ScopeSet? scopes)
    {
        Move(deltas, Metrics.CustomersNew, before.FirstMinute, after.FirstMinute, scopes);
        Move(deltas, Metrics.CustomersSeen, before.LastMinute, after.LastMinute, scopes);
        if (before.OpenTickets != after.OpenTickets)
            deltas.Add(new(KpiDelta.Gauge, Metrics.TicketsOpen, "", after.OpenTickets - before.OpenTickets, scopes));
    }

    static void Move(List<KpiDelta> deltas, string metric, long? from, long? to, ScopeSet? scopes)
    {
        if (from == to)
            return;
        if (from is { } old)
            deltas.Add(new(old, metric, "", -1, scopes));
        if (to is { } now)
            deltas.Add(new(now, metric, "", 1, scopes));
    }

    static void AddSizes(List<KpiDelta> deltas, in CustomerKpis before, in CustomerKpis after)
    {
        var (from, to) = (before.CountedStage, after.CountedStage);
        if (from != to)
        {
            if (from is not null)
                deltas.Add(new(KpiDelta.Gauge, Metrics.StageSize, from, -1));
            if (to is not null)
                deltas.Add(new(KpiDelta.Gauge, Metrics.StageSize, to, 1));
        }

        if (before.Scopes == after.Scopes)
            return;
        var (old, now) = (before.Scopes?.Segments ?? [], after.Scopes?.Segments ?? []);
        var (i, j) = (0, 0);
        while (i < old.Count || j < now.Count)
        {
            var order = i == old.Count ? 1 : j == now.Count ? -1 : string.CompareOrdinal(old[i], now[j]);
            if (order < 0)
                deltas.Add(new(KpiDelta.Gauge, Metrics.SegmentSize, old[i], -1));
            else if (order > 0)
                deltas.Add(new(KpiDelta.Gauge, Metrics.SegmentSize, now[j], 1));
            if (order <= 0)
                i++;
            if (order >= 0)
                j++;
        }
    }

    // Whoever never had a touchpoint is no customer yet. A stage of its own for those in none, so that the stages add up to everybody.
    string? CountedStage => FirstMinute is null || Scopes is null ? null : Scopes.Stage ?? "";

    static long? Minute(DateTimeOffset? time) => time is { } at ? KpiDelta.MinuteOf(at) : null;
}
