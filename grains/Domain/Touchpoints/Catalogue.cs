using System.Collections.Frozen;
using CustomerGrains.Domain.Kpis;

namespace CustomerGrains.Domain.Touchpoints;

/// <summary>A name of the catalogue.</summary>
/// <param name="name">The spelling under which it is counted and shown.</param>
/// <param name="meaning">What it means to the fold.</param>
public sealed class CatalogueEntry(string name, Meaning meaning)
{
    /// <summary>The spelling under which it is counted and shown.</summary>
    public string Name { get; } = name;

    /// <summary>What it means to the fold.</summary>
    public Meaning Meaning { get; } = meaning;

    /// <summary>The counters' dimension of this name in each channel, made once: every event needs one.</summary>
    internal string[] Dimensions { get; } = TouchpointDimension.ByChannel(name);
}

/// <summary>
/// Maps names of track events to meanings. Spellings match without regard to case; blanks at the ends are dropped and several in a row count as one.
/// Immutable. The fold knows <see cref="Default"/> alone: names that an installation adds are replaced at the door.
/// </summary>
public sealed class Catalogue
{
    readonly FrozenDictionary<string, CatalogueEntry> _entries;

    Catalogue(IEnumerable<KeyValuePair<string, CatalogueEntry>> entries) =>
        _entries = entries.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Segment's e-commerce names, their older spellings, and ours for experience.</summary>
    public static Catalogue Default { get; } = new(StandardNames.All());

    /// <summary>This catalogue and more names.</summary>
    /// <param name="aliases">A name as it is sent, and the name of this catalogue that it stands for: ("Purchase", "Order Completed").</param>
    /// <exception cref="ArgumentException">A name is empty, or stands for something that is not in the catalogue.</exception>
    public Catalogue With(IEnumerable<KeyValuePair<string, string>> aliases)
    {
        ArgumentNullException.ThrowIfNull(aliases);
        var entries = new Dictionary<string, CatalogueEntry>(_entries, StringComparer.OrdinalIgnoreCase);
        foreach (var (alias, name) in aliases)
        {
            var key = SingleSpaced(alias);
            if (key.Length == 0)
                throw new ArgumentException("A name of the catalogue is empty.", nameof(aliases));
            entries[key] = Find(name) ?? throw new ArgumentException($"'{alias}' can't stand for '{name}', which is not in the catalogue.", nameof(aliases));
        }

        return new(entries);
    }

    /// <summary>The entry of a name, or null if it has no meaning.</summary>
    public CatalogueEntry? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _entries.GetValueOrDefault(name) ?? (IsSingleSpaced(name) ? null : _entries.GetValueOrDefault(SingleSpaced(name)));
    }

    static bool IsSingleSpaced(string name)
    {
        if (name.Length == 0)
            return true;
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsWhiteSpace(name[i]) && (name[i] != ' ' || i == 0 || i == name.Length - 1 || name[i - 1] == ' '))
                return false;
        }

        return true;
    }

    static string SingleSpaced(string name) =>
        string.Join(' ', name.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
}
