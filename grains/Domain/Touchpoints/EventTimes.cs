using System.Text.Json;
using System.Text.Json.Serialization;
using CustomerGrains.Domain.Customers;

namespace CustomerGrains.Domain.Touchpoints;

/// <summary>
/// The latest <see cref="Max"/> event times of something, oldest first: what a window such as "3 times within 7 days" is counted from, to the
/// millisecond. A multiset, so it doesn't matter in which order events arrive. Mutable: keep it in a field.
/// </summary>
[JsonConverter(typeof(EventTimesConverter))]
struct EventTimes
{
    /// <summary>So many are kept.</summary>
    public const int Max = 256;

    // Most names occur a few times: growing by half keeps a resident customer small.
    const int FirstRoom = 4;

    long[]? _times;
    int _count;

    /// <summary>Ascending.</summary>
    public readonly ReadOnlySpan<long> Span => _times.AsSpan(0, _count);

    public void Add(long time)
    {
        if (_count == Max)
            Replace(time);
        else
            Insert(time);
    }

    public void Add(ReadOnlySpan<long> times)
    {
        foreach (var time in times)
            Add(time);
    }

    /// <summary>Writes the cells of a row: the first time, then the distance of each to the one before.</summary>
    public readonly void Write(Utf8JsonWriter writer)
    {
        var before = 0L;
        foreach (var time in Span)
        {
            writer.WriteNumberValue(time - before);
            before = time;
        }
    }

    /// <summary>Reads the cells up to the end of the row.</summary>
    public static EventTimes Read(ref Utf8JsonReader reader)
    {
        var times = new EventTimes();
        var time = 0L;
        while (!reader.IsLast())
        {
            var distance = reader.NextLong();
            if (times._count == Max || (times._count > 0 && distance < 0))
                throw new JsonException("The times of events must be at most 256 and ascending.");
            times.Insert(time += distance);
        }

        return times;
    }

    void Insert(long time)
    {
        if (_count == (_times?.Length ?? 0))
            Array.Resize(ref _times, Math.Min(Max, Math.Max(FirstRoom, _count + (_count / 2))));
        var place = PlaceOf(time);
        Array.Copy(_times!, place, _times!, place + 1, _count - place);
        _times![place] = time;
        _count++;
    }

    // The oldest goes.
    readonly void Replace(long time)
    {
        var place = PlaceOf(time) - 1;
        if (place < 0)
            return;
        Array.Copy(_times!, 1, _times!, 0, place);
        _times![place] = time;
    }

    // Events mostly arrive in order: look from the end.
    readonly int PlaceOf(long time)
    {
        var place = _count;
        while (place > 0 && _times![place - 1] > time)
            place--;
        return place;
    }
}

sealed class EventTimesConverter : RowConverter<EventTimes>
{
    protected override void WriteRow(Utf8JsonWriter writer, EventTimes row) => row.Write(writer);

    protected override EventTimes ReadRow(ref Utf8JsonReader reader) => EventTimes.Read(ref reader);
}
