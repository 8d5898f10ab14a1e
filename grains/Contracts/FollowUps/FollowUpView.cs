using System.Text.Json;
using CustomerGrains.Contracts.Customers;
using CustomerGrains.Domain.FollowUps;

namespace CustomerGrains.Contracts.FollowUps;

/// <summary>A low score that somebody has to see to.</summary>
/// <param name="Id">Which.</param>
/// <param name="Metric">csat, nps or ces.</param>
/// <param name="State">open, taken or resolved.</param>
/// <param name="Score">The latest low answer.</param>
/// <param name="Comment">What was said with it, or null.</param>
/// <param name="AnsweredAt">When it was given.</param>
/// <param name="Answers">How many low answers there were until it was resolved.</param>
/// <param name="OpenedAt">When the first of them arrived.</param>
/// <param name="TakenBy">Who has it, or had it when it was resolved; null if nobody.</param>
/// <param name="TakenAt">Since when, or null.</param>
/// <param name="Notes">The latest 10 notes, oldest first.</param>
/// <param name="NoteCount">How many there are.</param>
/// <param name="ResolvedBy">Who resolved it, or null; "" if it goes on as another one.</param>
/// <param name="ResolvedAt">When, or null.</param>
/// <param name="Outcome">What came of it, or null.</param>
/// <param name="MergedInto">The follow-up as which it goes on since two ids turned out to be one customer, or null.</param>
public sealed record FollowUpView(
    string Id,
    string Metric,
    string State,
    int Score,
    string? Comment,
    DateTimeOffset AnsweredAt,
    int Answers,
    DateTimeOffset OpenedAt,
    string? TakenBy,
    DateTimeOffset? TakenAt,
    IReadOnlyList<FollowUpNoteView> Notes,
    int NoteCount,
    string? ResolvedBy,
    DateTimeOffset? ResolvedAt,
    string? Outcome,
    string? MergedInto)
{
    /// <summary>As the API shows it.</summary>
    public static FollowUpView From(FollowUp followUp)
    {
        ArgumentNullException.ThrowIfNull(followUp);
        return new(
            followUp.Id,
            FollowUpWords.Of(followUp.Metric),
            FollowUpWords.Of(followUp.State),
            followUp.Score,
            followUp.Comment,
            followUp.Answer.At,
            followUp.Answers,
            followUp.OpenedAt,
            followUp.TakenBy,
            followUp.TakenAt,
            [.. (followUp.Notes ?? []).Select(note => new FollowUpNoteView(note.At, note.By, note.Text))],
            followUp.NoteCount,
            followUp.ResolvedBy,
            followUp.ResolvedAt,
            followUp.Outcome,
            followUp.MergedInto);
    }

    /// <summary>A customer's follow-ups: those to be seen to, oldest first, then the latest resolved ones, latest first.</summary>
    public static IReadOnlyList<FollowUpView> From(FollowUpList? list) =>
    [
        .. (list?.All ?? []).Where(each => each.State != FollowUpState.Resolved).OrderBy(each => each.OpenedTime).ThenBy(each => each.Id, StringComparer.Ordinal).Select(From),
        .. (list?.All ?? []).Where(each => each.State == FollowUpState.Resolved).OrderByDescending(each => each.ResolvedTime).ThenBy(each => each.Id, StringComparer.Ordinal).Select(From),
    ];

    /// <summary>UTF-8 JSON, camelCase.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ViewJson.Default.FollowUpView);
}

/// <summary>What somebody wrote down.</summary>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
/// <param name="Text">What.</param>
public sealed record FollowUpNoteView(DateTimeOffset At, string By, string Text);
