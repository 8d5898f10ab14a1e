using System.Globalization;
using System.Text;
using CustomerGrains.Domain.Rules;

namespace CustomerGrains.Web.Journeys;

/// <summary>Names of stages, and the keys under which they are kept.</summary>
static class StageNames
{
    /// <summary>The longest name.</summary>
    public const int Longest = 64;

    /// <summary>What names may not hold: flows are counted as From>To.</summary>
    public const char Reserved = '>';

    /// <summary>A key for each name, in order: the one it has already, else one made of the name.</summary>
    public static IReadOnlyList<string> Keys(IReadOnlyList<string> names, IReadOnlyList<Definition> before)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var keys = new string?[names.Count];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = before.FirstOrDefault(stage => stage.Name == names[i])?.Key;
            if (keys[i] is { } known) taken.Add(known);
        }
        // A key of a stage that goes with this version is not given to another at once: its history would be mixed up.
        taken.UnionWith(before.Select(stage => stage.Key));
        for (var i = 0; i < keys.Length; i++) keys[i] ??= New(names[i], taken);
        return keys!;
    }

    static string New(string name, HashSet<string> taken)
    {
        var slug = Slug(name);
        var key = slug;
        for (var n = 2; !taken.Add(key); n++) key = string.Create(CultureInfo.InvariantCulture, $"{slug}-{n}");
        return key;
    }

    static string Slug(string name)
    {
        var slug = new StringBuilder();
        foreach (var c in name.Normalize(NormalizationForm.FormD))
        {
            if (char.IsAsciiLetterOrDigit(c)) slug.Append(char.ToLowerInvariant(c));
            else if (slug.Length > 0 && slug[^1] != '-' && CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark) slug.Append('-');
        }
        var key = slug.ToString().Trim('-');
        return key.Length == 0 ? "stage" : key;
    }
}
