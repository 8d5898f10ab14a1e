using System.Text.Json;
using CustomerGrains.Domain.Journal;

namespace CustomerGrains.Domain.Touchpoints;

/// <summary>
/// Where an event happened: as said (context.channel, properties.channel or channel, if it is a word we know); else e-mail for messages, phone for
/// tickets, and what the sending library or the kind of event tells; else a server.
/// </summary>
static class ChannelReader
{
    static readonly string[] MobileLibraries = ["ios", "android", "react-native", "react_native", "flutter", "swift", "kotlin"];

    public static Channel Read(JsonElement message, JsonElement properties, EntryKind kind, Meaning meaning)
    {
        JsonRead.TryGet(message, "context", out var context);
        return Said(context) ?? Said(properties) ?? Said(message) ?? Derived(context, kind, meaning);
    }

    static Channel? Said(JsonElement element) =>
        JsonRead.TryGet(element, "channel", out var value) && value.ValueKind == JsonValueKind.String ? ChannelNames.Parse(JsonRead.Text(value)) : null;

    static Channel Derived(JsonElement context, EntryKind kind, Meaning meaning)
    {
        if (meaning is Meaning.MessageDelivered or Meaning.MessageEngaged or Meaning.MessageUnsubscribed)
            return Channel.Email;
        if (LibraryOf(context) is { } channel)
            return channel;
        return kind switch
        {
            EntryKind.Screen => Channel.Mobile,
            EntryKind.Page => Channel.Web,
            _ => meaning is Meaning.TicketOpened or Meaning.TicketUpdated or Meaning.TicketResolved ? Channel.Phone : Channel.Server,
        };
    }

    static Channel? LibraryOf(JsonElement context)
    {
        if (!JsonRead.TryGet(context, "library", out var library) || !JsonRead.TryGet(library, "name", out var value)
            || value.ValueKind != JsonValueKind.String || JsonRead.Text(value) is not { } name)
            return null;
        if (name.Contains("analytics.js", StringComparison.OrdinalIgnoreCase) || name.Contains("analytics-next", StringComparison.OrdinalIgnoreCase))
            return Channel.Web;
        return Array.Exists(MobileLibraries, word => name.Contains(word, StringComparison.OrdinalIgnoreCase)) ? Channel.Mobile : null;
    }
}
