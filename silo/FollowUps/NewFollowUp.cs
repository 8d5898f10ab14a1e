using CustomerGrains.Domain.FollowUps;
using CustomerGrains.Grains.Journal;
using CustomerGrains.Silo.Customers;

namespace CustomerGrains.Silo.FollowUps;

/// <summary>A follow-up on its way into the read model: as it is after a group of commits, and whose.</summary>
readonly record struct NewFollowUp(string CustomerId, FollowUp It)
{
    /// <summary>The last word on each, sorted by id: two transactions that write the same rows wait for each other, no more.</summary>
    public static IReadOnlyList<NewFollowUp> Of(IReadOnlyList<Commit> commits)
    {
        SortedDictionary<string, NewFollowUp>? changed = null;
        foreach (var commit in commits)
        {
            foreach (var it in commit.FollowUps)
                (changed ??= new(StringComparer.Ordinal))[it.Id] = Of(commit.CustomerId, it);
        }

        return changed is null ? [] : [.. changed.Values];
    }

    /// <summary>One of a customer, without what stores can't hold.</summary>
    public static NewFollowUp Of(string customerId, FollowUp it) =>
        new(customerId, it with { Comment = SearchText.Clean(it.Comment), Outcome = SearchText.Clean(it.Outcome) });

    /// <summary>The latest note, or null.</summary>
    public FollowUpNote? Note => It.Notes is [.., var note] ? note with { Text = SearchText.Clean(note.Text)! } : null;

    /// <summary>What a list shows of it, but for the customer's name.</summary>
    public FollowUpListing ToListing() => new(
        It.Id, CustomerId, null, It.Metric, It.State, It.Score, It.Comment, It.Answer.At, It.Answers, It.OpenedAt, It.TakenBy, It.TakenAt, It.NoteCount, Note, It.ResolvedBy, It.ResolvedAt,
        It.Outcome, It.MergedInto);
}
