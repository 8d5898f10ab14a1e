using CustomerGrains.Domain.Rules.Syntax;

namespace CustomerGrains.Domain.Rules.Fields;

/// <summary>
/// A field of the vocabulary: how it is written, and what is behind it. A part of its path in angle brackets stands for a name that the rule gives.
/// </summary>
sealed class Field
{
    readonly string[][] _patterns;
    readonly Func<FieldNames, Source> _make;

    public Field(VocabularyItem item, Func<FieldNames, Source> make)
    {
        Item = item;
        _make = make;
        Paths = [item.Path, .. item.Aliases];
        _patterns = [.. Paths.Select(path => path.Split('.'))];
    }

    public VocabularyItem Item { get; }

    /// <summary>All spellings.</summary>
    public IReadOnlyList<string> Paths { get; }

    /// <summary>Why the names given can't be, or null.</summary>
    public Func<FieldNames, Objection?>? Check { get; init; }

    /// <summary>Whether the last name may be several: one within another.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Whether it is decided after the journey's stages, so that they can't ask for it.</summary>
    public bool IsAfterStages { get; private init; }

    /// <summary>The same field, decided after the stages.</summary>
    public Field AfterStages(Func<FieldNames, Objection?>? check = null) => new(Item, _make) { Check = check ?? Check, IsOpen = IsOpen, IsAfterStages = true };

    /// <summary>The same field with another source.</summary>
    public Field Replace(Func<FieldNames, Source> make) => new(Item, make) { Check = Check, IsOpen = IsOpen, IsAfterStages = IsAfterStages };

    /// <summary>What is asked for; <see cref="Check"/> the names first.</summary>
    public Source Make(FieldNames names) => _make(names);

    /// <summary>The names given, if a path is a spelling of this field; else null.</summary>
    public FieldNames? Match(IReadOnlyList<PathPart> parts)
    {
        foreach (var pattern in _patterns)
        {
            if (Match(pattern, parts) is { } names)
                return names;
        }

        return null;
    }

    FieldNames? Match(string[] pattern, IReadOnlyList<PathPart> parts)
    {
        if (IsOpen ? parts.Count < pattern.Length : parts.Count != pattern.Length)
            return null;
        var (names, spelled) = (new List<string>(), new List<string>());
        for (var i = 0; i < parts.Count; i++)
        {
            var expected = pattern[Math.Min(i, pattern.Length - 1)];
            var part = parts[i];
            if (expected[0] == '<')
                names.Add(part.Text);
            else if (part.Quoted || !part.Text.Equals(expected, StringComparison.OrdinalIgnoreCase))
                return null;
            spelled.Add(expected[0] == '<' ? Spell(part) : expected);
        }

        return new(string.Join('.', spelled), names);
    }

    static string Spell(PathPart part) => part.Quoted && !IsPlain(part.Text) ? Quote(part.Text) : part.Text;

    static bool IsPlain(string text) =>
        text.Length > 0 && (char.IsLetter(text[0]) || text[0] == '_') && text.All(c => char.IsLetterOrDigit(c) || c == '_');

    /// <summary>Text in quotes, as rules write it.</summary>
    public static string Quote(string text) =>
        $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}

/// <summary>A path as it was matched.</summary>
/// <param name="Path">In the vocabulary's spelling.</param>
/// <param name="Names">The names given, in order.</param>
sealed record FieldNames(string Path, IReadOnlyList<string> Names)
{
    public string First => Names[0];
}
