using CustomerGrains.Domain.FollowUps;

namespace CustomerGrains.Contracts.FollowUps;

/// <summary>What somebody wants to do about one of a customer's follow-ups.</summary>
/// <param name="CommandId">The same in every attempt: it is done once.</param>
/// <param name="Act">The number of a <see cref="FollowUpAct"/>.</param>
/// <param name="FollowUpId">Which.</param>
/// <param name="By">Who.</param>
/// <param name="Text">The note, or what came of it; null for none.</param>
/// <param name="ForOthers">Whether it may be done in place of whoever has it: for those who lead.</param>
[GenerateSerializer, Immutable, Alias("CustomerGrains.FollowUpCommand")]
public sealed record FollowUpCommand(
    [property: Id(0)] string CommandId,
    [property: Id(1)] byte Act,
    [property: Id(2)] string FollowUpId,
    [property: Id(3)] string By,
    [property: Id(4)] string? Text,
    [property: Id(5)] bool ForOthers);

/// <summary>What became of a command.</summary>
public enum FollowUpStatus : byte
{
    /// <summary>It is so, now or already.</summary>
    Done = 0,

    /// <summary>She has no such follow-up, or it was resolved so long ago that it is forgotten.</summary>
    Unknown = 1,

    /// <summary>Somebody else has it: <see cref="FollowUpReply.By"/>.</summary>
    TakenByAnother = 2,

    /// <summary>It is resolved: by <see cref="FollowUpReply.By"/>.</summary>
    Resolved = 3,

    /// <summary>This id is part of another customer: ask there.</summary>
    Moved = 4,

    /// <summary>The journal's queue is full: nothing was done; slow down and try again.</summary>
    Busy = 5,

    /// <summary>The journal can't be reached: whether it was done is unknown; try again with the same command id.</summary>
    Unavailable = 6,
}

/// <summary>The answer to a command.</summary>
/// <param name="Status">The number of a <see cref="FollowUpStatus"/>.</param>
/// <param name="By">Who has it or resolved it; for <see cref="FollowUpStatus.Moved"/>, where to.</param>
/// <param name="At">Since when.</param>
/// <param name="Json">The follow-up after it (a <see cref="FollowUpView"/>) in UTF-8 JSON; empty unless it is done.</param>
[GenerateSerializer, Immutable, Alias("CustomerGrains.FollowUpReply")]
public sealed record FollowUpReply(
    [property: Id(0)] byte Status,
    [property: Id(1)] string? By,
    [property: Id(2)] DateTimeOffset? At,
    [property: Id(3)] byte[] Json)
{
    /// <summary>What became of it.</summary>
    public FollowUpStatus Outcome => (FollowUpStatus)Status;

    /// <summary>An answer without details.</summary>
    public static FollowUpReply Of(FollowUpStatus status) => new((byte)status, null, null, []);

    /// <summary>The command belongs to another customer.</summary>
    public static FollowUpReply Moved(string target) => new((byte)FollowUpStatus.Moved, target, null, []);
}
