using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace CustomerGrains.Web.Ingestion;

/// <summary>Turns bytes into JSON, or says where they stop being JSON.</summary>
static class BodyParser
{
    /// <summary>How deep objects and arrays may be nested.</summary>
    public const int MaxDepth = 64;

    static readonly JsonDocumentOptions _options = new() { MaxDepth = MaxDepth };

    /// <summary>The document, which lives as long as the bytes do, or why there is none.</summary>
    public static (JsonDocument? Document, Refusal? Refusal) Parse(ReadOnlyMemory<byte> body)
    {
        if (body.Span is [0xef, 0xbb, 0xbf, ..]) body = body[3..];
        if (body.IsEmpty) return (null, Bad("The body is empty: send one JSON object."));
        if (!Utf8.IsValid(body.Span)) return (null, Bad("The body is not UTF-8."));
        try
        {
            return (JsonDocument.Parse(body, _options), null);
        }
        catch (JsonException e)
        {
            return (null, Bad(Describe(e)));
        }
    }

    /// <summary>The write key in a body, or null. Browsers send it there when a page may not set headers.</summary>
    public static string? WriteKeyOf(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object || !body.TryGetProperty("writeKey", out var key) || key.ValueKind != JsonValueKind.String) return null;
        try
        {
            return key.GetString();
        }
        catch (InvalidOperationException)
        {
            return null; // Half a surrogate pair: no key of ours.
        }
    }

    static Refusal Bad(string reason) => new(StatusCodes.Status400BadRequest, "body", null, reason);

    static string Describe(JsonException e)
    {
        // The framework's text ends with its own count of lines, from 0; people count from 1.
        var text = e.Message;
        var end = text.IndexOf(" LineNumber:", StringComparison.Ordinal);
        if (end > 0) text = text[..end];
        return string.Create(CultureInfo.InvariantCulture, $"The body is not JSON: line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}: {text}");
    }
}
