using System.Globalization;

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
            if (arguments.Count > 0 && !Current.IsSymbol(","))
            {
                problems.Add(Current.Span, $"a comma or ) is expected before {Shown(Current)}");
                return null;
            }

            if (arguments.Count > 0)
                Take();
            if (Argument() is not { } argument)
                return null;
            arguments.Add(argument);
        }

        return new(Span.Between(name.Span, Take().Span), name.Span, name.Text, arguments);
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
            return Value("a value") is { } value ? new CompareTest(Span.Between(start.Span, value.Span), comparison, value) : null;
        }

        if (start.Is("and") || start.Is("or") || start.Kind == TokenKind.End || start.IsSymbol(")"))
            return new BareTest(operand.Span);
        if (start.Kind != TokenKind.Word)
        {
            // Who reports it is who knows whether the field alone would do.
            return start.IsSymbol("(") || start.Kind != TokenKind.Symbol ? Unasked(start) : new BareTest(operand.Span);
        }

        return WordTest(start, negated: false);
    }

    Test? WordTest(Token start, bool negated)
    {
        Take();
        if (start.Is("not") && !negated && (Current.Is("in") || Current.Is("within") || Current.Is("older") || Current.Is("has") || Current.Is("contains")))
            return Current.Is("in") ? WordTest(Current, negated: true) : Misplaced(start);
        if (start.Is("in"))
            return List() is { } list ? new InTest(Span.Between(start.Span, list[^1].Span), negated, list) : null;
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
        return Unasked(start);
    }

    Test? Misplaced(Token not)
    {
        problems.Add(not.Span, "not stands before the whole condition: not ordered within 7d");
        return null;
    }

    Test? Unasked(Token at)
    {
        var near = at.Kind == TokenKind.Word ? NearestQuestion(at.Text) : null;
        problems.Add(at.Span, near is null
            ? $"a question such as >= 2, is known or within 7d is expected before {Shown(at)}"
            : $"'{at.Text}' is no question; did you mean '{near}'?", near);
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
            return List() is { } list ? new(Span.Between(start.Span, list[^1].Span), all, list) : null;
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
                Take();
                return null;
            }

            if (Value("a value") is not { } value)
                return null;
            values.Add(value);
        }
        while (Current.IsSymbol(","));

        if (!Current.IsSymbol(")"))
        {
            problems.Add(Current.Span, $"a comma or ) is expected before {Shown(Current)}");
            return null;
        }

        if (values.Count > MaxValues)
            problems.Add(values[MaxValues].Span, string.Create(CultureInfo.InvariantCulture, $"a list has at most {MaxValues} values"));
        values[^1] = values[^1] with { Span = Span.Between(values[^1].Span, Take().Span) };
        return values;
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

        if (word.Text.Length == 3 && word.Text.All(char.IsAsciiLetter))
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
