namespace CustomerGrains.Domain.Rules;

/// <summary>Something in a rule's text that does not work, where it is, and the way out.</summary>
/// <param name="Start">Where it begins, in UTF-16 units from 0; inside the text or at its end.</param>
/// <param name="Length">How long it is; 0 where something is missing.</param>
/// <param name="Line">The line it begins in, from 1.</param>
/// <param name="Column">The place in that line, from 1.</param>
/// <param name="Message">What is wrong and what to write instead.</param>
/// <param name="Suggestion">The text to put in place of these characters, where one can be named; else null.</param>
public sealed record RuleError(int Start, int Length, int Line, int Column, string Message, string? Suggestion);

/// <summary>What was made of a rule's text.</summary>
/// <param name="Rule">The rule, or null if there are errors.</param>
/// <param name="Errors">Everything that is wrong, in the order of the text.</param>
public sealed record RuleReading(Rule? Rule, IReadOnlyList<RuleError> Errors)
{
    /// <summary>What is allowed but looks like a slip: an event's name that nobody knows but that is nearly one of the catalogue.</summary>
    public IReadOnlyList<RuleError> Hints { get; init; } = [];
}

/// <summary>What a rule decides.</summary>
public enum RuleUse
{
    /// <summary>Who is in a segment. May ask for everything.</summary>
    Segment,

    /// <summary>Who is in a stage of the journey. May not ask for the journey or for segments, which are decided after it.</summary>
    Stage,

    /// <summary>Whether a next best action fits. May ask for everything.</summary>
    Action,
}
