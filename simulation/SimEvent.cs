using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CustomerGrains.Simulation;

/// <summary>The kinds of events that shoppers make.</summary>
public enum SimKind
{
    /// <summary>Something was done.</summary>
    Track,

    /// <summary>A device's owner signed in.</summary>
    Identify,

    /// <summary>A page was seen.</summary>
    Page,

    /// <summary>A screen of the app was seen.</summary>
    Screen,
}

/// <summary>One event of the simulation, before it has a time and a message id.</summary>
/// <param name="Kind">Of which kind.</param>
/// <param name="UserId">Who, if she is known.</param>
/// <param name="AnonymousId">Her device, if that is all that is known, or if she signs in on it.</param>
/// <param name="Name">Name of what was done or seen.</param>
/// <param name="Body">Properties, or traits if she signs in; written as JSON.</param>
/// <param name="Channel">Where.</param>
public sealed record SimEvent(SimKind Kind, string? UserId, string? AnonymousId, string? Name, object? Body, string Channel)
{
    static readonly JsonWriterOptions _raw = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    static readonly JsonSerializerOptions _json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>What was bought, for the status line; null for everything else.</summary>
    public (decimal Total, string Currency)? Bought { get; init; }

    /// <summary>The event in the Segment protocol.</summary>
    public ReadOnlyMemory<byte> ToJson(string messageId, DateTimeOffset at)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var writer = new Utf8JsonWriter(buffer, _raw))
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, Kind switch { SimKind.Identify => "identify", SimKind.Page => "page", SimKind.Screen => "screen", _ => "track" });
            writer.WriteString("messageId"u8, messageId);
            if (UserId is not null) writer.WriteString("userId"u8, UserId);
            if (AnonymousId is not null) writer.WriteString("anonymousId"u8, AnonymousId);
            if (Name is not null) writer.WriteString(Kind == SimKind.Track ? "event"u8 : "name"u8, Name);
            // By this machine's clock, which the server repairs if it is wrong.
            writer.WriteString("originalTimestamp"u8, at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            writer.WriteString("channel"u8, Channel);
            if (Body is not null)
            {
                writer.WritePropertyName(Kind == SimKind.Identify ? "traits"u8 : "properties"u8);
                JsonSerializer.Serialize(writer, Body, Body.GetType(), _json);
            }
            writer.WriteEndObject();
        }
        return buffer.WrittenMemory;
    }
}
