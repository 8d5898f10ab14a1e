using System.Text.Json;
using System.Text.Json.Serialization;

namespace CustomerGrains.Grains.Customers;

/// <summary>A cache of a fold: the state after one entry of the journal. It may be missing, old or wrong; the journal is the truth.</summary>
public sealed class CustomerSnapshot
{
    /// <summary>The entry after which it was taken.</summary>
    public long Seq { get; set; }

    /// <summary>What that entry was: its <see cref="EntryAnchor"/> as text.</summary>
    public string Anchor { get; set; } = "";

    /// <summary>The state's canonical JSON; it says itself of which format it is.</summary>
    [JsonConverter(typeof(RawJson))]
    public byte[] State { get; set; } = [];

    sealed class RawJson : JsonConverter<byte[]>
    {
        public override byte[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            using var document = JsonDocument.ParseValue(ref reader);
            return System.Text.Encoding.UTF8.GetBytes(document.RootElement.GetRawText());
        }

        public override void Write(Utf8JsonWriter writer, byte[] value, JsonSerializerOptions options)
        {
            if (value.Length == 0)
            {
                writer.WriteNullValue();
            }
            else
            {
                writer.WriteRawValue(value, skipInputValidation: true);
            }
        }
    }
}
