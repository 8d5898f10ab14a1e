using System.Globalization;

namespace CustomerGrains.Domain.Rules.Fields;

/// <summary>Values for people: evidence, and the words in which a transition says why.</summary>
static class Shown
{
    const int MaxText = 60;
    const int MaxListed = 5;

    const long Second = 1_000;
    const long Minute = 60 * Second;
    const long Hour = 60 * Minute;
    const long Day = 24 * Hour;

    public static string Number(decimal value) => value.ToString("#,0.######", CultureInfo.InvariantCulture);

    public static string Money(decimal value, string? currency)
    {
        var amount = value.ToString("#,0.00####", CultureInfo.InvariantCulture);
        return string.IsNullOrEmpty(currency) ? amount : $"{amount} {currency}";
    }

    public static string Text(ReadOnlySpan<char> text) =>
        text.Length <= MaxText ? $"\"{text}\"" : $"\"{text[..(char.IsHighSurrogate(text[MaxText - 2]) ? MaxText - 2 : MaxText - 1)]}…\"";

    public static string List(IReadOnlyList<string> members)
    {
        var shown = string.Join(", ", members.Take(MaxListed).Select(member => Text(member)));
        return members.Count <= MaxListed ? shown : string.Create(CultureInfo.InvariantCulture, $"{shown} and {members.Count - MaxListed} more");
    }

    public static string Json(string json) => json is ['"', ..]
        ? Text(new Identity.RawJson(json).AsText())
        : json switch { "true" => "yes", "false" => "no", _ => json.Length <= MaxText ? json : string.Concat(json.AsSpan(0, MaxText - 1), "…") };

    /// <summary>The two largest units: 3 d 4 h.</summary>
    public static string Duration(long milliseconds)
    {
        var sign = milliseconds < 0 ? "-" : "";
        var rest = Math.Abs(milliseconds);
        if (rest < Second)
            return string.Create(CultureInfo.InvariantCulture, $"{sign}{rest} ms");
        (long Size, string Unit)[] units = [(Day, "d"), (Hour, "h"), (Minute, "min"), (Second, "s")];
        var first = Array.FindIndex(units, unit => rest >= unit.Size);
        var (size, name) = units[first];
        var text = string.Create(CultureInfo.InvariantCulture, $"{sign}{rest / size:#,0} {name}");
        var second = first + 1 < units.Length ? rest % size / units[first + 1].Size : 0;
        // Of many days nobody asks for the hours.
        return second == 0 || (size == Day && rest >= 10 * Day) ? text : string.Create(CultureInfo.InvariantCulture, $"{text} {second} {units[first + 1].Unit}");
    }

    /// <summary>An instant and how long ago it is: 12:03 UTC (45 min ago); with its date where that is not today's.</summary>
    public static string Time(long time, long now)
    {
        var away = now - time;
        return $"{Instant(time, now)} ({(away >= 0 ? $"{Duration(away)} ago" : $"in {Duration(-away)}")})";
    }

    /// <summary>An instant, with its date where that is not today's.</summary>
    public static string Instant(long time, long now)
    {
        var (at, today) = (Utc(time), Utc(now));
        var format = at.Date == today.Date ? "HH:mm 'UTC'" : at.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm 'UTC'";
        return at.ToString(format, CultureInfo.InvariantCulture);
    }

    static DateTime Utc(long time) => DateTimeOffset.FromUnixTimeMilliseconds(Math.Clamp(time, 0, 253_402_300_799_999)).UtcDateTime;
}
