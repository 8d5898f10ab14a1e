using CustomerGrains.Domain.Decisions;
using CustomerGrains.Domain.Touchpoints;

namespace CustomerGrains.Domain.Journal;

/// <summary>One line of a customer's journal. The state of a customer is the fold of her entries and of nothing else.</summary>
/// <param name="Seq">Position in the customer's journal, from 1, without gaps.</param>
/// <param name="Kind">What the entry says.</param>
/// <param name="Channel">Where it happened.</param>
/// <param name="MessageId">The sender's id of a touchpoint, at most 100 characters; null for everything else.</param>
/// <param name="Name">Event, page, stage, segment, customer id or follow-up, by <paramref name="Kind"/>; empty where the sender gave none.</param>
/// <param name="OccurredAt">When it happened, or became true: UTC, whole milliseconds.</param>
/// <param name="ReceivedAt">When it arrived, or was decided: UTC, whole milliseconds.</param>
/// <param name="Body">UTF-8 JSON: the raw event of a touchpoint, the details of a decision or link.</param>
public sealed record JournalEntry(
    long Seq,
    EntryKind Kind,
    Channel Channel,
    string? MessageId,
    string Name,
    DateTimeOffset OccurredAt,
    DateTimeOffset ReceivedAt,
    ReadOnlyMemory<byte> Body)
{
    /// <summary>Whether the entry is something the customer did, not something that was decided about her.</summary>
    public bool IsTouchpoint => Kind < EntryKind.StageEntered;

    /// <summary>Whether the entry is a decision about her: a stage entered, a segment joined or left. Its body is a <see cref="DecisionBody"/>.</summary>
    public bool IsDecision => Kind is EntryKind.StageEntered or EntryKind.SegmentJoined or EntryKind.SegmentLeft;

    /// <summary>Whether the entry is about a follow-up: that a low score opened it, or what somebody did about it.</summary>
    public bool IsFollowUp => Kind is >= EntryKind.FollowUpOpened and <= EntryKind.FollowUpReleased;
}
