namespace CustomerGrains.Domain.Journal;

/// <summary>What a journal entry says. The numbers are stored: never change or reuse one. Below 20 are touchpoints.</summary>
public enum EntryKind : byte
{
    /// <summary>Who the customer is: traits.</summary>
    Identify = 1,

    /// <summary>Something the customer did.</summary>
    Track = 2,

    /// <summary>A page seen.</summary>
    Page = 3,

    /// <summary>A screen of an application seen.</summary>
    Screen = 4,

    /// <summary>The customer belongs to a group.</summary>
    Group = 5,

    /// <summary>Two ids are the same customer.</summary>
    Alias = 6,

    /// <summary>A decision: the customer entered the journey stage <see cref="JournalEntry.Name"/>.</summary>
    StageEntered = 20,

    /// <summary>A decision: the customer joined the segment whose key is <see cref="JournalEntry.Name"/>.</summary>
    SegmentJoined = 21,

    /// <summary>A decision: the customer left the segment whose key is <see cref="JournalEntry.Name"/>.</summary>
    SegmentLeft = 22,

    /// <summary>This id became part of the customer <see cref="JournalEntry.Name"/>; nothing follows it.</summary>
    Linked = 30,

    /// <summary>The journal of the id <see cref="JournalEntry.Name"/> is folded here; the body says how far.</summary>
    Absorbed = 31,

    /// <summary>A decision: a low answer opened the follow-up <see cref="JournalEntry.Name"/>.</summary>
    FollowUpOpened = 40,

    /// <summary>A decision: another low answer belongs to the follow-up <see cref="JournalEntry.Name"/>, which is not resolved yet.</summary>
    FollowUpAnswered = 41,

    /// <summary>Somebody takes care of the follow-up <see cref="JournalEntry.Name"/>.</summary>
    FollowUpTaken = 42,

    /// <summary>Somebody wrote something down about the follow-up <see cref="JournalEntry.Name"/>.</summary>
    FollowUpNoted = 43,

    /// <summary>Somebody resolved the follow-up <see cref="JournalEntry.Name"/>.</summary>
    FollowUpResolved = 44,

    /// <summary>Somebody handed the follow-up <see cref="JournalEntry.Name"/> back.</summary>
    FollowUpReleased = 45,
}
