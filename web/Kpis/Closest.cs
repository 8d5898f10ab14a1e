namespace CustomerGrains.Web.Kpis;

/// <summary>Finds what somebody may have meant.</summary>
static class Closest
{
    const int LongestText = 100;

    /// <summary>The candidate that is at most a few letters away, or null.</summary>
    public static string? To(string text, IEnumerable<string> candidates)
    {
        if (text.Length is 0 or > LongestText) return null;
        var most = Math.Max(1, text.Length / 3);
        return candidates
            .Select(candidate => (candidate, Distance: Distance(text.ToUpperInvariant(), candidate.ToUpperInvariant())))
            .Where(each => each.Distance <= most)
            .OrderBy(each => each.Distance).ThenBy(each => each.candidate, StringComparer.Ordinal)
            .Select(each => each.candidate)
            .FirstOrDefault();
    }

    // Levenshtein: letters to add, drop or change.
    static int Distance(string a, string b)
    {
        if (b.Length > LongestText) return int.MaxValue;
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var (diagonal, left) = (row[0], i);
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var cost = Math.Min(Math.Min(row[j], left) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                (diagonal, row[j], left) = (row[j], cost, cost);
            }
        }
        return row[^1];
    }
}
