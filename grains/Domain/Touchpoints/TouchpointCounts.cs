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
}

/// <summary>Touchpoints by kind, channel and name, and when the first and the latest of them happened.</summary>
public sealed class TouchpointCounts
{
    /// <summary>So many names are counted one by one; of more, those of the catalogue first, then the ordinally smallest.</summary>
    public const int MaxNames = 64;

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

    [JsonInclude, JsonPropertyName("names")]
    internal List<NameCount>? Names { get; set; }

    /// <summary>So many of <see cref="Names"/>, the first ones, are of the catalogue; both parts are sorted.</summary>
    [JsonInclude, JsonPropertyName("known")]
    internal int KnownNames { get; set; }

    [JsonInclude, JsonPropertyName("other")]
    internal long OtherNames { get; set; }

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

    internal void Apply(in FoldedEvent e)
    {
        var kind = (int)e.Entry.Kind;
        if (kind is <= 0 or > Kinds)
            throw new InvalidOperationException($"The journal has an entry of kind {kind}, which this version does not know.");
        First = Math.Min(First, e.At.Time);
        Last = Math.Max(Last, e.At.Time);
        ByKind[kind - 1]++;
        if ((int)e.Entry.Channel is > 0 and <= Channels)
            ByChannel[(int)e.Entry.Channel - 1]++;
        if (e.Name.Length > 0 && (e.Entry.Kind is EntryKind.Track or EntryKind.Page or EntryKind.Screen))
            CountName(e.Name, e.IsCatalogued);
    }

    void CountName(string name, bool known)
    {
        Names ??= [];
        var (from, to) = known ? (0, KnownNames) : (KnownNames, Names.Count);
        while (from < to)
        {
            var middle = (from + to) / 2;
            var order = string.CompareOrdinal(Names[middle].Name, name);
            if (order == 0)
            {
                Names[middle].Count++;
                return;
            }

            if (order < 0)
                from = middle + 1;
            else
                to = middle;
        }

        if (from == MaxNames)
        {
            OtherNames++;
            return;
        }

        Names.Insert(from, new(name, 1));
        KnownNames += known ? 1 : 0;
        if (Names.Count > MaxNames)
            PutOutLast();
    }

    // A name that is put out never comes back: the names that are kept only get better. So its count belongs to the others for good.
    // The catalogue has fewer names than are kept, so it is never one of those.
    void PutOutLast()
    {
        OtherNames += Names![^1].Count;
        Names.RemoveAt(MaxNames);
    }
}

sealed class NameCountConverter : RowConverter<NameCount>
{
    protected override void WriteRow(Utf8JsonWriter writer, NameCount row)
    {
        writer.WriteStringValue(row.Name);
        writer.WriteNumberValue(row.Count);
    }

    protected override NameCount ReadRow(ref Utf8JsonReader reader) => new(reader.NextText(), reader.NextLong());
}
