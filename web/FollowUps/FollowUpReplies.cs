using CustomerGrains.Contracts.FollowUps;
using CustomerGrains.Domain.FollowUps;
using CustomerGrains.Silo.FollowUps;

namespace CustomerGrains.Web.FollowUps;

/// <summary>A follow-up in a list.</summary>
/// <param name="Id">Which.</param>
/// <param name="CustomerId">Whose.</param>
/// <param name="DisplayName">Her name, or null.</param>
/// <param name="Metric">csat, nps or ces.</param>
/// <param name="State">open, taken or resolved.</param>
/// <param name="Score">The latest low answer.</param>
/// <param name="Comment">What was said with it, or null.</param>
/// <param name="AnsweredAt">When it was given.</param>
/// <param name="Answers">How many low answers there were until it was resolved.</param>
/// <param name="OpenedAt">When the first of them arrived.</param>
/// <param name="TakenBy">Who has it, or had it; null if nobody.</param>
/// <param name="TakenAt">Since when, or null.</param>
/// <param name="NoteCount">How many notes there are.</param>
/// <param name="Note">The latest, or null.</param>
/// <param name="ResolvedBy">Who resolved it, or null; "" if it goes on as another one.</param>
/// <param name="ResolvedAt">When, or null.</param>
/// <param name="Outcome">What came of it, or null.</param>
/// <param name="MergedInto">The follow-up as which it goes on since two ids turned out to be one customer, or null.</param>
sealed record FollowUpRowReply(
    string Id, string CustomerId, string? DisplayName, string Metric, string State, int Score, string? Comment, DateTimeOffset AnsweredAt, int Answers, DateTimeOffset OpenedAt,
    string? TakenBy, DateTimeOffset? TakenAt, int NoteCount, FollowUpNoteView? Note, string? ResolvedBy, DateTimeOffset? ResolvedAt, string? Outcome, string? MergedInto)
{
    public static FollowUpRowReply Of(FollowUpListing row) => new(
        row.Id, row.CustomerId, row.DisplayName, FollowUpWords.Of(row.Metric), FollowUpWords.Of(row.State), row.Score, row.Comment, row.AnsweredAt, row.Answers, row.OpenedAt,
        row.TakenBy, row.TakenAt, row.NoteCount, row.Note is { } note ? new(note.At, note.By, note.Text) : null, row.ResolvedBy, row.ResolvedAt, row.Outcome, row.MergedInto);
}

/// <summary>A page of follow-ups.</summary>
/// <param name="Items">The follow-ups.</param>
/// <param name="Next">Leads to the next page; null on the last.</param>
/// <param name="Open">How many nobody has, whatever was asked for.</param>
/// <param name="Taken">How many somebody has.</param>
/// <param name="Oldest">Since when the one waits that waits longest for somebody, or null.</param>
sealed record FollowUpsReply(IReadOnlyList<FollowUpRowReply> Items, string? Next, long Open, long Taken, DateTimeOffset? Oldest);

/// <summary>Something changed: how many follow-ups there are now.</summary>
/// <param name="At">The moment.</param>
/// <param name="Open">How many nobody has.</param>
/// <param name="Taken">How many somebody has.</param>
/// <param name="Oldest">Since when the one waits that waits longest for somebody, or null.</param>
sealed record FollowUpsFrame(DateTimeOffset At, long Open, long Taken, DateTimeOffset? Oldest);

/// <summary>A command without words.</summary>
/// <param name="CommandId">At most 100 characters, the same in every attempt: it is done once. Made by the server if absent.</param>
sealed record FollowUpStep(string? CommandId);

/// <summary>A note.</summary>
/// <param name="Text">1 to 1,000 characters.</param>
/// <param name="CommandId">At most 100 characters, the same in every attempt: it is written once.</param>
sealed record FollowUpNoting(string Text, string? CommandId);

/// <summary>What came of it.</summary>
/// <param name="Outcome">1 to 1,000 characters.</param>
/// <param name="CommandId">At most 100 characters, the same in every attempt.</param>
sealed record FollowUpResolution(string Outcome, string? CommandId);

/// <summary>Who is in the way of a command.</summary>
/// <param name="State">taken or resolved.</param>
/// <param name="By">Who has it or resolved it.</param>
/// <param name="At">Since when.</param>
sealed record FollowUpConflict(string State, string? By, DateTimeOffset? At);
