using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Rules;
using CustomerGrains.Silo.Transitions;

namespace CustomerGrains.Web.Transitions;

/// <summary>Somebody joined or left a segment, or entered a stage.</summary>
/// <param name="Id">Later ones have greater ids.</param>
/// <param name="CustomerId">Who.</param>
/// <param name="DisplayName">Her name, or null.</param>
/// <param name="Kind">joined, left or stage.</param>
/// <param name="Key">The segment's key; the stage's name.</param>
/// <param name="Name">The segment's name for people; the stage's name.</param>
/// <param name="From">The stage before, or null.</param>
/// <param name="At">When it became true.</param>
/// <param name="DecidedAt">When that was found and written down.</param>
/// <param name="Cause">event, time, rule or link.</param>
/// <param name="Because">The message that caused it, or null.</param>
/// <param name="Why">What the conditions found, or null.</param>
sealed record TransitionReply(
    long Id,
    string CustomerId,
    string? DisplayName,
    string Kind,
    string Key,
    string Name,
    string? From,
    DateTimeOffset At,
    DateTimeOffset DecidedAt,
    string Cause,
    string? Because,
    string? Why)
{
    /// <summary>A transition as lists and frames show it.</summary>
    public static TransitionReply Of(Transition transition, RuleSet rules) => new(
        transition.Id,
        transition.CustomerId,
        transition.DisplayName,
        transition.Kind switch
        {
            EntryKind.SegmentJoined => "joined",
            EntryKind.SegmentLeft => "left",
            _ => "stage",
        },
        transition.Name,
        transition.Kind == EntryKind.StageEntered ? transition.Name : SegmentNames.Of(rules, transition.Name),
        transition.From,
        transition.OccurredAt,
        transition.DecidedAt,
        transition.Cause,
        transition.Because,
        transition.Why);
}

/// <summary>What segments are called.</summary>
static class SegmentNames
{
    /// <summary>The name for people; the key of one that is gone.</summary>
    public static string Of(RuleSet rules, string key)
    {
        var index = rules.IndexOf(key);
        return index < 0 ? key : rules.Segments[index].Name;
    }
}
