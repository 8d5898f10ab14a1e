using System.Text.Json;
using System.Text.Json.Serialization;
using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Journal;

namespace CustomerGrains.Domain.Touchpoints;

/// <summary>How often a name occurred.</summary>
[JsonConverter(typeof(NameCountConverter))]
public sealed class NameCount
{
    internal NameCount(string name, long count)
    {
        Name = name;
        Count = count;
    }

    /// <summary>The name as the catalogue spells it, else as it was sent.</summary>
    public string Name { get; }

    /// <summary>How often.</summary>
    public long Count { get; internal set; }

    internal EventTimes Times;
}

/// <summary>Touchpoints by kind, channel and name, and when the first and the latest of them happened.</summary>
public sealed class TouchpointCounts
{
    /// <summary>So many names are counted one by one; of more, those of the catalogue first, then the ordinally smallest.</summary>
    public const int MaxNames = 64;

    /// <summary>So many event times are kept of each name and of each channel, the latest: windows count no further.</summary>
    public const int MaxTimes = EventTimes.Max;

    const int Kinds = (int)EntryKind.Alias;
    const int Channels = (int)Channel.Server;

    [JsonInclude, JsonPropertyName("first"), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    internal long First { get; set; } = long.MaxValue;

    [JsonInclude, JsonPropertyName("last"), JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    internal long Last { get; set; } = long.MinValue;

    [JsonInclude, JsonPropertyName("kinds")]
    internal long[] ByKind { get; set; } = new long[Kinds];

    [JsonInclude, JsonPropertyName("channels")]
    internal long[] ByChannel { get; set; } = new long[Channels];

    [JsonInclude, JsonPropertyName("channelTimes"), JsonConverter(typeof(ChannelTimesConverter))]
    internal EventTimes[]? TimesByChannel { get; set; }

    [JsonInclude, JsonPropertyName("names")]
    internal List<NameCount>? Names { get; set; }

    /// <summary>So many of <see cref="Names"/>, the first ones, are of the catalogue; both parts are sorted.</summary>
    [JsonInclude, JsonPropertyName("known")]
    internal int KnownNames { get; set; }

    [JsonInclude, JsonPropertyName("other")]
    internal long OtherNames { get; set; }

    /// <summary>The name that the touchpoint folded last put out of those that are counted one by one, or null: with it went its times.</summary>
    [JsonIgnore]
    internal string? PutOut { get; private set; }

    /// <summary>All touchpoints.</summary>
    [JsonIgnore]
    public long Total => ByKind.Sum();

    /// <summary>Named touchpoints beyond those in <see cref="CountsByName"/>.</summary>
    [JsonIgnore]
    public long Other => OtherNames;

    /// <summary>Touchpoints by name, most meaningful names first; pages count as "Viewed X Page", screens as "Viewed X Screen".</summary>
    [JsonIgnore]
    public IReadOnlyList<NameCount> CountsByName => Names ?? [];

    /// <summary>Touchpoints of a kind.</summary>
    public long Of(EntryKind kind) => (int)kind is > 0 and <= Kinds ? ByKind[(int)kind - 1] : 0;

    /// <summary>Touchpoints of a channel.</summary>
    public long Of(Channel channel) => (int)channel is > 0 and <= Channels ? ByChannel[(int)channel - 1] : 0;

    /// <summary>How often a name of <see cref="CountsByName"/> occurred; 0 for any other.</summary>
    public long Of(string name) => Find(name)?.Count ?? 0;

    /// <summary>The latest <see cref="MaxTimes"/> event times of a name of <see cref="CountsByName"/> in Unix milliseconds, ascending; empty for any other.</summary>
    public ReadOnlySpan<long> TimesOf(string name) => Find(name) is { } found ? found.Times.Span : [];

    /// <summary>The latest <see cref="MaxTimes"/> event times of a channel in Unix milliseconds, ascending.</summary>
    public ReadOnlySpan<long> TimesOf(Channel channel) =>
        TimesByChannel is { } times && (int)channel > 0 && (int)channel <= times.Length ? times[(int)channel - 1].Span : [];

    internal void Apply(in FoldedEvent e)
    {
        PutOut = null;
        var kind = (int)e.Entry.Kind;
        if (kind is <= 0 or > Kinds)
            throw new InvalidOperationException($"The journal has an entry of kind {kind}, which this version does not know.");
        First = Math.Min(First, e.At.Time);
        Last = Math.Max(Last, e.At.Time);
        ByKind[kind - 1]++;
        if ((int)e.Entry.Channel is > 0 and <= Channels)
        {
            ByChannel[(int)e.Entry.Channel - 1]++;
            TimesFor((int)e.Entry.Channel - 1).Add(e.At.Time);
        }

        if (e.Name.Length > 0 && (e.Entry.Kind is EntryKind.Track or EntryKind.Page or EntryKind.Screen))
            CountName(e.Name, e.IsCatalogued, e.At.Time);
    }

    /// <summary>Adds what was counted elsewhere: as if its touchpoints had been counted here.</summary>
    internal void Add(TouchpointCounts other)
    {
        PutOut = null;
        First = Math.Min(First, other.First);
        Last = Math.Max(Last, other.Last);
        for (var kind = 0; kind < Kinds; kind++)
            ByKind[kind] += other.ByKind[kind];
        for (var channel = 0; channel < Channels; channel++)
        {
            ByChannel[channel] += other.ByChannel[channel];
            if (other.TimesByChannel is { } times && channel < times.Length && times[channel].Span.Length > 0)
                TimesFor(channel).Add(times[channel].Span);
        }

        // Whatever was put out there has 64 better names there, and these put it out here too.
        OtherNames += other.OtherNames;
        for (var place = 0; place < other.Names?.Count; place++)
            CountName(other.Names[place].Name, place < other.KnownNames, other.Names[place].Count, other.Names[place].Times.Span);
    }

    // Most customers use the first channels only.
    ref EventTimes TimesFor(int channel)
    {
        var times = TimesByChannel ?? [];
        if (channel >= times.Length)
            Array.Resize(ref times, channel + 1);
        TimesByChannel = times;
        return ref times[channel];
    }

    void CountName(string name, bool known, long time) => CountName(name, known, 1, [time]);

    void CountName(string name, bool known, long count, ReadOnlySpan<long> times)
    {
        Names ??= [];
        var place = PlaceOf(name, known);
        if (place < 0)
        {
            place = ~place;
            if (place == MaxNames)
            {
                OtherNames += count;
                return;
            }

            Names.Insert(place, new(name, 0));
            KnownNames += known ? 1 : 0;
            if (Names.Count > MaxNames)
                PutOutLast();
        }

        Names[place].Count += count;
        Names[place].Times.Add(times);
    }

    NameCount? Find(string name)
    {
        if (Names is null)
            return null;
        var place = PlaceOf(name, known: true);
        if (place < 0)
            place = PlaceOf(name, known: false);
        return place < 0 ? null : Names[place];
    }

    // Where the name is, or the complement of where it would be.
    int PlaceOf(string name, bool known)
    {
        var (from, to) = known ? (0, KnownNames) : (KnownNames, Names!.Count);
        while (from < to)
        {
            var middle = (from + to) / 2;
            var order = string.CompareOrdinal(Names![middle].Name, name);
            if (order == 0)
                return middle;
            if (order < 0)
                from = middle + 1;
            else
                to = middle;
        }

        return ~from;
    }

    // A name that is put out never comes back: the names that are kept only get better. So its count belongs to the others for good.
    // The catalogue has fewer names than are kept, so it is never one of those.
    void PutOutLast()
    {
        PutOut = Names![^1].Name;
        OtherNames += Names[^1].Count;
        Names.RemoveAt(MaxNames);
    }
}

sealed class NameCountConverter : RowConverter<NameCount>
{
    protected override void WriteRow(Utf8JsonWriter writer, NameCount row)
    {
        writer.WriteStringValue(row.Name);
        writer.WriteNumberValue(row.Count);
        row.Times.Write(writer);
    }

    protected override NameCount ReadRow(ref Utf8JsonReader reader) =>
        new(reader.NextText(), reader.NextLong()) { Times = EventTimes.Read(ref reader) };
}

/// <summary>The times of the channels in their order, without the empty ones at the end.</summary>
sealed class ChannelTimesConverter : JsonConverter<EventTimes[]>
{
    static readonly EventTimesConverter Row = new();

    public override EventTimes[] Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("The times of the channels must be an array.");
        var times = new List<EventTimes>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (times.Count == (int)Channel.Server)
                throw new JsonException("There are times of more channels than there are.");
            times.Add(Row.Read(ref reader, typeof(EventTimes), options));
        }

        return [.. times];
    }

    public override void Write(Utf8JsonWriter writer, EventTimes[] value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        var last = Array.FindLastIndex(value, times => times.Span.Length > 0);
        for (var channel = 0; channel <= last; channel++)
            Row.Write(writer, value[channel], options);
        writer.WriteEndArray();
    }
}
