using System.Globalization;
using System.Text;

namespace CustomerGrains.Domain.Rules.Syntax;

/// <summary>Spans of time as rules write them.</summary>
static class Durations
{
    /// <summary>The longest: ten years of 365 days.</summary>
    public const long Max = 3650 * Day;

    const long Second = 1_000;
    const long Minute = 60 * Second;
    const long Hour = 60 * Minute;
    const long Day = 24 * Hour;
    const long Week = 7 * Day;

    static readonly (long Size, string Short)[] Shown = [(Day, "d"), (Hour, "h"), (Minute, "m"), (Second, "s")];

    /// <summary>The milliseconds of a unit, or 0 if the word is none.</summary>
    public static long UnitOf(ReadOnlySpan<char> word)
    {
        Span<char> lower = stackalloc char[8];
        if (word.Length > lower.Length)
            return 0;
        var length = word.ToLowerInvariant(lower);
        return lower[..Math.Max(length, 0)] switch
        {
            "s" or "sec" or "secs" or "second" or "seconds" => Second,
            "m" or "min" or "mins" or "minute" or "minutes" => Minute,
            "h" or "hr" or "hrs" or "hour" or "hours" => Hour,
            "d" or "day" or "days" => Day,
            "w" or "week" or "weeks" => Week,
            _ => 0,
        };
    }

    /// <summary>The days that stand for a unit without a fixed length, or 0.</summary>
    public static int DaysOfVagueUnit(ReadOnlySpan<char> word)
    {
        Span<char> lower = stackalloc char[8];
        if (word.Length > lower.Length)
            return 0;
        var length = word.ToLowerInvariant(lower);
        return lower[..Math.Max(length, 0)] switch
        {
            "month" or "months" or "mo" => 30,
            "year" or "years" or "y" or "yr" or "yrs" => 365,
            _ => 0,
        };
    }

    /// <summary>As a rule would write it: 1h30m.</summary>
    public static string Write(long milliseconds)
    {
        var text = new StringBuilder();
        foreach (var (size, unit) in Shown)
        {
            var count = milliseconds / size;
            milliseconds -= count * size;
            if (count > 0)
                text.Append(CultureInfo.InvariantCulture, $"{count}{unit}");
        }

        // A fraction of a second is written as one: 0.5s.
        if (milliseconds > 0 || text.Length == 0)
            text.Append(CultureInfo.InvariantCulture, $"{milliseconds / 1000m:0.###}s");
        return text.ToString();
    }
}
