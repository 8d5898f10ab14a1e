using CustomerGrains.Domain.Journal;

namespace CustomerGrains.Silo.Transitions;

/// <summary>
/// The decisions of the last 90 days, newest first: written in the transaction of the journal entries that they are, so there is one for each of those and no
/// other.
/// </summary>
public interface ITransitions
{
    /// <summary>One page.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is not from 1 to 1,000.</exception>
    Task<TransitionPage> PageAsync(TransitionQuery query, CancellationToken cancellationToken);
}

/// <summary>Which transitions.</summary>
/// <param name="Segment">Into or out of the segment with this key only.</param>
/// <param name="Stage">Into this stage of the journey only.</param>
/// <param name="CustomerIds">Of these ids only (a customer's own and those that became part of her); null for everybody.</param>
/// <param name="Before">Older than this id: <see cref="TransitionPage.Next"/> of the page before.</param>
/// <param name="After">
/// Newer than this id. Ids are given out before their transaction commits, so one that is smaller may appear later than one that is greater, by as long as a transaction takes.
/// </param>
/// <param name="Limit">1 to 1,000.</param>
public sealed record TransitionQuery(
    string? Segment = null, string? Stage = null, IReadOnlyList<string>? CustomerIds = null, long? Before = null, long? After = null, int Limit = 50);

/// <summary>A page of transitions.</summary>
/// <param name="Items">Newest first.</param>
/// <param name="Next">Leads to the next page; null when this is the last.</param>
public sealed record TransitionPage(IReadOnlyList<Transition> Items, long? Next);

/// <summary>A decision about a customer.</summary>
/// <param name="Id">Later ones have greater ids, but for those that are decided at the same time.</param>
/// <param name="CustomerId">Whose.</param>
/// <param name="DisplayName">Her name now, or null.</param>
/// <param name="Seq">The entry of her journal that says the same.</param>
/// <param name="Kind">
/// <see cref="EntryKind.StageEntered"/>, <see cref="EntryKind.SegmentJoined"/> or <see cref="EntryKind.SegmentLeft"/>; on its way out also <see cref="EntryKind.FollowUpOpened"/> or
/// <see cref="EntryKind.FollowUpResolved"/>.
/// </param>
/// <param name="Name">The stage, the segment's key, or a follow-up's metric.</param>
/// <param name="From">The stage before, or null; of a follow-up, which it is.</param>
/// <param name="OccurredAt">When it became true: for what time alone changed, the very instant of the deadline.</param>
/// <param name="DecidedAt">When it was found and written down.</param>
/// <param name="Cause"><c>event</c>, <c>time</c>, <c>rule</c> or <c>link</c>.</param>
/// <param name="Because">The message that caused it, or null.</param>
/// <param name="Why">In words and numbers, or null.</param>
/// <param name="Version">Of the rule; of a follow-up, the score.</param>
public sealed record Transition(
    long Id,
    string CustomerId,
    string? DisplayName,
    long Seq,
    EntryKind Kind,
    string Name,
    string? From,
    DateTimeOffset OccurredAt,
    DateTimeOffset DecidedAt,
    string Cause,
    string? Because,
    string? Why,
    int Version);
