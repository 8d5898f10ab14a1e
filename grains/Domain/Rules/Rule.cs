using System.Collections.Frozen;
using System.Text;
using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Rules.Conditions;

namespace CustomerGrains.Domain.Rules;

/// <summary>A rule that was read and checked: a question about one customer that is answered yes or no. Immutable and thread-safe.</summary>
public sealed class Rule
{
    /// <summary>How far <see cref="Foresee"/> looks: ten years of 365 days.</summary>
    public static readonly TimeSpan Horizon = TimeSpan.FromDays(3650);

    const int MaxWhy = 200;

    readonly Condition _condition;
    readonly FrozenSet<RuleInput> _inputs;

    internal Rule(string text, Condition condition)
    {
        Text = text;
        _condition = condition;
        _inputs = condition.Inputs.ToFrozenSet();
        Segments = [.. condition.Inputs.Where(input => input.Part == InputPart.Segment).Select(input => input.Name).Distinct(StringComparer.Ordinal)];
        DependsOnTime = condition.DependsOnTime;
    }

    /// <summary>The text as it was written.</summary>
    public string Text { get; }

    /// <summary>The same rule in its plainest spelling, without comments; reading it gives the same rule again.</summary>
    public string Formatted
    {
        get
        {
            var text = new StringBuilder();
            _condition.Print(text);
            return text.ToString();
        }
    }

    /// <summary>Whether the answer can change by time alone.</summary>
    public bool DependsOnTime { get; }

    /// <summary>The keys of the segments it mentions, in the order of the text, each once.</summary>
    public IReadOnlyList<string> Segments { get; }

    /// <summary>What it asks for.</summary>
    public IReadOnlySet<RuleInput> Inputs => _inputs;

    /// <summary>The answer. Allocates nothing on the ordinary path.</summary>
    public Verdict Evaluate(CustomerState state, in RuleContext context)
    {
        ArgumentNullException.ThrowIfNull(state);
        return _condition.Evaluate(state, context);
    }

    /// <summary>
    /// The first instant after now, in Unix milliseconds, at which the answer really changes if nothing more happens to her; <see cref="long.MaxValue"/> =
    /// never, or beyond the <see cref="Horizon"/>.
    /// </summary>
    public long Foresee(CustomerState state, in RuleContext context)
    {
        ArgumentNullException.ThrowIfNull(state);
        return DependsOnTime ? _condition.Foresee(state, context) : long.MaxValue;
    }

    /// <summary>The answer with its reasons.</summary>
    public RuleExplanation Explain(CustomerState state, in RuleContext context)
    {
        ArgumentNullException.ThrowIfNull(state);
        return new(_condition.Explain(state, context, Text), Why(state, context));
    }

    /// <summary>What decides, in one line: <see cref="RuleExplanation.Why"/> without the rest.</summary>
    public string Why(CustomerState state, in RuleContext context)
    {
        ArgumentNullException.ThrowIfNull(state);
        var reasons = new List<string>();
        _condition.AddReasons(reasons, state, context);
        var why = new StringBuilder();
        foreach (var reason in reasons.Distinct())
        {
            if (why.Length > 0 && why.Length + reason.Length > MaxWhy)
            {
                why.Append(" …");
                break;
            }

            why.Append(why.Length > 0 ? ", " : "").Append(Touchpoints.JsonRead.Cut(reason, MaxWhy));
        }

        return why.ToString();
    }
}
