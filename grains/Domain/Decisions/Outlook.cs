using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Rules;
using CustomerGrains.Domain.Segments;

namespace CustomerGrains.Domain.Decisions;

/// <summary>What the rules say about a customer as she is, compared with what was decided about her: for looking over many customers without waking them.</summary>
/// <param name="Differs">Whether something has to be decided now.</param>
/// <param name="Next">The first instant, in Unix milliseconds, at which time alone may change something; <see cref="long.MaxValue"/> = never.</param>
public readonly record struct Outlook(bool Differs, long Next)
{
    /// <summary>Nothing to do, ever.</summary>
    public static Outlook Calm => new(false, long.MaxValue);

    /// <summary>Evaluates every rule at <see cref="RuleContext.Now"/>. Changes nothing. An id that is part of another customer is calm.</summary>
    public static Outlook Of(CustomerState state, RuleSet rules, in RuleContext context)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(rules);
        if (state.LinkedTo is not null || state.Version == 0)
            return Calm;
        var stage = StageDecision.Of(state, rules, context);
        var (differs, next, memberships) = (stage.Differs, stage.NextChange, 0);
        for (var i = 0; i < rules.Segments.Count; i++)
        {
            var segment = rules.Segments[i];
            var verdict = segment.Rule.Evaluate(state, context);
            var member = state.MembershipOf(segment.Key) is not null;
            memberships += member ? 1 : 0;
            differs |= verdict.Holds != member;
            next = Math.Min(next, verdict.NextChange);
        }

        return new(differs || (memberships < state.Segments.Count && EndedMemberships.First(state, rules) is not null), next);
    }
}

/// <summary>Which stage is hers, and whether that is another than the one she is in.</summary>
readonly record struct StageDecision(StageRule? Enter, long NextChange)
{
    public bool Differs => Enter is not null;

    /// <summary>
    /// A customer whom no stage's rule fits stays where she is, and so do all while a stage's rule can't be read: nobody is moved by a rule that is not there.
    /// </summary>
    public static StageDecision Of(CustomerState state, RuleSet rules, in RuleContext context)
    {
        if (rules.Stages.Count == 0 || EndedMemberships.IsBroken(rules, DefinitionKind.Stage, key: null))
            return new(null, long.MaxValue);
        var verdict = rules.StageOf(state, context);
        return new(verdict.Stage is { } stage && stage.Name != state.Stage ? stage : null, verdict.NextChange);
    }
}

/// <summary>Memberships of segments that were deleted. One whose rule can't be read any more is not among them: she stays in it until somebody repairs it.</summary>
static class EndedMemberships
{
    public static Membership? First(CustomerState state, RuleSet rules)
    {
        for (var i = 0; i < state.Segments.Count; i++)
        {
            var membership = state.Segments[i];
            if (rules.IndexOf(membership.Key) < 0 && !IsBroken(rules, DefinitionKind.Segment, membership.Key))
                return membership;
        }

        return null;
    }

    public static bool IsBroken(RuleSet rules, DefinitionKind kind, string? key)
    {
        for (var i = 0; i < rules.Broken.Count; i++)
        {
            var broken = rules.Broken[i].Definition;
            if (broken.Kind == kind && (key is null || broken.Key == key))
                return true;
        }

        return false;
    }
}
