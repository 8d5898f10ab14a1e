using CustomerGrains.Domain.Experience;
using CustomerGrains.Domain.FollowUps;

namespace CustomerGrains.Silo.FollowUps;

/// <summary>
/// All customers' follow-ups, for lists that wake nobody: written in the transaction of the journal entries that change them. Those that were resolved more than a
/// year ago are forgotten here; the journals keep them.
/// </summary>
public interface IFollowUps
{
    /// <summary>One page.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not from 1 to 500.</exception>
    /// <exception cref="FormatException">The cursor is not one of ours.</exception>
    Task<FollowUpPage> PageAsync(FollowUpQuery query, CancellationToken cancellationToken);

    /// <summary>One of them, or null.</summary>
    Task<FollowUpListing?> FindAsync(string id, CancellationToken cancellationToken);

    /// <summary>How many there are to be seen to.</summary>
    Task<FollowUpCounts> CountAsync(CancellationToken cancellationToken);
}

/// <summary>Which follow-ups.</summary>
/// <param name="State">So far; null: all that are not resolved, those that nobody has first.</param>
/// <param name="TakenBy">Only those that this person has, or had when they were resolved.</param>
/// <param name="Metric">Only those of this metric.</param>
/// <param name="Limit">1 to 500.</param>
/// <param name="Cursor"><see cref="FollowUpPage.Next"/> of the page before.</param>
public sealed record FollowUpQuery(FollowUpState? State = null, string? TakenBy = null, SurveyMetric? Metric = null, int Limit = 50, string? Cursor = null);

/// <summary>A page of follow-ups.</summary>
/// <param name="Items">Oldest first; resolved ones latest first.</param>
/// <param name="Next">Leads to the next page; null when this is the last.</param>
public sealed record FollowUpPage(IReadOnlyList<FollowUpListing> Items, string? Next);

/// <summary>How many follow-ups are to be seen to.</summary>
/// <param name="Open">That nobody has.</param>
/// <param name="Taken">That somebody has.</param>
/// <param name="Oldest">Since when the one waits that waits longest for somebody, or null.</param>
public readonly record struct FollowUpCounts(long Open, long Taken, DateTimeOffset? Oldest);

/// <summary>A follow-up as lists show it.</summary>
/// <param name="Id">Which.</param>
/// <param name="CustomerId">Whose.</param>
/// <param name="DisplayName">Her name now, or null.</param>
/// <param name="Metric">What was asked.</param>
/// <param name="State">How far it is.</param>
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
/// <param name="MergedInto">The follow-up as which it goes on, or null.</param>
public sealed record FollowUpListing(
    string Id,
    string CustomerId,
    string? DisplayName,
    SurveyMetric Metric,
    FollowUpState State,
    int Score,
    string? Comment,
    DateTimeOffset AnsweredAt,
    int Answers,
    DateTimeOffset OpenedAt,
    string? TakenBy,
    DateTimeOffset? TakenAt,
    int NoteCount,
    FollowUpNote? Note,
    string? ResolvedBy,
    DateTimeOffset? ResolvedAt,
    string? Outcome,
    string? MergedInto);
