using System.Globalization;
using System.Text;

namespace CustomerGrains.Domain.Rules.Syntax;

/// <content>One condition: a value and a question. Null = an error was reported.</content>
sealed partial class Parser
{
    const int MaxValues = 200;

    static readonly (string Symbol, Comparison Comparison)[] Comparisons =
    [
        ("=", Comparison.Equal), ("!=", Comparison.NotEqual), ("<", Comparison.Less), ("<=", Comparison.AtMost), (">", Comparison.More), (">=", Comparison.AtLeast),
    ];

    Operand? ReadOperand()
    {
        var name = Current;
        if (name.Kind != TokenKind.Word || (Words.IsReserved(name.Text) && !name.Is("known")))
        {
            problems.Add(name.Span, name.Kind switch
            {
                TokenKind.End => "the rule ends where a condition is expected: write one such as orders.count >= 2",
                TokenKind.Number or TokenKind.Date or TokenKind.Duration or TokenKind.Text => $"a condition begins with what it asks for, such as orders.count, not with {Shown(name)}: turn it round",
                _ => $"a condition such as orders.count >= 2 is expected before {Shown(name)}",
            });
            return null;
        }

        Take();
        if (Current.IsSymbol("(") && Current.Span.Start == name.Span.End)
            return Call(name);
        var parts = new List<PathPart> { new(name.Span, name.Text, false) };
        while (Current.IsSymbol("."))
        {
            var dot = Take();
            if (Current.Kind is not (TokenKind.Word or TokenKind.Text) || (Current.Kind == TokenKind.Word && Current.Span.Start != dot.Span.End))
            {
                problems.Add(Span.Between(name.Span, dot.Span), $"a name is missing behind the dot; one with blanks or signs is put in quotes: categories.\"Running Shoes\".share");
                return null;
            }

            var part = Take();
            parts.Add(new(part.Span, part.Text, part.Kind == TokenKind.Text));
        }

        return new PathOperand(Span.Between(name.Span, parts[^1].Span), parts);
    }

    CallOperand? Call(Token name)
    {
        Take();
        var arguments = new List<Literal>();
        while (!Current.IsSymbol(")"))
        {
            if (arguments.Count > 0 && !Current.IsSymbol(",") && !IsUnquoted(arguments))
            {
                problems.Add(Current.Span, $"a comma or ) is expected before {Shown(Current)}");
                return Skipped<CallOperand>();
            }

            if (Current.IsSymbol(")"))
                break;
            if (arguments.Count > 0)
                Take();
            if (Argument() is not { } argument)
                return Skipped<CallOperand>();
            arguments.Add(argument);
        }

        return new(Span.Between(name.Span, Take().Span), name.Span, name.Text, arguments);
    }

    // count(Product Viewed, 7d): the words are one name that wants quotes. It is read as if it had them, so that the rest is checked too.
    bool IsUnquoted(List<Literal> arguments)
    {
        if (arguments[^1].Kind != LiteralKind.Word || Current.Kind != TokenKind.Word)
            return false;
        var span = arguments[^1].Span;
        while (Current.Kind is TokenKind.Word or TokenKind.Number)
            span = Span.Between(span, Take().Span);
        if (!Current.IsSymbol(",") && !Current.IsSymbol(")"))
            return false;
        var name = text.Substring(span.Start, span.Length);
        problems.Add(span, "names of events are put in quotes", Fields.Field.Quote(name));
        arguments[^1] = new(span, LiteralKind.Text, 0, name);
        return true;
    }

    // Past the end of a list that has an error, or to where the next condition may begin.
    T? Skipped<T>()
        where T : class
    {
        for (var open = 0; Current.Kind != TokenKind.End && !Current.Is("and") && !Current.Is("or"); Take())
        {
            if (open == 0 && Current.IsSymbol(")"))
            {
                Take();
                break;
            }

            open += Current.IsSymbol("(") ? 1 : Current.IsSymbol(")") ? -1 : 0;
        }

        return null;
    }

    // channel "web", or a value.
    Literal? Argument()
    {
        if (!Current.Is("channel") || Following.Kind is not (TokenKind.Text or TokenKind.Word))
            return Value("an argument");
        var prefix = Take();
        var channel = Take();
        return new(Span.Between(prefix.Span, channel.Span), LiteralKind.Text, 0, channel.Text, "channel");
    }

    Test? ReadTest(Operand operand)
    {
        var start = Current;
        foreach (var (symbol, comparison) in Comparisons)
        {
            if (!start.IsSymbol(symbol))
                continue;
            Take();
            return Value("a value") is { } value ? new CompareTest(Span.Between(start.Span, Whole(value).Span), comparison, value) : null;
        }

        if (start.Is("and") || start.Is("or") || start.Kind == TokenKind.End || start.IsSymbol(")"))
            return new BareTest(operand.Span);
        if (start.Kind != TokenKind.Word)
        {
            // Who reports it is who knows whether the field alone would do.
            return start.IsSymbol("(") || start.Kind != TokenKind.Symbol ? Unasked(start) : new BareTest(operand.Span);
        }

        return WordTest(start, operand, negated: false);
    }

    Test? WordTest(Token start, Operand operand, bool negated)
    {
        Take();
        if (start.Is("not") && !negated && (Current.Is("in") || Current.Is("within") || Current.Is("older") || Current.Is("has") || Current.Is("contains")))
            return Current.Is("in") ? WordTest(Current, operand, negated: true) : Misplaced(start);
        if (start.Is("in"))
            return List() is { } list ? new InTest(Span.Between(start.Span, tokens[_at - 1].Span), negated, list) : null;
        if (start.Is("has"))
            return Has(start);
        if (start.Is("contains"))
            return Match(start, TextMatch.Contains);
        if (start.Is("starts") || start.Is("ends"))
            return Expect("with", $"{start.Text} with \"text\"") ? Match(start, start.Is("starts") ? TextMatch.StartsWith : TextMatch.EndsWith) : null;
        if (start.Is("is"))
            return Is(start);
        if (start.Is("older"))
            return Expect("than", "older than 30d") ? Age(start, older: true) : null;
        if (start.Is("within"))
            return Age(start, older: false);
        _at--;
        return start.Is("between") ? Between(start, operand) : Unasked(start);
    }

    Test? Between(Token start, Operand operand)
    {
        Take();
        string? instead = null;
        if (Value("a value") is { } least && Current.Is("and") && Take() is var _ && Value("a value") is { } most)
            instead = $">= {TextOf(least.Span)} and {TextOf(operand.Span)} <= {TextOf(most.Span)}";
        problems.Add(Span.Between(start.Span, tokens[_at - 1].Span), "there is no between: write >= the least and <= the most", instead);
        return null;
    }

    string TextOf(Span span) => text.Substring(span.Start, span.Length);

    Test? Misplaced(Token not)
    {
        problems.Add(not.Span, "not stands before the whole condition: not ordered within 7d");
        return null;
    }

    Test? Unasked(Token at)
    {
        var near = at.Kind == TokenKind.Word ? NearestQuestion(at.Text) : null;
        var span = at.Span;
        // younger than 3d
        if (near == "within" && Following.Is("than"))
            span = Span.Between(span, Following.Span);
        problems.Add(span, near is null
            ? $"a question such as >= 2, is known or within 7d is expected before {Shown(at)}"
            : $"'{TextOf(span)}' is no question; did you mean '{near}'?", near);
        return null;
    }

    static string? NearestQuestion(string word)
    {
        return Meant(word) ?? Words.Nearest(word, Words.Questions);

        static string? Meant(string word)
        {
            var lower = word.ToUpperInvariant();
            return lower switch
            {
                "LIKE" or "INCLUDES" => "contains",
                "EQUALS" or "EQ" => "=",
                "BEFORE" => "<",
                "AFTER" => ">=",
                "NEWER" or "YOUNGER" => "within",
                _ => null,
            };
        }
    }

    bool Expect(string keyword, string whole)
    {
        if (Current.Is(keyword))
        {
            Take();
            return true;
        }

        problems.Add(Current.Span, $"'{keyword}' is expected before {Shown(Current)}: {whole}");
        return false;
    }

    HasTest? Has(Token start)
    {
        var all = Current.Is("all");
        if (all || Current.Is("any"))
            Take();
        if (Current.IsSymbol("("))
            return List() is { } list ? new(Span.Between(start.Span, tokens[_at - 1].Span), all, list) : null;
        return Value("a text") is { } value ? new(Span.Between(start.Span, value.Span), all, [value]) : null;
    }

    MatchTest? Match(Token start, TextMatch match) => Value("a text") is { } value ? new(Span.Between(start.Span, value.Span), match, value) : null;

    AgeTest? Age(Token start, bool older) => Value("a duration such as 30d") is { } value ? new(Span.Between(start.Span, value.Span), older, value) : null;

    Test? Is(Token start)
    {
        var not = Current.Is("not");
        if (not)
            Take();
        if (Current.Is("known") || Current.Is("missing"))
        {
            var known = Take();
            return new KnownTest(Span.Between(start.Span, known.Span), known.Is("known") != not);
        }

        return Value("known, missing or a value") is { } value
            ? new CompareTest(Span.Between(start.Span, value.Span), not ? Comparison.NotEqual : Comparison.Equal, value)
            : null;
    }

    List<Literal>? List()
    {
        var values = new List<Literal>();
        if (!Current.IsSymbol("("))
        {
            problems.Add(Current.Span, $"a list in brackets is expected before {Shown(Current)}: (\"pro\", \"team\")");
            return null;
        }

        do
        {
            var separator = Take();
            if (values.Count == 0 && Current.IsSymbol(")"))
            {
                problems.Add(Span.Between(separator.Span, Current.Span), "the list is empty: write the values in it");
                return Skipped<List<Literal>>();
            }

            if (Value("a value") is not { } value)
                return Skipped<List<Literal>>();
            values.Add(value);
        }
        while (Current.IsSymbol(","));

        if (!Current.IsSymbol(")"))
        {
            problems.Add(Current.Span, $"a comma or ) is expected before {Shown(Current)}");
            return Skipped<List<Literal>>();
        }

        Take();
        if (values.Count > MaxValues)
            problems.Add(values[MaxValues].Span, string.Create(CultureInfo.InvariantCulture, $"a list has at most {MaxValues} values"));
        return values;
    }

    // 1,000 is a habit, and a list elsewhere.
    Literal Whole(Literal value)
    {
        if (value.Kind != LiteralKind.Number || !Current.IsSymbol(",") || Current.Span.Start != value.Span.End
            || Following is not { Kind: TokenKind.Number, Text.Length: 3 } || Following.Span.Start != Current.Span.End)
            return value;
        var digits = new StringBuilder(text, value.Span.Start, value.Span.Length, 64);
        var span = value.Span;
        while (Current.IsSymbol(",") && Following is { Kind: TokenKind.Number, Text.Length: 3 })
        {
            Take();
            digits.Append(Current.Text);
            span = Span.Between(span, Take().Span);
        }

        problems.Add(span, "numbers are written without commas", digits.ToString());
        return value;
    }

    Literal? Value(string expected)
    {
        var token = Current;
        switch (token.Kind)
        {
            case TokenKind.Number:
                return Number();
            case TokenKind.Duration:
                Take();
                return new(token.Span, LiteralKind.Duration, token.Number, "");
            case TokenKind.Date:
                Take();
                return new(token.Span, LiteralKind.Date, token.Number, "");
            case TokenKind.Text:
                Take();
                return new(token.Span, LiteralKind.Text, 0, token.Text);
            case TokenKind.Word when token.Is("yes") || token.Is("true"):
                Take();
                return new(token.Span, LiteralKind.YesNo, 1, token.Text);
            case TokenKind.Word when token.Is("no") || token.Is("false"):
                Take();
                return new(token.Span, LiteralKind.YesNo, 0, token.Text);
            case TokenKind.Word when !Words.IsReserved(token.Text):
                return Word();
            default:
                problems.Add(token.Span, $"{expected} is expected before {Shown(token)}");
                return null;
        }
    }

    // A word without quotes, or a path: whoever checks knows whether it makes sense.
    Literal Word()
    {
        var first = Take();
        var last = first;
        while (Current.IsSymbol(".") && Current.Span.Start == last.Span.End && Following.Kind is TokenKind.Word)
        {
            Take();
            last = Take();
        }

        var span = Span.Between(first.Span, last.Span);
        return new(span, LiteralKind.Word, 0, text.Substring(span.Start, span.Length));
    }

    Literal? Number()
    {
        var number = Take();
        if (Current.Kind != TokenKind.Word || Words.IsReserved(Current.Text))
            return new(number.Span, LiteralKind.Number, number.Number, "");
        var word = Current;
        var span = Span.Between(number.Span, word.Span);
        if (Durations.UnitOf(word.Text) is > 0 and var unit)
        {
            Take();
            return MoreOfDuration(new(span, LiteralKind.Duration, Times(number.Number, unit), ""));
        }

        if (Durations.DaysOfVagueUnit(word.Text) is > 0 and var days)
        {
            Take();
            var instead = string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, Math.Round(Math.Clamp(number.Number, 0, 3650) * days))}d");
            problems.Add(span, $"months and years have no fixed length: write the days, such as {instead}", instead);
            return null;
        }

        // 2 nps.last is no currency but the next condition.
        if (word.Text.Length == 3 && word.Text.All(char.IsAsciiLetter) && !Following.IsSymbol(".") && !Following.IsSymbol("("))
        {
            Take();
            return new(span, LiteralKind.Money, number.Number, word.Text.ToUpperInvariant());
        }

        return new(number.Span, LiteralKind.Number, number.Number, "");
    }

    // 1 day 12 hours.
    Literal MoreOfDuration(Literal sum)
    {
        while (Current.Kind == TokenKind.Number && Following.Kind == TokenKind.Word && Durations.UnitOf(Following.Text) is > 0 and var unit)
        {
            var number = Take();
            sum = sum with { Span = Span.Between(sum.Span, Take().Span), Number = Math.Min(Durations.Max * 2m, sum.Number + Times(number.Number, unit)) };
        }

        return sum;
    }

    // One that is longer than allowed stays so, without overflow.
    static decimal Times(decimal number, long unit) => Math.Floor(Math.Clamp(number, -1, Durations.Max) * unit);
}
