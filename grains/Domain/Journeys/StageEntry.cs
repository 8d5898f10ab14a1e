using System.Text.Json;
using System.Text.Json.Serialization;
using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Decisions;
using CustomerGrains.Domain.Segments;

namespace CustomerGrains.Domain.Journeys;

/// <summary>A stage that was entered: a decision of the past, never made again.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="From">The one before, or null.</param>
/// <param name="AtTime">When, in Unix milliseconds.</param>
/// <param name="Because">The message that caused it, or null.</param>
/// <param name="Cause">What brought it about.</param>
[JsonConverter(typeof(StageEntryConverter))]
public sealed record StageEntry(string Stage, string? From, long AtTime, string? Because, DecisionCause Cause)
{
    /// <summary>So many are kept, the latest; the journal has all.</summary>
    public const int Max = 50;

    /// <summary>When.</summary>
    public DateTimeOffset At => DateTimeOffset.FromUnixTimeMilliseconds(AtTime);
}

sealed class StageEntryConverter : RowConverter<StageEntry>
{
    protected override void WriteRow(Utf8JsonWriter writer, StageEntry row)
    {
        writer.WriteStringValue(row.Stage);
        writer.WriteStringValue(row.From);
        writer.WriteNumberValue(row.AtTime);
        writer.WriteStringValue(row.Because);
        writer.WriteNumberValue((byte)row.Cause);
    }

    protected override StageEntry ReadRow(ref Utf8JsonReader reader) => new(
        SegmentKeys.Shared(reader.NextText()),
        reader.NextOptionalText() is { } from ? SegmentKeys.Shared(from) : null,
        reader.NextLong(),
        reader.NextOptionalText(),
        (DecisionCause)reader.NextLong());
}
