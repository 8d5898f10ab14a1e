using System.Globalization;

namespace CustomerGrains.Domain.Rules.Syntax;

/// <summary>Dates and times as rules and traits write them: ISO 8601, UTC unless an offset is given.</summary>
static class Dates
{
    static readonly string[] Formats =
    [
        "yyyy-MM-dd", "yyyy-MM-ddTHH:mm", "yyyy-MM-ddTHH:mm:ss", "yyyy-MM-ddTHH:mm:ss.FFFFFFF", "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK",
        "yyyy-MM-ddTHH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss",
    ];

    public static bool TryParse(ReadOnlySpan<char> text, out long milliseconds)
    {
        var read = DateTimeOffset.TryParseExact(
            text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time);
        milliseconds = read ? time.ToUnixTimeMilliseconds() : 0;
        return read;
    }

    /// <summary>As a rule would write it, without what is zero.</summary>
    public static string Write(long milliseconds)
    {
        var time = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime;
        var format = time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd"
            : time is { Second: 0, Millisecond: 0 } ? "yyyy-MM-dd'T'HH:mm"
            : time.Millisecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss" : "yyyy-MM-dd'T'HH:mm:ss.fff";
        return time.ToString(format, CultureInfo.InvariantCulture);
    }
}
