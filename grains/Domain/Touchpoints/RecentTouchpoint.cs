using System.Text.Json;
using System.Text.Json.Serialization;
using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Journal;

namespace CustomerGrains.Domain.Touchpoints;

/// <summary>One of the latest touchpoints, as lists show it.</summary>
/// <param name="At">When and which message.</param>
/// <param name="Seq">Place in the customer's own journal; 0 if it came with an absorbed id.</param>
/// <param name="Delay">Milliseconds from the event to its arrival.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Channel">Where it happened.</param>
/// <param name="Name">Name of the event, page, screen or group.</param>
/// <param name="Summary">What it was about.</param>
[JsonConverter(typeof(RecentTouchpointConverter))]
public sealed record RecentTouchpoint(Stamp At, long Seq, long Delay, EntryKind Kind, Channel Channel, string Name, Summary Summary)
{
    /// <summary>So many are kept: the latest by event time.</summary>
    public const int Max = 20;

    internal static RecentTouchpoint Of(in FoldedEvent e, long seq) =>
        new(e.At, seq, e.Entry.ReceivedAt.ToUnixTimeMilliseconds() - e.At.Time, e.Entry.Kind, e.Entry.Channel, Shared(e.Entry.Name), Summary.Of(e));

    /// <summary>Most names are of the catalogue: one instance of them is enough for all customers.</summary>
    internal static string Shared(string name) => Catalogue.Default.Find(name) is { } known && known.Name == name ? known.Name : name;

    /// <summary>Without what depends on when and where it was recorded.</summary>
    internal RecentTouchpoint Fact => this with { Seq = 0, Delay = 0 };
}

sealed class RecentTouchpointConverter : RowConverter<RecentTouchpoint>
{
    protected override void WriteRow(Utf8JsonWriter writer, RecentTouchpoint row)
    {
        writer.WriteStringValue(StampConverter.Format(row.At));
        writer.WriteNumberValue(row.Seq);
        writer.WriteNumberValue(row.Delay);
        writer.WriteNumberValue((byte)row.Kind);
        writer.WriteNumberValue((byte)row.Channel);
        writer.WriteStringValue(row.Name);
        if (row.Summary == default)
            return;
        writer.WriteStringValue(row.Summary.Text);
        if (row.Summary.Amount is null)
            return;
        writer.WriteOptional(row.Summary.Amount);
        writer.WriteStringValue(row.Summary.Currency);
    }

    protected override RecentTouchpoint ReadRow(ref Utf8JsonReader reader) => new(
        StampConverter.Parse(reader.NextText()),
        reader.NextLong(),
        reader.NextLong(),
        (EntryKind)reader.NextLong(),
        (Channel)reader.NextLong(),
        RecentTouchpoint.Shared(reader.NextText()),
        ReadSummary(ref reader));

    static Summary ReadSummary(ref Utf8JsonReader reader)
    {
        if (reader.IsLast())
            return default;
        var text = reader.NextOptionalText();
        return reader.IsLast() ? new(text, null, null) : new(text, reader.NextOptionalDecimal(), reader.NextOptionalText());
    }
}
