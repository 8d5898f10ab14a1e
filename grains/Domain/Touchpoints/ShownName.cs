using CustomerGrains.Domain.Journal;

namespace CustomerGrains.Domain.Touchpoints;

/// <summary>The names under which people look for touchpoints.</summary>
public static class ShownName
{
    /// <summary>
    /// Whether a touchpoint goes by a name: as her touchpoints are counted by name ("Product Viewed" for every spelling of it, "Viewed Home Page"), as
    /// it was sent, or as all of its kind are called together ("Page Viewed", "Identified").
    /// </summary>
    public static bool Matches(JournalEntry entry, string name)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return name == FoldedEvent.NameOf(entry) || (entry.Kind == EntryKind.Track ? name == entry.Name : name == OfKind(entry.Kind));
    }

    static string? OfKind(EntryKind kind) => kind switch
    {
        EntryKind.Page => "Page Viewed",
        EntryKind.Screen => "Screen Viewed",
        EntryKind.Identify => "Identified",
        EntryKind.Group => "Grouped",
        EntryKind.Alias => "Aliased",
        _ => null,
    };
}
