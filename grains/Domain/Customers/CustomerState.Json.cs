using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CustomerGrains.Domain.Customers;

/// <content>The canonical JSON.</content>
public sealed partial class CustomerState
{
    /// <summary>The whole state as canonical JSON: equal states give equal bytes.</summary>
    public byte[] ToJson() => Write(ToDocument());

    /// <summary>
    /// The canonical JSON without what depends on the order of arrival: the version, places in journals and times of arrival, how far and when ids were
    /// absorbed, the decision history, and follow-ups.
    /// </summary>
    public byte[] FactsToJson() => Write(ToDocument() with
    {
        Version = 0,
        Settled = 0,
        Links = _links?.ConvertAll(link => new LinkedId(link.Id, 0, DateTimeOffset.UnixEpoch)),
        Recent = _recent?.Facts(),
        Stages = null,
        Segments = null,
        FollowUps = null,
    });

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">UTF-8.</param>
    /// <exception cref="JsonException">Not such a document, or one of another format: fold the journal instead.</exception>
    public static CustomerState FromJson(ReadOnlySpan<byte> json)
    {
        var document = JsonSerializer.Deserialize(json, StateJson.Default.StateDocument);
        if (document is not { Format: StateDocument.CurrentFormat, Id: { } id })
            throw new JsonException($"Not a customer's state of format {StateDocument.CurrentFormat}.");
        return new(id)
        {
            Version = document.Version,
            SettledAt = document.Settled,
            Known = document.Known,
            LinkedTo = document.LinkedTo,
            _links = document.Links,
            Touchpoints = document.Touchpoints,
            _recent = document.Recent,
            _traits = document.Traits,
            _choices = document.Choices,
            _consents = document.Consents,
            Interests = document.Interests,
            Cart = document.Cart,
            Purchases = document.Purchases,
            Scores = document.Scores,
            Tickets = document.Tickets,
            Journey = document.Journey,
            _stages = document.Stages,
            _segments = document.Segments,
            FollowUps = document.FollowUps,
        };
    }

    StateDocument ToDocument() => new()
    {
        Format = StateDocument.CurrentFormat,
        Id = Id,
        Version = Version,
        Settled = SettledAt,
        Known = Known,
        LinkedTo = LinkedTo,
        Links = _links,
        Touchpoints = Touchpoints,
        Recent = _recent,
        Traits = NotEmpty(_traits),
        Choices = NotEmpty(_choices),
        Consents = _consents,
        Interests = Interests,
        Cart = Cart,
        Purchases = Purchases,
        Scores = Scores,
        Tickets = Tickets,
        Journey = Journey,
        Stages = _stages,
        Segments = NotEmpty(_segments),
        FollowUps = FollowUps,
    };

    // Text is written as it is instead of escaping everything beyond ASCII: the JSON is stored, never put into a page.
    static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    static byte[] Write(StateDocument document)
    {
        var buffer = new ArrayBufferWriter<byte>(2048);
        using var writer = new Utf8JsonWriter(buffer, Writing);
        JsonSerializer.Serialize(writer, document, StateJson.Default.StateDocument);
        return buffer.WrittenSpan.ToArray();
    }

    static List<T>? NotEmpty<T>(List<T>? list) => list is { Count: > 0 } ? list : null;
}
