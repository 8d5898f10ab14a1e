using System.Buffers;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace CustomerGrains.Domain.Touchpoints;

/// <summary>The raw text of an event as the journal keeps it.</summary>
public static class EventBody
{
    /// <summary>A copy of the text, without a top-level writeKey: a credential has no place in the journal.</summary>
    public static byte[] WithoutWriteKey(JsonElement message)
    {
        var raw = JsonMarshal.GetRawUtf8Value(message);
        return raw.IndexOf("writeKey"u8) < 0 && raw.IndexOf((byte)'\\') < 0 ? raw.ToArray() : Filter(raw);
    }

    static byte[] Filter(ReadOnlySpan<byte> raw)
    {
        var kept = new ArrayBufferWriter<byte>(raw.Length);
        var reader = new Utf8JsonReader(raw);
        reader.Read();
        kept.Write("{"u8);
        var found = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var start = (int)reader.TokenStartIndex;
            var isKey = IsWriteKey(ref reader);
            reader.Read();
            reader.Skip();
            found |= isKey;
            if (isKey)
                continue;
            if (kept.WrittenCount > 1)
                kept.Write(","u8);
            kept.Write(raw[start..(int)reader.BytesConsumed]);
        }

        kept.Write("}"u8);
        return found ? kept.WrittenSpan.ToArray() : raw.ToArray();
    }

    static bool IsWriteKey(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.ValueTextEquals("writeKey"u8);
        }
        catch (InvalidOperationException)
        {
            // A name with half of a surrogate pair is not this one.
            return false;
        }
    }
}
