using System.Globalization;
using System.Text;

namespace CustomerGrains.Domain.Rules.Syntax;

/// <summary>Cuts a rule's text into words. What nobody can read is reported and read as what was probably meant, so that the rest is checked too.</summary>
sealed class Lexer(string text, Problems problems)
{
    const string Quotes = "\"'“”„‘’«»";

    int _at;

    /// <summary>All words, and the end.</summary>
    public List<Token> ReadAll()
    {
        var tokens = new List<Token>();
        for (SkipBlanks(); _at < text.Length; SkipBlanks())
        {
            if (Next() is { } token)
                tokens.Add(token);
        }

        tokens.Add(new(TokenKind.End, new(text.Length, 0), ""));
        return tokens;
    }

    // Null for what can't be read.
    Token? Next()
    {
        var c = text[_at];
        if (IsWordStart(c))
            return Word();
        if (char.IsAsciiDigit(c) || ((c is '-' or '.') && _at + 1 < text.Length && char.IsAsciiDigit(text[_at + 1])))
            return Number();
        return Quotes.Contains(c, StringComparison.Ordinal) ? Text() : Symbol();
    }

    void SkipBlanks()
    {
        while (_at < text.Length)
        {
            if (text.AsSpan(_at).StartsWith("--"))
                _at = text.IndexOf('\n', _at) is >= 0 and var end ? end : text.Length;
            else if (char.IsWhiteSpace(text[_at]) || text[_at] == '\uFEFF')
                _at++;
            else
                return;
        }
    }

    Token Word()
    {
        var start = _at;
        while (_at < text.Length && (IsWordPart(text[_at]) || IsInnerHyphen()))
            _at++;
        return new(TokenKind.Word, From(start), text[start.._at]);
    }

    // win-back is one word; -- begins a comment.
    bool IsInnerHyphen() => text[_at] == '-' && _at + 1 < text.Length && IsWordPart(text[_at + 1]);

    Token Number()
    {
        var start = _at;
        if (IsDateAhead())
            return Date();
        if (DurationAhead() is { } duration)
            return duration;
        if (text[_at] == '-')
            _at++;
        SkipDigits();
        if (_at + 1 < text.Length && text[_at] == '.' && char.IsAsciiDigit(text[_at + 1]))
        {
            _at++;
            SkipDigits();
        }

        if (!decimal.TryParse(text.AsSpan(start, _at - start), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            problems.Add(From(start), "this number is too large");
        return new(TokenKind.Number, From(start), text[start.._at], number);
    }

    void SkipDigits()
    {
        while (_at < text.Length && char.IsAsciiDigit(text[_at]))
            _at++;
    }

    bool IsDateAhead()
    {
        var ahead = text.AsSpan(_at);
        return ahead.Length >= 8 && Digits(ahead[..4]) && ahead[4] == '-' && char.IsAsciiDigit(ahead[5])
            && ahead[5..].IndexOf('-') is 1 or 2;
    }

    static bool Digits(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiDigit(c))
                return false;
        }

        return true;
    }

    Token Date()
    {
        var start = _at;
        while (_at < text.Length && (char.IsAsciiLetterOrDigit(text[_at]) || text[_at] is '-' or '+' or ':' or '.'))
            _at++;
        var written = text.AsSpan(start, _at - start);
        if (Dates.TryParse(written, out var time))
            return new(TokenKind.Date, From(start), written.ToString(), time);
        problems.Add(From(start), "this is no date: write 2026-01-31, or 2026-01-31T14:00 with a time (UTC unless it ends in an offset such as +02:00)");
        return new(TokenKind.Date, From(start), written.ToString());
    }

    // 30m, 1h30m, 7days: a number and a unit without a blank, once or more. Anything else (500GBP) is a number and a word.
    Token? DurationAhead()
    {
        var (at, sum) = (_at, 0m);
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            var from = at;
            while (at < text.Length && (char.IsAsciiDigit(text[at]) || (text[at] == '.' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1]))))
                at++;
            if (!decimal.TryParse(text.AsSpan(from, at - from), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
                return null;
            var unit = at;
            while (at < text.Length && char.IsAsciiLetter(text[at]))
                at++;
            var size = Durations.UnitOf(text.AsSpan(unit, at - unit));
            if (size == 0)
                return null;
            sum += Math.Min(number, Durations.Max) * size;
        }

        if (at == _at || (at < text.Length && IsWordPart(text[at])))
            return null;
        var start = _at;
        _at = at;
        return new(TokenKind.Duration, From(start), text[start..at], Math.Floor(sum));
    }

    Token Text()
    {
        var start = _at++;
        var close = Closing(text[start]);
        var content = new StringBuilder();
        while (_at < text.Length && text[_at] != '\n')
        {
            var c = text[_at++];
            if (close.Contains(c, StringComparison.Ordinal))
                return new(TokenKind.Text, From(start), content.ToString());
            if (c == '\\' && _at < text.Length && text[_at] is '"' or '\'' or '\\')
                c = text[_at++];
            content.Append(c);
        }

        problems.Add(From(start), "this text has no end: close it with \"");
        return new(TokenKind.Text, From(start), content.ToString().TrimEnd());
    }

    // Programs for letters turn quotes into others: what opens as one of them closes as any of its kind.
    static string Closing(char open) => open switch
    {
        '"' => "\"",
        '\'' => "'",
        '‘' or '’' => "’‘'",
        '«' or '»' => "»«",
        _ => "”“\"",
    };

    Token? Symbol()
    {
        var start = _at;
        foreach (var symbol in (ReadOnlySpan<string>)["<=", ">=", "!=", "=", "<", ">", "(", ")", ",", "."])
        {
            if (text.AsSpan(_at).StartsWith(symbol, StringComparison.Ordinal) && !text.AsSpan(_at).StartsWith("=="))
            {
                _at += symbol.Length;
                return new(TokenKind.Symbol, From(start), symbol);
            }
        }

        foreach (var (written, meant) in Habits)
        {
            if (!text.AsSpan(_at).StartsWith(written, StringComparison.Ordinal))
                continue;
            _at += written.Length;
            problems.Add(From(start), $"'{written}' is not used here: write {meant}", meant);
            return new(char.IsAsciiLetter(meant[0]) ? TokenKind.Word : TokenKind.Symbol, From(start), meant);
        }

        Unreadable();
        return null;
    }

    // Of other languages.
    static readonly (string Written, string Meant)[] Habits =
    [
        ("===", "="), ("==", "="), ("<>", "!="), ("=<", "<="), ("=>", ">="), ("≥", ">="), ("≤", "<="), ("≠", "!="), ("&&", "and"), ("&", "and"), ("||", "or"),
        ("|", "or"), ("!", "not"), ("[", "("), ("]", ")"), ("{", "("), ("}", ")"), (";", ","),
    ];

    void Unreadable()
    {
        var start = _at;
        var c = text[_at++];
        if (char.IsHighSurrogate(c) && _at < text.Length && char.IsLowSurrogate(text[_at]))
            _at++;
        var money = c switch { '£' => "GBP", '€' => "EUR", '$' => "USD", '¥' => "JPY", _ => null };
        if (money is null)
        {
            problems.Add(From(start), $"{Shown(start)} can't be read: rules are made of names, numbers, text in quotes, brackets and = != < <= > >=");
            return;
        }

        // The number itself is read next.
        var end = _at;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || text[end] == '.'))
            end++;
        problems.Add(
            new(start, end - start),
            $"write the currency as its code behind the amount: {(end > _at ? text[_at..end] : "500")} {money}",
            end > _at ? $"{text[_at..end]} {money}" : null);
    }

    string Shown(int start)
    {
        var piece = text[start.._at];
        return Rune.TryGetRuneAt(text, start, out var rune) && !Rune.IsControl(rune) && Rune.GetUnicodeCategory(rune) != UnicodeCategory.Format
            ? $"'{piece}'"
            : string.Create(CultureInfo.InvariantCulture, $"the character U+{(int)piece[0]:X4}");
    }

    Span From(int start) => new(start, _at - start);

    static bool IsWordStart(char c) => char.IsLetter(c) || c == '_';

    static bool IsWordPart(char c) => char.IsLetterOrDigit(c) || c == '_';
}
