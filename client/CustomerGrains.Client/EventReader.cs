using System.Text.Json;

namespace CustomerGrains.Client;

/// <summary>Reads from an event that is JSON already what delivery needs to know.</summary>
static class EventReader
{
    public static CustomerEvent Read(ReadOnlyMemory<byte> json, object? state)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                throw new ArgumentException($"An event is a JSON object, not {root.ValueKind}.", nameof(json));
            var type = Member(root, "type") ?? throw Missing("type");
            if (KindOf(type) is not { } kind)
                throw new ArgumentException($"type is \"{type}\"; it must be track, identify, page, screen, group or alias.", nameof(json));
            var messageId = Text.MessageId(Member(root, "messageId") ?? throw Missing("messageId"), "messageId");
            var customer = Text.Id(Member(root, "userId") ?? Member(root, "anonymousId") ?? throw Missing("userId or anonymousId"), "userId");
            return new CustomerEvent(kind, customer, messageId, json, state);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new ArgumentException($"The event is not JSON: {e.Message}", nameof(json), e);
        }
    }

    static ArgumentException Missing(string member) => new($"The event has no {member}.");

    static string? Member(JsonElement root, string name) => !root.TryGetProperty(name, out var value) ? null : value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        // SDKs send ids of databases as numbers; the server takes their text.
        JsonValueKind.Number => value.GetRawText(),
        _ => throw new ArgumentException($"{name} is {value.ValueKind}; it must be text.", nameof(root)),
    };

    static EventKind? KindOf(string type) => type switch
    {
        "track" => EventKind.Track,
        "identify" => EventKind.Identify,
        "page" => EventKind.Page,
        "screen" => EventKind.Screen,
        "group" => EventKind.Group,
        "alias" => EventKind.Alias,
        _ => null,
    };
}
