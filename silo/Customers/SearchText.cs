using System.Text;
using CustomerGrains.Grains.Journal;

namespace CustomerGrains.Silo.Customers;

/// <summary>Texts that every store can keep.</summary>
static class SearchText
{
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
}
