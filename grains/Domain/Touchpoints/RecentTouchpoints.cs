using System.Collections;
using System.Runtime.InteropServices;
using System.Text.Json.Serialization;
using CustomerGrains.Domain.Customers;

namespace CustomerGrains.Domain.Touchpoints;

/// <summary>
/// The latest <see cref="RecentTouchpoint.Max"/> touchpoints by event time, oldest first, packed into one buffer that is written in place: as objects they would
/// be most of a resident customer, and the garbage collector would copy a few of them for every event. Rows are read out as objects.
/// </summary>
[JsonConverter(typeof(RecentTouchpointsConverter))]
sealed class RecentTouchpoints : IReadOnlyList<RecentTouchpoint>
{
    // A row: its length and its time, which is all that is needed to find a place, then what RecentRow writes. An event has at most 32 KB, so has a row.
    const int LengthBytes = sizeof(ushort);
    const int HeaderBytes = LengthBytes + sizeof(long);

    // Rows differ in length: with some room to spare the buffer soon stops growing.
    const int Spare = 64;

    byte[] _rows = [];
    int _used;

    /// <inheritdoc/>
    public int Count { get; private set; }

    /// <inheritdoc/>
    public RecentTouchpoint this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            return RowAt(StartOf(index));
        }
    }

    /// <summary>Whether a touchpoint of this time may be among the latest: if not, it need not be read.</summary>
    public bool MayHold(Stamp at) => Count < RecentTouchpoint.Max || at.Time >= TimeAt(0);

    /// <summary>Adds a touchpoint, in whatever order they come, and forgets the oldest beyond the most that are kept.</summary>
    public void Add(RecentTouchpoint touchpoint)
    {
        Span<int> starts = stackalloc int[RecentTouchpoint.Max + 1];
        Find(starts);
        var place = Count;
        // Events mostly arrive in order: look from the end.
        while (place > 0 && Compare(starts[place - 1], touchpoint.At) > 0)
            place--;
        if (place > 0 && Compare(starts[place - 1], touchpoint.At) == 0)
            return;
        var full = Count == RecentTouchpoint.Max;
        if (full && place == 0)
            return;
        var at = starts[place];
        if (full)
        {
            RemoveFirst(starts[1]);
            at -= starts[1];
        }

        Insert(at, touchpoint);
    }

    /// <summary>The same without what depends on when and where they were recorded.</summary>
    public RecentTouchpoints Facts()
    {
        var facts = new RecentTouchpoints();
        foreach (var touchpoint in this)
            facts.Add(touchpoint.Fact);
        return facts;
    }

    /// <inheritdoc/>
    public IEnumerator<RecentTouchpoint> GetEnumerator()
    {
        for (var start = 0; start < _used; start += LengthAt(start))
            yield return RowAt(start);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    void Find(Span<int> starts)
    {
        var start = 0;
        for (var i = 0; i < Count; i++)
        {
            starts[i] = start;
            start += LengthAt(start);
        }

        starts[Count] = start;
    }

    int StartOf(int index)
    {
        var start = 0;
        for (var i = 0; i < index; i++)
            start += LengthAt(start);
        return start;
    }

    int LengthAt(int start) => MemoryMarshal.Read<ushort>(_rows.AsSpan(start));

    long TimeAt(int start) => MemoryMarshal.Read<long>(_rows.AsSpan(start + LengthBytes));

    RecentTouchpoint RowAt(int start) => RecentRow.Read(_rows.AsSpan(start + HeaderBytes), TimeAt(start));

    // Ids decide only between touchpoints of the same millisecond; ordinal order is that of UTF-16, so they are compared as texts.
    int Compare(int start, Stamp with)
    {
        var byTime = TimeAt(start).CompareTo(with.Time);
        return byTime != 0 ? byTime : string.CompareOrdinal(RowAt(start).At.MessageId, with.MessageId);
    }

    void RemoveFirst(int length)
    {
        _rows.AsSpan(length, _used - length).CopyTo(_rows);
        _used -= length;
        Count--;
    }

    void Insert(int at, RecentTouchpoint touchpoint)
    {
        var length = checked((ushort)(HeaderBytes + RecentRow.LengthOf(touchpoint)));
        if (_used + length > _rows.Length)
            Array.Resize(ref _rows, _used + length + (Count == 0 ? 0 : Spare));
        _rows.AsSpan(at, _used - at).CopyTo(_rows.AsSpan(at + length));
        MemoryMarshal.Write(_rows.AsSpan(at), length);
        MemoryMarshal.Write(_rows.AsSpan(at + LengthBytes), touchpoint.At.Time);
        RecentRow.Write(_rows.AsSpan(at + HeaderBytes), touchpoint);
        _used += length;
        Count++;
    }
}

/// <summary>The rows as a plain array.</summary>
sealed class RecentTouchpointsConverter() : RowsConverter<RecentTouchpoints, RecentTouchpoint>(new RecentTouchpointConverter())
{
    protected override void Add(RecentTouchpoints rows, RecentTouchpoint row) => rows.Add(row);
}
