using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CustomerGrains.Domain.Touchpoints;

namespace CustomerGrains.Domain.Identity;

/// <summary>A JSON value that is kept as it is: minified, and valid Unicode throughout.</summary>
/// <param name="Text">The JSON.</param>
[JsonConverter(typeof(RawJsonConverter))]
public readonly record struct RawJson(string Text)
{
    /// <summary>The JSON null.</summary>
    public static RawJson Null { get; } = new("null");

    /// <summary>Whether the value is null.</summary>
    public bool IsNull => Text is null or "null";

    /// <summary>The text of a JSON string or number; null for anything else.</summary>
    public string? AsText()
    {
        if (Text is null || Text.Length == 0 || Text[0] is '{' or '[' or 't' or 'f' or 'n')
            return null;
        return Text[0] == '"' ? JsonSerializer.Deserialize(Text, BodyJson.Default.String) : Text;
    }

    /// <summary>
    /// Takes a value of an event: strings are cut to <paramref name="maxText"/> characters; objects and arrays of more than <paramref name="maxBytes"/>
    /// bytes, and what is no valid Unicode, are not taken (null).
    /// </summary>
    internal static RawJson? Take(JsonElement value, int maxText, int maxBytes)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null:
                return Null;
            case JsonValueKind.String:
                return JsonRead.Text(value) is { } text ? new(Quote(JsonRead.Cut(text, maxText))) : null;
            case JsonValueKind.True or JsonValueKind.False:
                return new(value.GetRawText());
            case JsonValueKind.Number:
                return value.GetRawText() is { } number && number.Length <= maxText ? new(number) : null;
            default:
                return Minify(value) is { } json && json.Length <= maxBytes ? new(Encoding.UTF8.GetString(json)) : null;
        }
    }

    static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    static string Quote(string text)
    {
        var buffer = new ArrayBufferWriter<byte>(text.Length + 16);
        using var writer = new Utf8JsonWriter(buffer, Writing);
        writer.WriteStringValue(text);
        writer.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    static byte[]? Minify(JsonElement value)
    {
        try
        {
            var buffer = new ArrayBufferWriter<byte>(256);
            using var writer = new Utf8JsonWriter(buffer, Writing);
            value.WriteTo(writer);
            writer.Flush();
            return buffer.WrittenSpan.ToArray();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}

/// <summary>Writes the value as it is.</summary>
public sealed class RawJsonConverter : JsonConverter<RawJson>
{
    /// <inheritdoc/>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return new(document.RootElement.GetRawText());
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteRawValue(value.Text ?? "null", skipInputValidation: true);
    }
}
