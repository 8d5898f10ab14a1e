using System.Text.Json;
using System.Text.Json.Serialization;
using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Decisions;

namespace CustomerGrains.Domain.Segments;

/// <summary>A segment the customer is in: the fold of what was decided about her.</summary>
/// <param name="Key">The segment's key.</param>
/// <param name="SinceTime">When it became true, in Unix milliseconds.</param>
/// <param name="Version">The version of the rule that decided.</param>
/// <param name="Cause">What brought it about.</param>
/// <param name="Because">The message that caused it, or null.</param>
[JsonConverter(typeof(MembershipConverter))]
public sealed record Membership(string Key, long SinceTime, int Version, DecisionCause Cause, string? Because)
{
    /// <summary>When it became true.</summary>
    public DateTimeOffset Since => DateTimeOffset.FromUnixTimeMilliseconds(SinceTime);
}

sealed class MembershipConverter : RowConverter<Membership>
{
    protected override void WriteRow(Utf8JsonWriter writer, Membership row)
    {
        writer.WriteStringValue(row.Key);
        writer.WriteNumberValue(row.SinceTime);
        writer.WriteNumberValue(row.Version);
        writer.WriteNumberValue((byte)row.Cause);
        writer.WriteStringValue(row.Because);
    }

    protected override Membership ReadRow(ref Utf8JsonReader reader) => new(
        SegmentKeys.Shared(reader.NextText()),
        reader.NextLong(),
        (int)reader.NextLong(),
        (DecisionCause)reader.NextLong(),
        reader.NextOptionalText());
}
