using System.Buffers.Text;
using System.Text;

namespace Orleans.Embedded;

/// <summary>
/// A grain key as stored rows have it. Text that reads as a GUID (32 hexadecimal digits) or as a hexadecimal number, optionally with
/// "+extension", is stored as a number: so "cafe" and "CAFE" are two grains but one row. Orleans does the same, and a database must
/// serve both engines: give keys from outside a prefix that is not hexadecimal.
/// </summary>
readonly record struct StorageKey(int Hash, long N0, long N1, string? Text)
{
    const int GuidDigits = 32;

    public static StorageKey Of(string key)
    {
        var bytes = Encoding.UTF8.GetBytes(key);
        return OfGuid(bytes) ?? OfNumber(bytes) ?? new(HashOf(Reversed(bytes)), 0, 0, key);
    }

    public static int HashOf(string text) => HashOf(Encoding.UTF8.GetBytes(text));

    static StorageKey? OfGuid(byte[] key)
    {
        if (key.Length != GuidDigits && !(key.Length > GuidDigits && key[GuidDigits] == '+')) return null;
        if (!Utf8Parser.TryParse(key.AsSpan(0, GuidDigits), out Guid guid, out var length, 'N') || length != GuidDigits) return null;
        var bytes = guid.ToByteArray();
        var extension = key.Length > GuidDigits ? key[(GuidDigits + 1)..] : null;
        return new(
            HashOf(Reversed([.. bytes, .. extension ?? []])),
            BitConverter.ToInt64(bytes, 0),
            BitConverter.ToInt64(bytes, 8),
            extension is null ? null : Encoding.UTF8.GetString(extension));
    }

    static StorageKey? OfNumber(byte[] key)
    {
        var plus = Array.IndexOf(key, (byte)'+');
        var digits = plus < 0 ? key : key[..plus];
        if (!Utf8Parser.TryParse(digits, out long number, out var length, 'X') || length != digits.Length) return null;
        var extension = plus < 0 ? null : key[(plus + 1)..];
        return new(
            HashOf(Reversed([.. BitConverter.GetBytes(number), .. extension ?? []])),
            0,
            number,
            extension is null ? null : Encoding.UTF8.GetString(extension));
    }

    static byte[] Reversed(byte[] bytes)
    {
        if (BitConverter.IsLittleEndian) Array.Reverse(bytes);
        return bytes;
    }

    static int HashOf(byte[] bytes) => unchecked((int)XxHash32.Of(bytes));
}
