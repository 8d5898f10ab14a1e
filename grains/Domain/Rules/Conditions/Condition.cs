using System.Text;
using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Rules.Fields;
using CustomerGrains.Domain.Rules.Syntax;

namespace CustomerGrains.Domain.Rules.Conditions;

/// <summary>A checked piece of a rule. Immutable.</summary>
abstract class Condition(Span span)
{
    /// <summary>Where it stands in the rule's text.</summary>
    public Span Span { get; } = span;

    /// <summary>Whether time alone can change the answer.</summary>
    public abstract bool DependsOnTime { get; }

    /// <summary>What it asks for, in the order of the text.</summary>
    public abstract IEnumerable<RuleInput> Inputs { get; }

    /// <summary>About how much work an answer is, compared with that of a field: joined conditions ask the cheap ones first.</summary>
    public abstract int Cost { get; }

    public abstract Verdict Evaluate(CustomerState state, in RuleContext context);

    public abstract ConditionNode Explain(CustomerState state, in RuleContext context, string text);

    /// <summary>Adds what decides, in few words, as long as nothing is full.</summary>
    public abstract void AddReasons(List<string> reasons, CustomerState state, in RuleContext context);

    /// <summary>Writes it in the plainest spelling.</summary>
    public abstract void Print(StringBuilder text);

    /// <summary>The first instant at which the answer really changes, within the horizon.</summary>
    public long Foresee(CustomerState state, in RuleContext context)
    {
        var now = Evaluate(state, context);
        var horizon = context.Now + (long)Rule.Horizon.TotalMilliseconds;
        for (var at = now.NextChange; at <= horizon;)
        {
            var then = Evaluate(state, context with { Now = at });
            if (then.Holds != now.Holds)
                return at;
            at = then.NextChange;
        }

        return long.MaxValue;
    }

    protected long? ChangesAt(CustomerState state, in RuleContext context) =>
        DependsOnTime && Foresee(state, context) is < long.MaxValue and var at ? at : null;

    protected string TextOf(string text) => text.Substring(Span.Start, Span.Length);
}

/// <summary>always or never.</summary>
sealed class Constant(Span span, bool holds) : Condition(span)
{
    public override bool DependsOnTime => false;

    public override IEnumerable<RuleInput> Inputs => [];

    public override int Cost => 0;

    public override Verdict Evaluate(CustomerState state, in RuleContext context) => new(holds, long.MaxValue);

    public override ConditionNode Explain(CustomerState state, in RuleContext context, string text) =>
        new(TextOf(text), "condition", holds, null, null, null, null, null, []);

    public override void AddReasons(List<string> reasons, CustomerState state, in RuleContext context) => reasons.Add(holds ? "always" : "never");

    public override void Print(StringBuilder text) => text.Append(holds ? "always" : "never");
}

/// <summary>A condition about one value.</summary>
abstract class Question(Span span, Source source) : Condition(span)
{
    /// <summary>What is asked about.</summary>
    protected Source Asked { get; } = source;

    public override bool DependsOnTime => false;

    public override IEnumerable<RuleInput> Inputs => Asked.Inputs;

    public override int Cost => 1;

    /// <summary>What is asked, for people: more than 0.</summary>
    protected abstract string Expected(in RuleContext context);

    /// <summary>What was found, or null if it is missing.</summary>
    protected virtual string? Actual(CustomerState state, in RuleContext context) => Asked.Show(state, context);

    protected virtual long? Since(CustomerState state, in RuleContext context, bool holds) => Asked.Since?.Invoke(state, context);

    protected virtual EvidenceQuery? Evidence(CustomerState state, in RuleContext context) => Asked.Evidence?.Invoke(state, context);

    /// <summary>Between the name and the value of a reason.</summary>
    protected virtual string Is => " = ";

    /// <summary>The name in reasons.</summary>
    protected virtual string Label => Asked.Path;

    /// <summary>What stands behind the path.</summary>
    protected abstract void PrintTest(StringBuilder text);

    public override ConditionNode Explain(CustomerState state, in RuleContext context, string text)
    {
        var holds = Evaluate(state, context).Holds;
        return new(
            TextOf(text),
            "condition",
            holds,
            Actual(state, context) ?? "unknown",
            Expected(context),
            ChangesAt(state, context),
            // Seen from an earlier moment nothing has begun that begins later.
            Since(state, context, holds) is { } since && since <= context.Now ? since : null,
            Evidence(state, context),
            []);
    }

    public override void AddReasons(List<string> reasons, CustomerState state, in RuleContext context) =>
        reasons.Add(Actual(state, context) is { } actual ? $"{Label}{Is}{actual}" : $"{Label} unknown");

    public override void Print(StringBuilder text)
    {
        text.Append(Asked.Path);
        PrintTest(text);
    }

    /// <summary>Writes its opposite, where that has a spelling of its own: not in.</summary>
    public void PrintNot(StringBuilder text)
    {
        text.Append(Asked.Path).Append(" not");
        PrintTest(text);
    }
}
