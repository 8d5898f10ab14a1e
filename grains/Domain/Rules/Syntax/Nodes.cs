namespace CustomerGrains.Domain.Rules.Syntax;

/// <summary>A piece of a rule as it was written, before anybody asked whether it makes sense.</summary>
abstract record Node(Span Span);

/// <summary>What could not be read; the error is reported already.</summary>
sealed record BrokenNode(Span Span) : Node(Span);

/// <summary>always or never.</summary>
sealed record ConstantNode(Span Span, bool Holds) : Node(Span);

/// <summary>Conditions joined by and (all) or by or (any).</summary>
sealed record JoinedNode(Span Span, bool All, IReadOnlyList<Node> Parts) : Node(Span);

/// <summary>The opposite.</summary>
sealed record NotNode(Span Span, Node Of) : Node(Span);

/// <summary>A value and what is asked about it.</summary>
sealed record TestNode(Span Span, Operand Operand, Test Test) : Node(Span);

/// <summary>What is asked about.</summary>
abstract record Operand(Span Span);

/// <summary>A field: its parts between the dots.</summary>
sealed record PathOperand(Span Span, IReadOnlyList<PathPart> Parts) : Operand(Span);

/// <summary>A part of a path; in quotes it is a name that somebody made up, never one of the language.</summary>
readonly record struct PathPart(Span Span, string Text, bool Quoted);

/// <summary>A function with its arguments.</summary>
sealed record CallOperand(Span Span, Span NameSpan, string Name, IReadOnlyList<Literal> Arguments) : Operand(Span);

enum LiteralKind : byte
{
    Number,
    Money,
    Duration,
    Date,
    Text,
    YesNo,

    /// <summary>A word without quotes.</summary>
    Word,
}

/// <summary>
/// A value as it is written. The number is that of numbers and money, milliseconds of durations and dates, 1 or 0 of yes and no; the text is that, the word, or
/// the currency of money; the prefix is channel, before the name of one, else null.
/// </summary>
sealed record Literal(Span Span, LiteralKind Kind, decimal Number, string Text, string? Prefix = null);

enum Comparison : byte
{
    Equal,
    NotEqual,
    Less,
    AtMost,
    More,
    AtLeast,
}

/// <summary>The question.</summary>
abstract record Test(Span Span);

/// <summary>None: the field alone, which must be yes or no.</summary>
sealed record BareTest(Span Span) : Test(Span);

sealed record CompareTest(Span Span, Comparison Comparison, Literal Value) : Test(Span);

sealed record InTest(Span Span, bool Negated, IReadOnlyList<Literal> Values) : Test(Span);

sealed record HasTest(Span Span, bool All, IReadOnlyList<Literal> Values) : Test(Span);

enum TextMatch : byte
{
    Contains,
    StartsWith,
    EndsWith,
}

sealed record MatchTest(Span Span, TextMatch Match, Literal Value) : Test(Span);

sealed record KnownTest(Span Span, bool Known) : Test(Span);

/// <summary>older than (age at least) or within (age less than).</summary>
sealed record AgeTest(Span Span, bool Older, Literal Value) : Test(Span);
