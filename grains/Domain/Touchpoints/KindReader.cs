using CustomerGrains.Domain.Journal;

namespace CustomerGrains.Domain.Touchpoints;

/// <summary>What kind of event it is: by the address, else by its type.</summary>
static class KindReader
{
    public static EntryKind Read(ref Fields fields, string? kindFromPath)
    {
        if (Parse(kindFromPath) is { } kind)
            return kind;
        var type = fields.Required("type", 20, "\"track\"");
        if (Parse(type) is { } named)
            return named;
        fields.Fail("type", "must be identify, track, page, screen, group or alias");
        return EntryKind.Track;
    }

    static EntryKind? Parse(string? word) => word switch
    {
        "identify" or "i" => EntryKind.Identify,
        "track" or "t" => EntryKind.Track,
        "page" or "p" => EntryKind.Page,
        "screen" or "s" => EntryKind.Screen,
        "group" or "g" => EntryKind.Group,
        "alias" or "a" => EntryKind.Alias,
        _ => null,
    };
}
