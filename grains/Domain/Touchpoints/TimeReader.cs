using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using CustomerGrains.Domain.Journal;

namespace CustomerGrains.Domain.Touchpoints;

/// <summary>
/// When an event happened: <c>timestamp</c>; else <c>originalTimestamp</c>; else when it arrived. An original timestamp, and a timestamp in the future, are
/// corrected by how far the sender's clock was off when it sent (receivedAt - sentAt) if that is more than a minute. Times are ISO 8601 text (UTC unless it has an offset) or numbers of
/// milliseconds since 1970, cut to whole milliseconds, from 1970-01-01 on. Nothing happens after it arrived: up to a day later becomes the arrival.
/// </summary>
static class TimeReader
{
    const long EarliestNumber = 100_000_000_000;

    static readonly TimeSpan NormalSkew = TimeSpan.FromSeconds(60);
    static readonly TimeSpan MostAhead = TimeSpan.FromHours(24);

    public static DateTimeOffset Read(ref Fields fields, DateTimeOffset receivedAt, DateTimeOffset? batchSentAt)
    {
        // All three are read, so that a wrong one is told even where another decides.
        var timestamp = Time(ref fields, "timestamp");
        var original = Time(ref fields, "originalTimestamp");
        var sentAt = Time(ref fields, "sentAt") ?? batchSentAt;
        // A timestamp is believed (imports are old on purpose) unless it lies in the future: browsers send their clock's time under this name too.
        if (timestamp is { } said)
            return Within(ref fields, "timestamp", said > receivedAt ? Corrected(said, sentAt, receivedAt) : said, receivedAt);
        return original is { } clock ? Within(ref fields, "originalTimestamp", Corrected(clock, sentAt, receivedAt), receivedAt) : receivedAt;
    }

    static DateTimeOffset Corrected(DateTimeOffset clock, DateTimeOffset? sentAt, DateTimeOffset receivedAt)
    {
        if (sentAt is not { } sent || (receivedAt - sent).Duration() <= NormalSkew)
            return clock;
        var corrected = clock.UtcTicks + (receivedAt - sent).Ticks;
        return new(Math.Clamp(corrected, 0, DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero);
    }

    static DateTimeOffset Within(ref Fields fields, string name, DateTimeOffset time, DateTimeOffset receivedAt)
    {
        if (time < DateTimeOffset.UnixEpoch)
            fields.Fail(name, "is before 1970-01-01");
        else if (time - receivedAt > MostAhead)
            fields.Fail(name, string.Create(CultureInfo.InvariantCulture, $"is more than 24 hours after the event arrived ({receivedAt:yyyy-MM-ddTHH:mm:ssZ}): set the sender's clock"));
        return time > receivedAt ? receivedAt : time.ToWholeMilliseconds();
    }

    static DateTimeOffset? Time(ref Fields fields, string name)
    {
        if (!fields.TryGet(name, out var value))
            return null;
        switch (value.ValueKind)
        {
            case JsonValueKind.String when JsonMarshal.GetRawUtf8Value(value).Length == 2:
                return null;
            case JsonValueKind.String when TryParse(value, out var time):
                return time;
            case JsonValueKind.Number when value.TryGetDouble(out var number) && number is > -EarliestNumber and < EarliestNumber:
                fields.Fail(name, "looks like seconds: numbers are milliseconds since 1970-01-01");
                return null;
            case JsonValueKind.Number when value.TryGetDouble(out var milliseconds) && milliseconds is >= 0 and < 253_402_300_800_000:
                return DateTimeOffset.FromUnixTimeMilliseconds((long)milliseconds);
            default:
                fields.Fail(name, "must be a date and time of ISO 8601, such as 2026-01-31T12:00:00Z, or milliseconds since 1970-01-01");
                return null;
        }
    }

    static bool TryParse(JsonElement value, out DateTimeOffset time)
    {
        try
        {
            // Text without an offset must not take that of the machine: read as a DateTime it says that it has none.
            if (value.TryGetDateTime(out var plain) && plain.Kind == DateTimeKind.Unspecified)
            {
                time = new(plain, TimeSpan.Zero);
                return true;
            }

            return value.TryGetDateTimeOffset(out time);
        }
        catch (InvalidOperationException)
        {
            time = default;
            return false;
        }
    }
}
