using System.Text.Json;
using System.Text.Json.Serialization;

namespace CustomerGrains.Web.Live;

/// <summary>JSON that is written already: a frame is built once, not once per serialiser.</summary>
[JsonConverter(typeof(Converter))]
readonly record struct RawJson(ReadOnlyMemory<byte> Utf8)
{
    sealed class Converter : JsonConverter<RawJson>
    {
        public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("Frames are only sent.");

        public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options) =>
            writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);
    }
}
