namespace CustomerGrains.Domain.Rules.Syntax;

/// <summary>The words with a meaning of their own, and guesses at what was meant by others.</summary>
static class Words
{
    public static readonly string[] Keywords = ["and", "or", "not", "always", "never", "yes", "no", "known", "missing"];

    public static readonly string[] Operators =
        ["=", "!=", "<", "<=", ">", ">=", "in", "has", "has all", "contains", "starts with", "ends with", "is known", "is missing", "older than", "within"];

    /// <summary>Words that can follow a value.</summary>
    public static readonly string[] Questions = ["in", "has", "contains", "starts", "ends", "is", "older", "within", "not"];

    // Also what reads on where a value is expected: these words are never a currency or a value.
    static readonly HashSet<string> Reserved = new(
        [.. Keywords, .. Questions, "than", "with", "all", "any", "true", "false"], StringComparer.OrdinalIgnoreCase);

    public static bool IsReserved(string word) => Reserved.Contains(word);

    /// <summary>The choice that was probably meant, or null if none is near.</summary>
    public static string? Nearest(string written, IEnumerable<string> choices)
    {
        var (best, bestDistance) = ((string?)null, int.MaxValue);
        foreach (var choice in choices)
        {
            var distance = Distance(written, choice);
            if (distance < bestDistance && distance <= Math.Max(1, Math.Min(written.Length, choice.Length) / 3))
                (best, bestDistance) = (choice, distance);
        }

        return best;
    }

    /// <summary>How many letters must be put in, taken out, replaced or swapped with the next, whatever the case.</summary>
    static int Distance(string one, string other)
    {
        if (one.Length > 100 || other.Length > 100)
            return int.MaxValue;
        var (before, last, row) = (new int[other.Length + 1], new int[other.Length + 1], new int[other.Length + 1]);
        for (var j = 0; j <= other.Length; j++)
            last[j] = j;
        for (var i = 1; i <= one.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
            {
                var same = Same(one[i - 1], other[j - 1]);
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && Same(one[i - 1], other[j - 2]) && Same(one[i - 2], other[j - 1]))
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
            }

            (before, last, row) = (last, row, before);
        }

        return last[other.Length];
    }

    static bool Same(char one, char other) => char.ToLowerInvariant(one) == char.ToLowerInvariant(other);
}
