using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CustomerGrains.Domain.Touchpoints;

/// <summary>
/// When something happened and which message said so: the total order in which "last" and "latest" are decided, whatever the order of arrival.
/// Ordered by time, then by message id (ordinal).
/// </summary>
/// <param name="Time">Unix milliseconds.</param>
/// <param name="MessageId">The message; evidence, and what breaks ties.</param>
[JsonConverter(typeof(StampConverter))]
public sealed record Stamp(long Time, string MessageId) : IComparable<Stamp>
{
    /// <summary>The time in UTC.</summary>
    public DateTimeOffset At => DateTimeOffset.FromUnixTimeMilliseconds(Time);

    /// <inheritdoc/>
    public int CompareTo(Stamp? other)
    {
        if (other is null)
            return 1;
        var byTime = Time.CompareTo(other.Time);
        return byTime != 0 ? byTime : string.CompareOrdinal(MessageId, other.MessageId);
    }

    /// <summary>Earlier.</summary>
    public static bool operator <(Stamp one, Stamp other) => Compare(one, other) < 0;

    /// <summary>Later.</summary>
    public static bool operator >(Stamp one, Stamp other) => Compare(one, other) > 0;

    /// <summary>Earlier or the same.</summary>
    public static bool operator <=(Stamp one, Stamp other) => Compare(one, other) <= 0;

    /// <summary>Later or the same.</summary>
    public static bool operator >=(Stamp one, Stamp other) => Compare(one, other) >= 0;

    /// <summary>The later of the two.</summary>
    public static Stamp Latest(Stamp? one, Stamp other) => one is not null && one >= other ? one : other;

    static int Compare(Stamp one, Stamp other)
    {
        ArgumentNullException.ThrowIfNull(one);
        return one.CompareTo(other);
    }
}

/// <summary>Writes a stamp as one text, "time id": snapshots hold many.</summary>
sealed class StampConverter : JsonConverter<Stamp>
{
    public override Stamp Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Parse(reader.GetString());

    public override void Write(Utf8JsonWriter writer, Stamp value, JsonSerializerOptions options) => writer.WriteStringValue(Format(value));

    public static string Format(Stamp stamp) => string.Create(CultureInfo.InvariantCulture, $"{stamp.Time} {stamp.MessageId}");

    public static Stamp Parse(string? text)
    {
        var blank = text?.IndexOf(' ', StringComparison.Ordinal) ?? -1;
        if (blank < 0 || !long.TryParse(text.AsSpan(0, blank), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var time))
            throw new JsonException($"'{text}' is not a time and a message id.");
        return new(time, text![(blank + 1)..]);
    }
}
