using CustomerGrains.Domain.Customers;

namespace CustomerGrains.Domain.Rules;

/// <summary>A rule that was read and checked: a question about one customer that is answered yes or no. Immutable and thread-safe.</summary>
public sealed class Rule
{
    /// <summary>How far <see cref="Foresee"/> looks: ten years of 365 days.</summary>
    public static readonly TimeSpan Horizon = TimeSpan.FromDays(3650);

    internal Rule(string text) => Text = text;

    /// <summary>The text as it was written.</summary>
    public string Text { get; }

    /// <summary>The same rule in its plainest spelling; reading it gives the same rule again.</summary>
    public string Formatted => throw new NotImplementedException();

    /// <summary>Whether the answer can change by time alone.</summary>
    public bool DependsOnTime => throw new NotImplementedException();

    /// <summary>The keys of the segments it mentions, in the order of the text, each once.</summary>
    public IReadOnlyList<string> Segments => throw new NotImplementedException();

    /// <summary>What it asks for.</summary>
    public IReadOnlySet<RuleInput> Inputs => throw new NotImplementedException();

    /// <summary>The answer. Allocates nothing on the ordinary path.</summary>
    public Verdict Evaluate(CustomerState state, in RuleContext context) => throw new NotImplementedException();

    /// <summary>
    /// The first instant after now, in Unix milliseconds, at which the answer really changes if nothing more happens to her; <see cref="long.MaxValue"/> =
    /// never, or beyond the <see cref="Horizon"/>.
    /// </summary>
    public long Foresee(CustomerState state, in RuleContext context) => throw new NotImplementedException();

    /// <summary>The answer with its reasons.</summary>
    public RuleExplanation Explain(CustomerState state, in RuleContext context) => throw new NotImplementedException();
}
