using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;
using CustomerGrains.Domain.Customers;

namespace CustomerGrains.Domain.Preferences;

/// <summary>How much a customer is drawn to something, with the evidence.</summary>
[JsonConverter(typeof(InterestConverter))]
public sealed class Interest
{
    internal Interest(string key, BigInteger weight, long count, long last)
    {
        Key = key;
        Sum = weight;
        Count = count;
        LastTime = last;
    }

    /// <summary>The channel, category or hour.</summary>
    public string Key { get; }

    /// <summary>Events behind it.</summary>
    public long Count { get; private set; }

    /// <summary>Event time of the latest of them.</summary>
    public DateTimeOffset Last => DateTimeOffset.FromUnixTimeMilliseconds(LastTime);

    internal BigInteger Sum { get; private set; }

    internal long LastTime { get; private set; }

    /// <summary>The events' worth at a time: each counts 1 when it happens and half as much every 60 days later.</summary>
    public double WeightAt(DateTimeOffset time) => Decay.At(Sum, time.ToUnixTimeMilliseconds());

    internal void Add(BigInteger weight, long count, long last)
    {
        Sum += weight;
        Count += count;
        LastTime = Math.Max(LastTime, last);
    }
}

sealed class InterestConverter : RowConverter<Interest>
{
    protected override void WriteRow(Utf8JsonWriter writer, Interest row)
    {
        writer.WriteStringValue(row.Key);
        writer.WriteStringValue(Format(row.Sum));
        writer.WriteNumberValue(row.Count);
        writer.WriteNumberValue(row.LastTime);
    }

    protected override Interest ReadRow(ref Utf8JsonReader reader) =>
        new(reader.NextText(), Parse(reader.NextText()), reader.NextLong(), reader.NextLong());

    // Weights are a few significant bits and many zeros: hexadecimal digits, "p", and the number of binary zeros behind them.
    static string Format(BigInteger sum)
    {
        var zeros = sum.IsZero ? 0 : (int)BigInteger.TrailingZeroCount(sum);
        return string.Create(CultureInfo.InvariantCulture, $"{sum >> zeros:x}p{zeros}").TrimStart('0');
    }

    static BigInteger Parse(string text)
    {
        var p = text.IndexOf('p', StringComparison.Ordinal);
        if (p < 0
            || !BigInteger.TryParse(string.Concat("0", text.AsSpan(0, p)), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var digits)
            || !int.TryParse(text.AsSpan(p + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var zeros)
            || zeros > 1_000_000)
            throw new JsonException($"'{text}' is no weight.");
        return digits << zeros;
    }
}
