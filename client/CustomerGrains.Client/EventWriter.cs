using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CustomerGrains.Client;

/// <summary>What differs between the kinds of events.</summary>
readonly record struct EventBody(string? Name, object? Properties, object? Traits, string? GroupId, string? PreviousId);

/// <summary>Writes an event as the Segment protocol has it.</summary>
static class EventWriter
{
    // JSON only, never inside HTML: names and prices in any script stay short and readable.
    static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    static readonly JsonWriterOptions Raw = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static CustomerEvent Write(EventKind kind, Customer customer, in EventBody body, EventOptions? options, TimeProvider? time)
    {
        if (customer.Key.Length == 0)
            throw new ArgumentException("An event needs a customer: a user id or an anonymous id.", nameof(customer));
        var now = (time ?? TimeProvider.System).GetUtcNow();
        var messageId = options?.MessageId is { } own ? Text.MessageId(own, "MessageId") : Guid.CreateVersion7(now).ToString("N");
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, Raw))
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, TypeName(kind));
            writer.WriteString("messageId"u8, messageId);
            Optional(writer, "userId"u8, customer.UserId);
            Optional(writer, "anonymousId"u8, customer.AnonymousId);
            Optional(writer, "previousId"u8, body.PreviousId);
            Optional(writer, "groupId"u8, body.GroupId);
            Optional(writer, kind is EventKind.Track ? "event"u8 : "name"u8, body.Name);
            // An explicit time is the truth; our own clock may be wrong, which the server sees from sentAt and repairs.
            if (options?.Timestamp is { } at) writer.WriteString("timestamp"u8, Iso(at));
            else writer.WriteString("originalTimestamp"u8, Iso(now));
            Optional(writer, "channel"u8, options?.Channel);
            Object(writer, "context", options?.Context);
            Object(writer, "traits", body.Traits);
            Object(writer, "properties", body.Properties);
            writer.WriteEndObject();
        }
        return new CustomerEvent(kind, customer.Key, messageId, buffer.WrittenMemory, options?.State);
    }

    public static string Iso(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static string TypeName(EventKind kind) => kind switch
    {
        EventKind.Track => "track",
        EventKind.Identify => "identify",
        EventKind.Page => "page",
        EventKind.Screen => "screen",
        EventKind.Group => "group",
        EventKind.Alias => "alias",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind of event."),
    };

    static void Optional(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null) writer.WriteString(name, value);
    }

    static void Object(Utf8JsonWriter writer, string name, object? value)
    {
        if (value is null) return;
        JsonElement element;
        try
        {
            element = JsonSerializer.SerializeToElement(value, value.GetType(), Json);
        }
        catch (Exception e) when (e is NotSupportedException or JsonException or InvalidOperationException or ArgumentException)
        {
            throw new ArgumentException($"{name} cannot be written as JSON: {e.Message}", name, e);
        }
        if (element.ValueKind != JsonValueKind.Object)
            throw new ArgumentException($"{name} must become a JSON object, not {element.ValueKind}.", name);
        writer.WritePropertyName(name);
        element.WriteTo(writer);
    }
}
