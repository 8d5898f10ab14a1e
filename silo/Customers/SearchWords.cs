using System.Text;
using CustomerGrains.Grains.Journal;

namespace CustomerGrains.Silo.Customers;

/// <summary>
/// The words under which a customer is found by their beginnings. Marks between letters neither count nor separate, and a word can be begun at any of
/// its parts: "anna.smith@example.com" is found by annasm, smith@ex and example. A phone number is found by its digits, with or without the country's.
/// </summary>
static class SearchWords
{
    /// <summary>Words of one customer at most; of very long names the first.</summary>
    public const int Most = 40;

    /// <summary>Letters of a word that count.</summary>
    public const int Longest = 40;

    const int MostParts = 6;
    const int MostCountryDigits = 4; // a country's three, or two and the zero after it
    const int ShortestPhone = 6;

    /// <summary>
    /// The words of a row, each between blanks, sorted. Nothing for somebody of whom only the id is known: she is found by that, and most ids are of
    /// people who never say more.
    /// </summary>
    public static string Of(CustomerRow row) => Of(row.CustomerId, row.DisplayName, row.Email, row.Phone);

    /// <summary>As above.</summary>
    public static string Of(string id, string? displayName, string? email, string? phone)
    {
        if (displayName is null && email is null && phone is null)
            return "";
        var words = new SortedSet<string>(StringComparer.Ordinal);
        Add(words, displayName);
        Add(words, email is null ? null : WithoutTopLevel(email));
        AddPhone(words, phone);
        Add(words, id);
        return words.Count == 0 ? "" : $" {string.Join(' ', words)} ";
    }

    /// <summary>The words of what <see cref="Of(CustomerRow)"/> gave.</summary>
    public static string[] Split(string words) => words.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The digits of a text, without a zero in brackets and the zeros that stand for a plus.</summary>
    public static string Digits(string text)
    {
        var digits = string.Concat(text.Replace("(0)", "", StringComparison.Ordinal).Where(char.IsAsciiDigit));
        return digits.StartsWith("00", StringComparison.Ordinal) ? digits[2..] : digits;
    }

    /// <summary>A word without case, accents and marks, its letters and digits only.</summary>
    public static string Plain(string word)
    {
        var plain = string.Concat(Parts(word));
        return plain.Length > Longest ? Cut(plain) : plain;
    }

    static void Add(SortedSet<string> words, string? text)
    {
        foreach (var token in Tokens(text))
        {
            var parts = Parts(token);
            for (var i = 0; i < Math.Min(parts.Count, MostParts) && words.Count < Most; i++)
                words.Add(Cut(string.Concat(parts.Skip(i))));
        }
    }

    static void AddPhone(SortedSet<string> words, string? phone)
    {
        if (phone is null)
            return;
        var digits = Digits(phone);
        if (digits.Length < ShortestPhone)
        {
            Add(words, phone);
            return;
        }

        digits = Cut(digits);
        // From the start, from behind whatever country code there may be, and the last digits, as people say them.
        for (var i = 0; i <= MostCountryDigits && digits.Length - i >= ShortestPhone; i++)
            words.Add(digits[i..]);
        words.Add(digits[^6..]);
        words.Add(digits[^4..]);
    }

    // Everybody's ends with com.
    static string WithoutTopLevel(string email)
    {
        var (at, dot) = (email.LastIndexOf('@'), email.LastIndexOf('.'));
        return at >= 0 && dot > at + 1 ? email[..dot] + email[(dot + 1)..] : email;
    }

    internal static string[] Tokens(string? text) => text?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) ?? [];

    static List<string> Parts(string token)
    {
        var parts = new List<string>();
        var part = new StringBuilder();
        foreach (var rune in Letters.Fold(token).EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
            {
                part.Append(rune.ToString());
            }
            else if (part.Length > 0)
            {
                parts.Add(part.ToString());
                part.Clear();
            }
        }

        if (part.Length > 0)
            parts.Add(part.ToString());
        return parts;
    }

    static string Cut(string word) =>
        word.Length <= Longest ? word : word[..(char.IsHighSurrogate(word[Longest - 1]) ? Longest - 1 : Longest)];
}
