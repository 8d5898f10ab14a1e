using System.Runtime.InteropServices;
using System.Text.Json;
using CustomerGrains.Domain.Touchpoints;

namespace CustomerGrains.Web.Debugger;

/// <summary>What is kept of bodies: their beginning, and no write key.</summary>
static class KeyBody
{
    /// <summary>The most that is kept of one body.</summary>
    public const int Most = 4_096;

    /// <summary>The same event if its body is small enough, else one with a copy of the beginning: the rest must not stay in memory.</summary>
    public static Touchpoint Of(Touchpoint touchpoint, out bool cut)
    {
        cut = touchpoint.Body.Length > Most;
        return cut ? touchpoint with { Body = Beginning(touchpoint.Body.Span) } : touchpoint;
    }

    /// <summary>A copy of an event that was rejected.</summary>
    public static byte[] Of(JsonElement item, out bool cut)
    {
        var text = EventBody.WithoutWriteKey(item);
        cut = text.Length > Most;
        return cut ? Beginning(text) : text;
    }

    /// <summary>A copy of a body that could not be read; null if there may be a write key in it.</summary>
    public static byte[]? OfUnreadable(ReadOnlySpan<byte> body, out bool cut)
    {
        cut = body.Length > Most;
        // Without parsing nobody can take the key out.
        if (body.IsEmpty || body.IndexOf("writeKey"u8) >= 0) return null;
        return Beginning(body);
    }

    /// <summary>A member of an event that was rejected, if it is text; shortened.</summary>
    public static string? Text(JsonElement item, string name, int longest)
    {
        if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty(name, out var value) || value.ValueKind != JsonValueKind.String) return null;
        // Escapes only make it shorter; half a surrogate pair is no text.
        if (JsonMarshal.GetRawUtf8Value(value).Length > 64 * 1024) return null;
        try
        {
            var text = value.GetString()!;
            return text.Length <= longest ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[longest - 1]) ? longest - 1 : longest), "…");
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    static byte[] Beginning(ReadOnlySpan<byte> text)
    {
        if (text.Length <= Most) return text.ToArray();
        var end = Most;
        // Not in the middle of a character.
        while (end > Most - 4 && (text[end] & 0xC0) == 0x80) end--;
        return text[..end].ToArray();
    }
}
