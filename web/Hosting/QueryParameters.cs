using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CustomerGrains.Web.Hosting;

/// <summary>Reads query parameters: each that can't be used becomes a 400 that names it, what was sent, and what would be right.</summary>
static class QueryParameters
{
    /// <summary>A whole number within bounds.</summary>
    public static bool TryNumber(string name, string? text, int least, int most, int otherwise, out int value, [NotNullWhen(false)] out FieldProblem? problem)
    {
        (value, problem) = (otherwise, null);
        if (string.IsNullOrEmpty(text)) return true;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value >= least && value <= most) return true;
        problem = new(name, Shown.Value(text), string.Create(CultureInfo.InvariantCulture, $"{name} must be a whole number from {least} to {most}."));
        return false;
    }

    /// <summary>An instant in ISO 8601 with a zone; null if absent.</summary>
    public static bool TryInstant(string name, string? text, out DateTimeOffset? value, [NotNullWhen(false)] out FieldProblem? problem)
    {
        (value, problem) = (null, null);
        if (string.IsNullOrEmpty(text)) return true;
        // In a query string an unescaped + of a zone arrives as a blank.
        if (Iso8601.TryParse(text.Replace(' ', '+'), out var instant))
        {
            value = instant;
            return true;
        }
        problem = new(name, Shown.Value(text), $"{name} must be an instant such as 2026-01-31T12:00:00Z.");
        return false;
    }

    /// <summary>One of a few words.</summary>
    public static bool TryWord(string name, string? text, IReadOnlyCollection<string> words, string? otherwise, out string value, [NotNullWhen(false)] out FieldProblem? problem)
    {
        value = string.IsNullOrEmpty(text) ? otherwise ?? "" : text;
        problem = words.Contains(value, StringComparer.Ordinal) ? null : new(name, Shown.Value(text), $"{name} must be one of {string.Join(", ", words)}.");
        return problem is null;
    }

    /// <summary>Text of at most so many characters, without control characters.</summary>
    public static bool TryText(string name, string? text, int longest, out string? value, [NotNullWhen(false)] out FieldProblem? problem)
    {
        (value, problem) = (string.IsNullOrWhiteSpace(text) ? null : text.Trim(), null);
        if (value is null || (value.Length <= longest && !HasUnusable(value))) return true;
        problem = new(name, Shown.Value(text), string.Create(CultureInfo.InvariantCulture, $"{name} must have at most {longest} characters and no control characters."));
        return false;
    }

    static bool HasUnusable(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i])) return true;
            if (!char.IsSurrogate(text[i])) continue;
            if (i + 1 >= text.Length || !char.IsSurrogatePair(text[i], text[i + 1])) return true;
            i++;
        }
        return false;
    }
}
