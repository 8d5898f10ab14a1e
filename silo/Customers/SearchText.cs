using System.Text;
using CustomerGrains.Grains.Journal;

namespace CustomerGrains.Silo.Customers;

/// <summary>The searchable form of a customer and of what people type.</summary>
internal static class SearchText
{
    /// <summary>Id, name, e-mail and phone in lower case, a line each; the phone once more as digits only.</summary>
    public static string Of(CustomerRow row)
    {
        var text = new StringBuilder(row.CustomerId);
        foreach (var part in (string?[])[row.DisplayName, row.Email, row.Phone, Digits(row.Phone)])
        {
            if (!string.IsNullOrEmpty(part))
                text.Append('\n').Append(part);
        }

        return text.ToString().ToLowerInvariant();
    }

    /// <summary>The words of a query; a customer is found if she has all of them.</summary>
    public static string[] Words(string? query) =>
        Clean(query)?.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Take(8).ToArray() ?? [];

    /// <summary>The row with texts that every store can keep: what people put into traits is theirs.</summary>
    public static CustomerRow Clean(CustomerRow row) =>
        row with { DisplayName = Clean(row.DisplayName), Email = Clean(row.Email), Phone = Clean(row.Phone) };

    /// <summary>Replaces what PostgreSQL can't store in a text: U+0000 and halves of surrogate pairs.</summary>
    public static string? Clean(string? text)
    {
        if (text is null || (!text.Contains('\0', StringComparison.Ordinal) && IsWellFormed(text)))
            return text;
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            clean.Append(rune.Value == 0 ? "\uFFFD" : rune.ToString());
        return clean.ToString();
    }

    static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return false;
            i++;
        }

        return true;
    }

    static string? Digits(string? phone) => phone is null ? null : string.Concat(phone.Where(char.IsAsciiDigit));
}
