using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Touchpoints;

namespace CustomerGrains.Contracts.Touchpoints;

/// <summary>Touchpoints of one customer in the order in which they arrived.</summary>
/// <param name="Items">At least one.</param>
[GenerateSerializer, Immutable, Alias("CustomerGrains.TouchpointBatch")]
public sealed record TouchpointBatch([property: Id(0)] TouchpointMessage[] Items);

/// <summary>A <see cref="Touchpoint"/> on its way to a grain; enums travel as their stored numbers.</summary>
/// <param name="MessageId">See <see cref="Touchpoint.MessageId"/>.</param>
/// <param name="Kind">The number of an <see cref="EntryKind"/>.</param>
/// <param name="Name">See <see cref="Touchpoint.Name"/>.</param>
/// <param name="Channel">The number of a <see cref="Domain.Touchpoints.Channel"/>.</param>
/// <param name="UserId">See <see cref="Touchpoint.UserId"/>.</param>
/// <param name="AnonymousId">See <see cref="Touchpoint.AnonymousId"/>.</param>
/// <param name="PreviousId">See <see cref="Touchpoint.PreviousId"/>.</param>
/// <param name="OccurredAt">See <see cref="Touchpoint.OccurredAt"/>.</param>
/// <param name="ReceivedAt">See <see cref="Touchpoint.ReceivedAt"/>.</param>
/// <param name="Body">UTF-8 JSON, at most 32 KB.</param>
[GenerateSerializer, Immutable, Alias("CustomerGrains.TouchpointMessage")]
public sealed record TouchpointMessage(
    [property: Id(0)] string MessageId,
    [property: Id(1)] byte Kind,
    [property: Id(2)] string Name,
    [property: Id(3)] byte Channel,
    [property: Id(4)] string? UserId,
    [property: Id(5)] string? AnonymousId,
    [property: Id(6)] string? PreviousId,
    [property: Id(7)] DateTimeOffset OccurredAt,
    [property: Id(8)] DateTimeOffset ReceivedAt,
    [property: Id(9)] byte[] Body)
{
    /// <summary>Wraps a touchpoint for the journey to its customer.</summary>
    public static TouchpointMessage From(Touchpoint touchpoint)
    {
        ArgumentNullException.ThrowIfNull(touchpoint);
        return new(
            touchpoint.MessageId,
            (byte)touchpoint.Kind,
            touchpoint.Name,
            (byte)touchpoint.Channel,
            touchpoint.UserId,
            touchpoint.AnonymousId,
            touchpoint.PreviousId,
            touchpoint.OccurredAt,
            touchpoint.ReceivedAt,
            touchpoint.Body.ToArray());
    }

    /// <summary>The journal entry of this touchpoint at the given place.</summary>
    public JournalEntry ToEntry(long seq) =>
        new(seq, (EntryKind)Kind, (Channel)Channel, MessageId, Name, OccurredAt, ReceivedAt, Body);
}

/// <summary>What became of a batch.</summary>
public enum RecordStatus : byte
{
    /// <summary>Everything is durable: new touchpoints were folded in, known ones ignored.</summary>
    Recorded = 0,

    /// <summary>This id is part of another customer: send the batch there. Nothing was recorded.</summary>
    Moved = 1,

    /// <summary>The journal's queue is full: nothing was recorded; slow down and try again.</summary>
    Busy = 2,

    /// <summary>The journal can't be reached: whether it was recorded is unknown; retry with the same message ids.</summary>
    Unavailable = 3,
}

/// <summary>The answer to a batch.</summary>
/// <param name="Status">The number of a <see cref="RecordStatus"/>.</param>
/// <param name="Duplicates">Indexes of the items that were known already.</param>
/// <param name="MovedTo">For <see cref="RecordStatus.Moved"/>: where to.</param>
/// <param name="Unlinked">Anonymous ids that identify events of this batch name and that are not linked to this customer yet.</param>
[GenerateSerializer, Immutable, Alias("CustomerGrains.RecordReply")]
public sealed record RecordReply(
    [property: Id(0)] byte Status,
    [property: Id(1)] int[] Duplicates,
    [property: Id(2)] string? MovedTo,
    [property: Id(3)] string[] Unlinked)
{
    /// <summary>What became of the batch.</summary>
    public RecordStatus Outcome => (RecordStatus)Status;

    /// <summary>An answer without details.</summary>
    public static RecordReply Of(RecordStatus status) => new((byte)status, [], null, []);

    /// <summary>The batch belongs to another customer.</summary>
    public static RecordReply Moved(string target) => new((byte)RecordStatus.Moved, [], target, []);
}
