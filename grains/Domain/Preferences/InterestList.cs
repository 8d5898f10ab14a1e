using System.Collections;
using System.Text.Json;
using System.Text.Json.Serialization;
using CustomerGrains.Domain.Customers;

namespace CustomerGrains.Domain.Preferences;

/// <summary>
/// Interests by key, sorted, in one array that is written in place: as objects they would be a third of a resident customer, and every event would leave the
/// garbage collector some to move.
/// </summary>
[JsonConverter(typeof(InterestListConverter))]
sealed class InterestList : IReadOnlyList<Interest>
{
    // Most customers have a handful; growing by half keeps them small.
    const int FirstRoom = 2;

    Interest[] _rows = [];

    public int Count { get; private set; }

    public Interest this[int index] => index < Count ? _rows[index] : throw new ArgumentOutOfRangeException(nameof(index));

    public ReadOnlySpan<Interest> Span => _rows.AsSpan(0, Count);

    /// <summary>Counts events towards what has this key.</summary>
    public void Add(string key, Weight weight, long count, long last)
    {
        var place = PlaceOf(key);
        if (place >= 0)
            _rows[place] = _rows[place].With(weight, count, last);
        else
            Insert(~place, new(key, weight, count, last));
    }

    /// <summary>The interest of exactly this key, or null.</summary>
    public Interest? Find(string key) => PlaceOf(key) is >= 0 and var place ? _rows[place] : null;

    /// <summary>Takes the last one out.</summary>
    public Interest RemoveLast()
    {
        var last = _rows[--Count];
        _rows[Count] = default;
        return last;
    }

    public IEnumerator<Interest> GetEnumerator()
    {
        for (var i = 0; i < Count; i++)
            yield return _rows[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    // Where it is, or the complement of where it would be.
    int PlaceOf(string key) => Span.BinarySearch(new ByKey(key));

    void Insert(int place, Interest interest)
    {
        if (Count == _rows.Length)
            Array.Resize(ref _rows, Math.Max(FirstRoom, Count + (Count / 2)));
        Array.Copy(_rows, place, _rows, place + 1, Count - place);
        _rows[place] = interest;
        Count++;
    }

    readonly struct ByKey(string key) : IComparable<Interest>
    {
        public int CompareTo(Interest other) => string.CompareOrdinal(key, other.Key);
    }
}

/// <summary>The interests as rows.</summary>
sealed class InterestListConverter() : RowsConverter<InterestList, Interest>(new InterestConverter())
{
    protected override void Add(InterestList rows, Interest row) => rows.Add(row.Key, row.Sum, row.Count, row.LastTime);
}

sealed class InterestConverter : RowConverter<Interest>
{
    protected override void WriteRow(Utf8JsonWriter writer, Interest row)
    {
        writer.WriteStringValue(row.Key);
        writer.WriteStringValue(row.Sum.ToString());
        writer.WriteNumberValue(row.Count);
        writer.WriteNumberValue(row.LastTime);
    }

    protected override Interest ReadRow(ref Utf8JsonReader reader) =>
        new(SharedTexts.Of(reader.NextText()), WeightOf(reader.NextText()), reader.NextLong(), reader.NextLong());

    static Weight WeightOf(string text) => Weight.TryParse(text, out var weight) ? weight : throw new JsonException($"'{text}' is no weight.");
}
