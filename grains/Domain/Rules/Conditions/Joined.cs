using System.Text;
using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Rules.Fields;
using CustomerGrains.Domain.Rules.Syntax;

namespace CustomerGrains.Domain.Rules.Conditions;

/// <summary>
/// Conditions joined by and, or by or. The next change is tight: while one part of an and is false the rest may do what it likes, so nothing wakes before
/// every false part may have turned.
/// </summary>
/// <param name="span">Where it stands.</param>
/// <param name="all">By and; else by or.</param>
/// <param name="parts">In the order of the text.</param>
sealed class Joined(Span span, bool all, Condition[] parts) : Condition(span)
{
    // Stable, so that equally cheap ones keep their order.
    readonly Condition[] _cheapestFirst = [.. parts.OrderBy(part => part.Cost)];

    public override bool DependsOnTime { get; } = Array.Exists(parts, part => part.DependsOnTime);

    public override IEnumerable<RuleInput> Inputs => parts.SelectMany(part => part.Inputs);

    public override int Cost { get; } = parts.Sum(part => part.Cost);

    // Read for and: false as soon as one part is. For or the same with true and false exchanged.
    public override Verdict Evaluate(CustomerState state, in RuleContext context)
    {
        var (soonest, latest, decided) = (long.MaxValue, long.MinValue, false);
        foreach (var part in _cheapestFirst)
        {
            var verdict = part.Evaluate(state, context);
            if (verdict.Holds == all)
            {
                soonest = Math.Min(soonest, verdict.NextChange);
                continue;
            }

            if (verdict.NextChange == long.MaxValue)
                return new(!all, long.MaxValue);
            decided = true;
            latest = Math.Max(latest, verdict.NextChange);
        }

        return decided ? new(!all, latest) : new(all, soonest);
    }

    public override ConditionNode Explain(CustomerState state, in RuleContext context, string text)
    {
        var holds = Evaluate(state, context).Holds;
        var children = new ConditionNode[parts.Length];
        for (var i = 0; i < parts.Length; i++)
            children[i] = parts[i].Explain(state, context, text);
        // All of them hold since the last one does; whether the others held before, nobody kept.
        var since = holds == all && Array.TrueForAll(children, child => child.Since is not null) ? children.Max(child => child.Since) : null;
        return new(TextOf(text), all ? "all" : "any", holds, null, null, ChangesAt(state, context), since, null, children);
    }

    public override void AddReasons(List<string> reasons, CustomerState state, in RuleContext context)
    {
        var holds = Evaluate(state, context).Holds;
        foreach (var part in parts)
        {
            if (holds == all || part.Evaluate(state, context).Holds == holds)
                part.AddReasons(reasons, state, context);
        }
    }

    public override void Print(StringBuilder text)
    {
        for (var i = 0; i < parts.Length; i++)
        {
            if (i > 0)
                text.Append(all ? " and " : " or ");
            PrintInner(text, parts[i]);
        }
    }

    /// <summary>Joined parts keep their brackets, needed or not: who wrote them meant something.</summary>
    public static void PrintInner(StringBuilder text, Condition part)
    {
        if (part is Joined)
            text.Append('(');
        part.Print(text);
        if (part is Joined)
            text.Append(')');
    }
}

/// <summary>The opposite.</summary>
sealed class Not(Span span, Condition of) : Condition(span)
{
    public override bool DependsOnTime => of.DependsOnTime;

    public override IEnumerable<RuleInput> Inputs => of.Inputs;

    public override int Cost => of.Cost;

    public override Verdict Evaluate(CustomerState state, in RuleContext context)
    {
        var verdict = of.Evaluate(state, context);
        return verdict with { Holds = !verdict.Holds };
    }

    public override ConditionNode Explain(CustomerState state, in RuleContext context, string text)
    {
        var child = of.Explain(state, context, text);
        return new(TextOf(text), "not", !child.Holds, null, null, child.ChangesAt, child.Since, null, [child]);
    }

    public override void AddReasons(List<string> reasons, CustomerState state, in RuleContext context) => of.AddReasons(reasons, state, context);

    public override void Print(StringBuilder text)
    {
        text.Append("not ");
        Joined.PrintInner(text, of);
    }
}

/// <summary>A value that is there, as what the list holds, and is not in it.</summary>
sealed class Unlisted(Span span, Source source, Question listed) : Condition(span)
{
    readonly Joined _both = new(span, all: true, [new KnownQuestion(span, source, known: true), new Not(span, listed)]);

    public override bool DependsOnTime => _both.DependsOnTime;

    public override IEnumerable<RuleInput> Inputs => _both.Inputs;

    public override int Cost => _both.Cost;

    public override Verdict Evaluate(CustomerState state, in RuleContext context) => _both.Evaluate(state, context);

    public override ConditionNode Explain(CustomerState state, in RuleContext context, string text) => _both.Explain(state, context, text);

    public override void AddReasons(List<string> reasons, CustomerState state, in RuleContext context) => _both.AddReasons(reasons, state, context);

    // Not "is known and not in": a trait that is no text is known, and still nothing that could be in a list of texts.
    public override void Print(StringBuilder text) => listed.PrintNot(text);
}
