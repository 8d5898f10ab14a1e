namespace CustomerGrains.Silo.Customers;

/// <summary>One thing a customer must have: a word that begins with one of these.</summary>
sealed record SearchTerm(IReadOnlyList<string> Beginnings);

/// <summary>What somebody typed, ready to be looked for.</summary>
/// <param name="Terms">She must have all of them.</param>
/// <param name="Ids">Or her id begins with one of these: what was typed, as it is and in either case.</param>
sealed record SearchTerms(IReadOnlyList<SearchTerm> Terms, IReadOnlyList<string> Ids)
{
    const int Most = 8;
    const int ShortestPhone = 4;
    const int ShortestNational = 6;

    /// <summary>Null for a blank text, which asks for everybody.</summary>
    public static SearchTerms? Of(string? text)
    {
        var query = SearchText.Clean(text)?.Trim();
        if (string.IsNullOrEmpty(query))
            return null;
        var terms = new List<SearchTerm>();
        if (IsPhone(query))
        {
            terms.Add(Phone(query));
        }
        else
        {
            foreach (var token in SearchWords.Tokens(query).Take(Most))
            {
                if (IsPhone(token))
                    terms.Add(Phone(token));
                else if (SearchWords.Plain(token) is { Length: > 0 } word)
                    terms.Add(new([word]));
            }
        }

        return new(terms, new[] { query, query.ToLowerInvariant(), query.ToUpperInvariant() }.Distinct(StringComparer.Ordinal).ToList());
    }

    static bool IsPhone(string text) =>
        text.Count(char.IsAsciiDigit) >= ShortestPhone && text.All(c => char.IsAsciiDigit(c) || c is '+' or '(' or ')' or '-' or '.' or '/' || char.IsWhiteSpace(c));

    // With the country's digits or without: what is stored may have the other form.
    static SearchTerm Phone(string text)
    {
        var digits = SearchWords.Digits(text);
        var beginnings = new List<string> { SearchWords.Plain(text), digits, digits.TrimStart('0') };
        if (text.StartsWith('+') || text.StartsWith("00", StringComparison.Ordinal))
        {
            for (var country = 1; country <= 3 && digits.Length - country >= ShortestNational; country++)
                beginnings.Add(digits[country..].TrimStart('0'));
        }

        return new(beginnings.Where(b => b.Length >= ShortestPhone - 1).Distinct(StringComparer.Ordinal).ToList());
    }
}
