using System.Collections.Concurrent;
using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Journal;

namespace CustomerGrains.Domain.Kpis;

/// <summary>
/// What a decision adds to the counters of flow: who joined and left which segment, who went from which stage to which, and how long she had been there;
/// what was done about follow-ups.
/// By the minute in which it became true.
/// </summary>
public static class DecisionKpis
{
    /// <summary>Stands between the two stages of a flow.</summary>
    public const char FlowSeparator = '>';

    static readonly ConcurrentDictionary<(string From, string To), string> Flows = [];

    /// <summary>Adds the changes that an entry causes; touchpoints cause none here.</summary>
    /// <param name="deltas">Where to add.</param>
    /// <param name="before">The customer just before the entry is folded.</param>
    /// <param name="entry">The entry.</param>
    public static void AddTo(List<KpiDelta> deltas, CustomerState before, JournalEntry entry)
    {
        ArgumentNullException.ThrowIfNull(deltas);
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.IsTouchpoint)
            return;
        var minute = KpiDelta.MinuteOf(entry.OccurredAt);
        switch (entry.Kind)
        {
            case EntryKind.SegmentJoined when before.MembershipOf(entry.Name) is null:
                deltas.Add(new(minute, Metrics.SegmentJoined, entry.Name, 1));
                break;
            case EntryKind.SegmentLeft when before.MembershipOf(entry.Name) is not null:
                deltas.Add(new(minute, Metrics.SegmentLeft, entry.Name, 1));
                break;
            case EntryKind.StageEntered:
                AddLeft(deltas, before, entry, minute);
                deltas.Add(new(minute, Metrics.StageEntered, FlowOf(before.Stage, entry.Name), 1));
                break;
            case EntryKind.Linked:
                // She goes on as part of somebody else: one less in the stage, though nobody entered another.
                AddLeft(deltas, before, entry, minute);
                break;
            case var _ when entry.IsFollowUp:
                deltas.Add(new(minute, Metrics.FollowUpActs, ActOf(entry.Kind), 1));
                break;
        }
    }

    /// <summary>The dimension of <see cref="Metrics.StageEntered"/>: "Buying>New", or ">Aware" for the first stage. Each text is made once.</summary>
    public static string FlowOf(string? from, string to) => Flows.GetOrAdd((from ?? "", to), static flow => flow.From + FlowSeparator + flow.To);

    /// <summary>Takes such a dimension apart; From is null for the first stage.</summary>
    public static (string? From, string To) Split(string dimension)
    {
        ArgumentNullException.ThrowIfNull(dimension);
        var place = dimension.IndexOf(FlowSeparator, StringComparison.Ordinal);
        return place <= 0 ? (null, dimension[(place + 1)..]) : (dimension[..place], dimension[(place + 1)..]);
    }

    /// <summary>Whether such a dimension leads to a stage.</summary>
    public static bool IsTo(string dimension, string stage)
    {
        ArgumentNullException.ThrowIfNull(dimension);
        ArgumentNullException.ThrowIfNull(stage);
        return dimension.Length > stage.Length && dimension[^(stage.Length + 1)] == FlowSeparator && dimension.EndsWith(stage, StringComparison.Ordinal);
    }

    static string ActOf(EntryKind kind) => kind switch
    {
        EntryKind.FollowUpOpened => "opened",
        EntryKind.FollowUpAnswered => "answered",
        EntryKind.FollowUpTaken => "taken",
        EntryKind.FollowUpNoted => "noted",
        EntryKind.FollowUpResolved => "resolved",
        _ => "released",
    };

    static void AddLeft(List<KpiDelta> deltas, CustomerState before, JournalEntry entry, long minute)
    {
        if (before.Stages is not [.., var stage])
            return;
        deltas.Add(new(minute, Metrics.StageLeft, stage.Stage, 1));
        // Stages of older versions have the time of the event that caused them: a late one can lie before the stage was entered.
        var seconds = (entry.OccurredAt.ToUnixTimeMilliseconds() - stage.AtTime) / 1000;
        if (seconds > 0)
            deltas.Add(new(minute, Metrics.StageSeconds, stage.Stage, seconds));
    }
}
