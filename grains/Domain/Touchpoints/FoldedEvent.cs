using System.Text.Json;
using CustomerGrains.Domain.Journal;

namespace CustomerGrains.Domain.Touchpoints;

/// <summary>A touchpoint while it is folded: its meaning, and its body parsed if somebody needs it.</summary>
readonly struct FoldedEvent : IDisposable
{
    readonly JsonDocument? _document;

    FoldedEvent(JournalEntry entry, string name, Meaning meaning, JsonDocument? document)
    {
        Entry = entry;
        Name = name;
        Meaning = meaning;
        At = new(entry.OccurredAt.ToUnixTimeMilliseconds(), entry.MessageId ?? "");
        _document = document;
    }

    public JournalEntry Entry { get; }

    /// <summary>The name under which it is counted and shown; empty if it has none.</summary>
    public string Name { get; }

    public Meaning Meaning { get; }

    /// <summary>Whether the name is of the catalogue.</summary>
    public bool IsCatalogued => Meaning != Meaning.None;

    public Stamp At { get; }

    /// <summary>The whole event; undefined where nobody needs it.</summary>
    public JsonElement Root => _document?.RootElement ?? default;

    /// <summary>Its properties; undefined if it has none.</summary>
    public JsonElement Properties => JsonRead.TryGet(Root, "properties", out var properties) ? properties : default;

    public static FoldedEvent Of(JournalEntry entry)
    {
        var (name, meaning) = Identify(entry);
        return new(entry, name, meaning, NeedsBody(entry.Kind, meaning) ? Parse(entry.Body) : null);
    }

    /// <summary>The name by which a touchpoint is counted, without parsing it.</summary>
    public static string NameOf(JournalEntry entry) => Identify(entry).Name;

    /// <summary>What a touchpoint means, without parsing it.</summary>
    public static Meaning MeaningOf(JournalEntry entry) =>
        entry.Kind == EntryKind.Track ? Catalogue.Default.Find(entry.Name)?.Meaning ?? Meaning.None : Meaning.None;

    public void Dispose() => _document?.Dispose();

    static (string Name, Meaning Meaning) Identify(JournalEntry entry) => entry.Kind switch
    {
        EntryKind.Track => Catalogue.Default.Find(entry.Name) is { } known ? (known.Name, known.Meaning) : (entry.Name, Meaning.None),
        EntryKind.Page => (entry.Name.Length == 0 ? "Loaded a Page" : $"Viewed {entry.Name} Page", Meaning.None),
        EntryKind.Screen => (entry.Name.Length == 0 ? "Loaded a Screen" : $"Viewed {entry.Name} Screen", Meaning.None),
        _ => (entry.Name, Meaning.None),
    };

    static bool NeedsBody(EntryKind kind, Meaning meaning) => kind switch
    {
        EntryKind.Track => meaning is not (Meaning.None or Meaning.Counted or Meaning.CartCleared or Meaning.ReferralMade),
        EntryKind.Identify or EntryKind.Page or EntryKind.Screen => true,
        _ => false,
    };

    // The door lets only JSON in; a body that no longer parses must not stop the fold of everything after it.
    static JsonDocument? Parse(ReadOnlyMemory<byte> body)
    {
        try
        {
            return JsonDocument.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
