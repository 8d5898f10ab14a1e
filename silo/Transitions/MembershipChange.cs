using CustomerGrains.Domain.Journal;

namespace CustomerGrains.Silo.Transitions;

/// <summary>Whether somebody is in a segment after a group of commits.</summary>
/// <param name="Segment">The segment's key.</param>
/// <param name="CustomerId">Who.</param>
/// <param name="Since">Since when she is in it, or null if she is not.</param>
readonly record struct MembershipChange(string Segment, string CustomerId, DateTimeOffset? Since)
{
    /// <summary>The last word on each pair, sorted by segment and customer.</summary>
    public static IReadOnlyList<MembershipChange> Of(IReadOnlyList<NewTransition> transitions)
    {
        if (transitions.Count == 0)
            return [];
        var changes = new Dictionary<(string Segment, string CustomerId), DateTimeOffset?>();
        foreach (var transition in transitions)
        {
            if (transition.Kind is EntryKind.SegmentJoined or EntryKind.SegmentLeft)
                changes[(transition.Name, transition.CustomerId)] = transition.Kind == EntryKind.SegmentJoined ? transition.OccurredAt : null;
        }

        return changes.Select(c => new MembershipChange(c.Key.Segment, c.Key.CustomerId, c.Value))
            .OrderBy(c => c.Segment, StringComparer.Ordinal).ThenBy(c => c.CustomerId, StringComparer.Ordinal).ToList();
    }
}
