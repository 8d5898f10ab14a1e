using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using CustomerGrains.Domain.Touchpoints;

namespace CustomerGrains.Web.Ingestion;

/// <summary>The events of one request: those that can be recorded, and those that are rejected one by one.</summary>
sealed class EventsReader(DateTimeOffset receivedAt, Catalogue catalogue)
{
    static readonly Func<string> _newMessageId = () => Guid.CreateVersion7().ToString("N", CultureInfo.InvariantCulture);

    /// <summary>When they arrived.</summary>
    public DateTimeOffset ReceivedAt => receivedAt;

    /// <summary>The kind that the path named; null for a batch.</summary>
    public string? Kind { get; private set; }

    /// <summary>The good ones, in the order sent.</summary>
    public List<Touchpoint> Touchpoints { get; } = [];

    /// <summary>The bad ones.</summary>
    public List<RejectedEvent> Rejected { get; } = [];

    /// <summary>The bad ones as they were sent; valid as long as the body's document.</summary>
    public List<JsonElement> RejectedItems { get; } = [];

    /// <summary>Reads a body with one event (<paramref name="kind"/> from the path) or a batch (null). The refusal concerns the whole body.</summary>
    public Refusal? Read(JsonElement body, string? kind)
    {
        Kind = kind;
        if (kind is not null)
        {
            Add(0, body, kind, batchSentAt: null);
            return null;
        }
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("batch", out var batch))
            return new(StatusCodes.Status400BadRequest, "batch", null, "Send {\"batch\": [event, ...]}.");
        if (batch.ValueKind != JsonValueKind.Array)
            return new(StatusCodes.Status400BadRequest, "batch", Excerpt(batch), "batch must be an array of events.");
        var count = batch.GetArrayLength();
        if (count > IngestionOptions.MaxBatchEvents)
            return new(StatusCodes.Status413PayloadTooLarge, "batch", count.ToString(CultureInfo.InvariantCulture), $"A batch has at most {IngestionOptions.MaxBatchEvents} events: send fewer at once.");

        var sentAt = SentAt(body);
        Touchpoints.EnsureCapacity(count);
        var index = 0;
        foreach (var item in batch.EnumerateArray()) Add(index++, item, kind: null, sentAt);
        return null;
    }

    void Add(int index, JsonElement item, string? kind, DateTimeOffset? batchSentAt)
    {
        var reading = TouchpointReader.Read(item, kind, receivedAt, batchSentAt, _newMessageId, catalogue);
        if (reading.Touchpoint is { } touchpoint) Touchpoints.Add(touchpoint);
        else if (reading.Error is { } error)
        {
            Rejected.Add(RejectedEvent.From(index, reading.MessageId, error.Field.Length == 0 ? "event" : error.Field, error.Value, error.Reason));
            RejectedItems.Add(item);
        }
    }

    static DateTimeOffset? SentAt(JsonElement body) =>
        body.TryGetProperty("sentAt", out var sent) && sent.ValueKind == JsonValueKind.String && sent.TryGetDateTimeOffset(out var time) ? time : null;

    static string Excerpt(JsonElement element)
    {
        var raw = JsonMarshal.GetRawUtf8Value(element);
        return System.Text.Encoding.UTF8.GetString(raw[..Math.Min(raw.Length, 80)]);
    }
}
