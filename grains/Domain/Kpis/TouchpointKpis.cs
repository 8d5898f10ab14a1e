using CustomerGrains.Domain.Journal;

namespace CustomerGrains.Domain.Kpis;

/// <summary>What one touchpoint adds to the counters.</summary>
public static class TouchpointKpis
{
    /// <summary>Adds the changes that the touchpoint causes; entries that are not touchpoints cause none.</summary>
    /// <param name="deltas">Where to add.</param>
    /// <param name="touchpoint">The entry.</param>
    /// <param name="sign">1 to count it, -1 to take it back.</param>
    public static void AddTo(List<KpiDelta> deltas, JournalEntry touchpoint, int sign = 1)
    {
        ArgumentNullException.ThrowIfNull(deltas);
        ArgumentNullException.ThrowIfNull(touchpoint);
        if (touchpoint.IsTouchpoint)
            deltas.Add(new(KpiDelta.MinuteOf(touchpoint.OccurredAt), Metrics.Events, "", sign));
    }
}
