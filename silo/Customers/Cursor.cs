using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace CustomerGrains.Silo.Customers;

/// <summary>A place in a list ordered by time and id, as opaque text.</summary>
readonly record struct Cursor(long Time, long Seq, string Id)
{
    public static string Format(long time, long seq, string id) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{time}.{seq}.{id}")));

    public static Cursor? Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        var bytes = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        if (Base64Url.IsValid(text) && Base64Url.TryDecodeFromChars(text, bytes, out var length))
        {
            var parts = Encoding.UTF8.GetString(bytes, 0, length).Split('.', 3);
            if (parts.Length == 3 && Number(parts[0], out var time) && Number(parts[1], out var seq))
                return new(time, seq, parts[2]);
        }

        throw new FormatException("This is not a cursor of this list: take it from the page before, or leave it out to start again.");
    }

    static bool Number(string text, out long number) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
}
