using System.Globalization;

namespace CustomerGrains.Web.Hosting;

/// <summary>Instants in ISO 8601: a date and a time with a zone, or a date alone, which is its beginning in UTC.</summary>
static class Iso8601
{
    static readonly string[] _formats =
    [
        "yyyy-MM-dd",
        "yyyy-MM-dd'T'HH:mmK",
        "yyyy-MM-dd'T'HH:mm:ssK",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
    ];

    public static bool TryParse(string text, out DateTimeOffset instant) => DateTimeOffset.TryParseExact(
        text, _formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out instant);
}
