using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;
using CustomerGrains.Domain.Journal;

namespace CustomerGrains.Domain.Touchpoints;

/// <summary>
/// The door: turns what a Segment SDK sends into a <see cref="Touchpoint"/>, or says why not. Fields that have a meaning must be right, by the very readers
/// that the fold uses; fields without one are kept as they are and are never a reason to reject.
/// </summary>
public static class TouchpointReader
{
    /// <summary>The largest event, in bytes of JSON.</summary>
    public const int MaxBytes = 32_768;

    /// <summary>The longest customer, anonymous, previous or group id.</summary>
    public const int MaxId = 256;

    /// <summary>The longest message id.</summary>
    public const int MaxMessageId = 100;

    /// <summary>The longest name of an event, page or screen.</summary>
    public const int MaxName = 200;

    /// <summary>Reads one event. Never throws, whatever was sent.</summary>
    /// <param name="message">The event.</param>
    /// <param name="kindFromPath">The kind that the address named (<c>track</c> or <c>t</c> ...), which wins over <c>type</c>; null in a batch.</param>
    /// <param name="receivedAt">When it arrived.</param>
    /// <param name="batchSentAt">When its batch was sent, by the sender's clock; the event's own sentAt wins.</param>
    /// <param name="newMessageId">Makes an id for an event that has none.</param>
    /// <param name="catalogue">What names mean, those of this installation included; the default one if null.</param>
    public static TouchpointReading Read(
        JsonElement message,
        string? kindFromPath,
        DateTimeOffset receivedAt,
        DateTimeOffset? batchSentAt,
        Func<string> newMessageId,
        Catalogue? catalogue = null)
    {
        ArgumentNullException.ThrowIfNull(newMessageId);
        var fields = new Fields(message, "");
        if (message.ValueKind != JsonValueKind.Object)
            return new(null, null, message.ValueKind == JsonValueKind.Undefined
                ? new FieldError("", null, "is missing: send a JSON object")
                : FieldError.Of("", message, "must be a JSON object"));

        var messageId = fields.Key("messageId", MaxMessageId);
        if (messageId is null && fields.Error is null)
            messageId = newMessageId();
        if (CheckWhole(message) is { } unfit)
            return new(null, messageId, unfit);

        var touchpoint = ReadFields(ref fields, message, kindFromPath, messageId ?? "", receivedAt.ToWholeMilliseconds(), batchSentAt, catalogue ?? Catalogue.Default);
        return fields.Error is { } error ? new(null, messageId, error) : new(touchpoint, messageId, null);
    }

    static Touchpoint ReadFields(
        ref Fields fields,
        JsonElement message,
        string? kindFromPath,
        string messageId,
        DateTimeOffset receivedAt,
        DateTimeOffset? batchSentAt,
        Catalogue catalogue)
    {
        var kind = KindReader.Read(ref fields, kindFromPath);
        var userId = fields.Key("userId", MaxId);
        var anonymousId = fields.Key("anonymousId", MaxId);
        if (userId is null && anonymousId is null)
            fields.Fail("userId", "is missing: an event needs userId or anonymousId");
        var previousId = kind == EntryKind.Alias ? AliasReader.PreviousId(ref fields, userId) : null;
        var properties = fields.Object("properties", "such as {\"price\": 49.90}");
        fields.Object("traits", "such as {\"email\": \"ada@example.com\"}");
        var name = Name(ref fields, kind);
        var known = kind == EntryKind.Track ? catalogue.Find(name) : null;
        // A name that only this installation knows is journalled as what it stands for: so the fold needs no settings, and another setting changes no past.
        if (known is not null && known != Catalogue.Default.Find(name))
            name = known.Name;
        var meaning = known?.Meaning ?? Meaning.None;
        var channel = ChannelReader.Read(message, properties, kind, meaning);
        fields.Fail(MeaningReader.Check(properties, meaning, channel));
        var occurredAt = TimeReader.Read(ref fields, receivedAt, batchSentAt);
        return new(
            messageId, kind, name, channel, userId, anonymousId, previousId, occurredAt, receivedAt,
            fields.Error is null ? EventBody.WithoutWriteKey(message) : default);
    }

    static string Name(ref Fields fields, EntryKind kind) => kind switch
    {
        EntryKind.Track => fields.Required("event", MaxName, "\"Product Viewed\"")?.Trim() ?? "",
        EntryKind.Page or EntryKind.Screen => fields.Key("name", MaxName)?.Trim() ?? "",
        EntryKind.Group => fields.Required("groupId", MaxId, "\"acme\"") ?? "",
        _ => "",
    };

    static FieldError? CheckWhole(JsonElement message)
    {
        var raw = JsonMarshal.GetRawUtf8Value(message);
        if (raw.Length > MaxBytes)
            return new("", null, string.Create(CultureInfo.InvariantCulture, $"is too large: {raw.Length} bytes of JSON, {MaxBytes} are the most"));
        return Utf8.IsValid(raw) ? null : new("", null, "is not valid UTF-8: send UTF-8");
    }
}
