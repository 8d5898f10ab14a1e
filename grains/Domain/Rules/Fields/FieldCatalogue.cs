using CustomerGrains.Domain.Rules.Syntax;

namespace CustomerGrains.Domain.Rules.Fields;

/// <summary>All fields, and what to say about paths that are none.</summary>
static class FieldCatalogue
{
    public static IReadOnlyList<Field> All { get; } =
        [.. PersonFields.All(), .. ValueFields.All(), .. ExperienceFields.All(), .. JourneyFields.All(), .. PreferenceFields.All()];

    // What the customer's JSON has, but what is no question about her.
    static readonly (string Path, string Message, string? Suggestion)[] NoFields =
    [
        ("version", "version counts the entries of her journal, decisions among them; what she did is counted by touchpoints.count", "touchpoints.count"),
        ("asOf", "a rule is always asked about now", null),
        ("recent", "ask for what happened by count(\"Product Viewed\", 7d) or last(\"Product Viewed\")", null),
        ("nextBestActions", "next best actions are rules themselves: write their condition here", null),
        ("segments.<key>.until", "when she leaves a segment follows from that segment's rule and can't be asked for; segments.<key>.since can", null),
        ("now", "a rule is always asked about now: compare ages, such as orders.last older than 60d", null),
    ];

    /// <summary>The field of a path with the names it gives, or null.</summary>
    public static (Field Field, FieldNames Names)? Find(IReadOnlyList<PathPart> parts)
    {
        foreach (var field in All)
        {
            if (field.Match(parts) is { } names)
                return (field, names);
        }

        return null;
    }

    /// <summary>What was probably meant by a path that is no field.</summary>
    public static Objection Explain(IReadOnlyList<PathPart> parts, string written)
    {
        foreach (var (path, message, suggestion) in NoFields)
        {
            if (Fits(path.Split('.'), parts))
                return new(message, suggestion);
        }

        if (parts.Count == 1 && Array.Exists(Functions, name => name.Equals(parts[0].Text, StringComparison.OrdinalIgnoreCase)))
            return new($"{written} is a function: {Example(parts[0].Text)}");
        var paths = All.SelectMany(field => field.Paths).ToList();
        var below = paths.Where(path => path.StartsWith($"{written}.", StringComparison.OrdinalIgnoreCase)).Take(6).ToList();
        if (below.Count > 0)
            return new($"'{Parser.Cut(written)}' is several fields: {string.Join(", ", below)}", below.Find(path => path.EndsWith(".count", StringComparison.Ordinal) && !path.Contains('<', StringComparison.Ordinal)));
        if (Words.Nearest(written, Spellings(parts)) is { } near)
            return new($"unknown field '{Parser.Cut(written)}'; did you mean '{near}'?", near);
        var beside = paths.Where(path => path.StartsWith($"{parts[0].Text}.", StringComparison.OrdinalIgnoreCase)).Take(8).ToList();
        if (beside.Count > 0)
            return new($"unknown field '{Parser.Cut(written)}'; there are {string.Join(", ", beside)}");
        return new(
            $"unknown field '{Parser.Cut(written)}'; a trait is written traits.{Parser.Cut(written)}, an event count(\"{Parser.Cut(written)}\")",
            parts.Count == 1 && !parts[0].Quoted ? $"traits.{written}" : null);
    }

    static readonly string[] Functions = ["count", "sum", "last", "first"];

    static string Example(string function) => function.ToUpperInvariant() switch
    {
        "COUNT" => "count(\"Product Viewed\", 7d)",
        "SUM" => "sum(orders, 90d)",
        "LAST" => "last(orders)",
        _ => "first(orders)",
    };

    static bool Fits(string[] pattern, IReadOnlyList<PathPart> parts)
    {
        if (pattern.Length != parts.Count)
            return false;
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i][0] != '<' && !pattern[i].Equals(parts[i].Text, StringComparison.OrdinalIgnoreCase))
                return false;
        }

        return true;
    }

    // With the names that were written in place of those to be filled in.
    static IEnumerable<string> Spellings(IReadOnlyList<PathPart> parts)
    {
        foreach (var path in All.SelectMany(field => field.Paths))
        {
            var pattern = path.Split('.');
            if (!path.Contains('<', StringComparison.Ordinal))
                yield return path;
            else if (pattern.Length == parts.Count)
                yield return string.Join('.', pattern.Select((expected, i) => expected[0] == '<' ? parts[i].Quoted ? Field.Quote(parts[i].Text) : parts[i].Text : expected));
        }
    }
}
