using System.Text.Json.Serialization;

namespace CustomerGrains.Domain.Preferences;

/// <summary>How much a customer is drawn to something, with the evidence.</summary>
[JsonConverter(typeof(InterestConverter))]
public readonly struct Interest
{
    internal Interest(string key, Weight sum, long count, long last)
    {
        Key = key;
        Sum = sum;
        Count = count;
        LastTime = last;
    }

    /// <summary>The channel, category or hour.</summary>
    public string Key { get; }

    /// <summary>Events behind it.</summary>
    public long Count { get; }

    /// <summary>Event time of the latest of them.</summary>
    public DateTimeOffset Last => DateTimeOffset.FromUnixTimeMilliseconds(LastTime);

    internal Weight Sum { get; }

    internal long LastTime { get; }

    /// <summary>The events' worth at a time: each counts 1 when it happens and half as much every 60 days later.</summary>
    public double WeightAt(DateTimeOffset time) => Decay.At(Sum, time.ToUnixTimeMilliseconds());

    internal Interest With(Weight weight, long count, long last) => new(Key, Sum + weight, Count + count, Math.Max(LastTime, last));
}
