namespace CustomerGrains.Domain.Rules.Syntax;

/// <summary>A part of a rule's text.</summary>
readonly record struct Span(int Start, int Length)
{
    public int End => Start + Length;

    public static Span Between(Span first, Span last) => new(first.Start, Math.Max(first.End, last.End) - first.Start);
}

enum TokenKind : byte
{
    /// <summary>A name or a keyword: letters, digits, _ and inner hyphens.</summary>
    Word,

    /// <summary>A number; <see cref="Token.Number"/>.</summary>
    Number,

    /// <summary>A number with a unit of time: 30m, 1h30m; <see cref="Token.Number"/> in milliseconds.</summary>
    Duration,

    /// <summary>A date, with or without a time; <see cref="Token.Number"/> in Unix milliseconds.</summary>
    Date,

    /// <summary>Text in quotes; <see cref="Token.Text"/> without them.</summary>
    Text,

    /// <summary>An operator, a bracket, a comma or a dot; <see cref="Token.Text"/>.</summary>
    Symbol,

    /// <summary>Where the text ends.</summary>
    End,
}

/// <summary>A word of the text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Span">Where it is.</param>
/// <param name="Text">What it says.</param>
/// <param name="Number">Its value.</param>
readonly record struct Token(TokenKind Kind, Span Span, string Text, decimal Number = 0)
{
    public bool Is(string keyword) => Kind == TokenKind.Word && Text.Equals(keyword, StringComparison.OrdinalIgnoreCase);

    public bool IsSymbol(string symbol) => Kind == TokenKind.Symbol && Text == symbol;
}
