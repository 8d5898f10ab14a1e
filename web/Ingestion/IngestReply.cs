using System.Text.Json;
using System.Text.Json.Serialization;

namespace CustomerGrains.Web.Ingestion;

/// <summary>The answer to events: everything that is not rejected is durable.</summary>
/// <param name="Success">Always true: whoever gets this answer has nothing to send again.</param>
/// <param name="Accepted">Events that were new.</param>
/// <param name="Duplicates">Events whose messageId was known for their customer: they changed nothing.</param>
/// <param name="Rejected">Events that can't be recorded as they are.</param>
sealed record IngestReply(bool Success, int Accepted, int Duplicates, IReadOnlyList<RejectedEvent> Rejected) : IResult
{
    /// <summary>Nothing to record.</summary>
    public static IngestReply Empty { get; } = new(true, 0, 0, []);

    /// <summary>In one piece of known length: that spares most of what the answer to a single event costs.</summary>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(this, IngestionJson.Default.IngestReply);
        var response = httpContext.Response;
        response.ContentType = "application/json; charset=utf-8";
        response.ContentLength = json.Length;
        await response.BodyWriter.WriteAsync(json, httpContext.RequestAborted);
    }
}

/// <summary>One event that was not recorded.</summary>
/// <param name="Index">Its place in the batch, from 0.</param>
/// <param name="MessageId">Its id if it has one that can be read.</param>
/// <param name="Error">Field, value and way out in one sentence.</param>
/// <param name="Field">The field that is wrong.</param>
/// <param name="Value">What was sent there, shortened.</param>
/// <param name="Reason">What is wrong and what would be right.</param>
sealed record RejectedEvent(int Index, string? MessageId, string Error, string Field, string? Value, string Reason)
{
    public static RejectedEvent From(int index, string? messageId, string field, string? value, string reason) =>
        new(index, messageId, value is null ? $"{field}: {reason}" : $"{field}: {reason} (sent: {value})", field, value, reason);
}

/// <summary>How ingestion writes JSON: generated, so that a request costs no reflection.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(IngestReply))]
[JsonSerializable(typeof(SdkSettings))]
sealed partial class IngestionJson : JsonSerializerContext;
