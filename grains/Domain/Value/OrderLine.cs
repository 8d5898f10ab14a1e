using System.Text.Json;
using System.Text.Json.Serialization;
using CustomerGrains.Domain.Customers;

namespace CustomerGrains.Domain.Value;

/// <summary>One order, or one refund or cancellation.</summary>
/// <param name="Time">Event time in Unix milliseconds.</param>
/// <param name="Amount">Its money, not negative.</param>
/// <param name="Currency">Three upper-case letters, or "" where none was sent.</param>
/// <param name="MessageId">The message that says so: the evidence.</param>
[JsonConverter(typeof(OrderLineConverter))]
public readonly record struct OrderLine(long Time, decimal Amount, string Currency, string MessageId)
{
    internal static void AddLatest(List<OrderLine> lines, OrderLine line, int max)
    {
        var place = lines.Count;
        // Events mostly arrive in order: look from the end.
        while (place > 0 && Compare(lines[place - 1], line) > 0)
            place--;
        if (lines.Count == max)
        {
            if (place == 0)
                return;
            lines.RemoveAt(0);
            place--;
        }

        lines.Insert(place, line);
    }

    static int Compare(in OrderLine one, in OrderLine other)
    {
        var byTime = one.Time.CompareTo(other.Time);
        return byTime != 0 ? byTime : string.CompareOrdinal(one.MessageId, other.MessageId);
    }
}

sealed class OrderLineConverter : RowConverter<OrderLine>
{
    protected override void WriteRow(Utf8JsonWriter writer, OrderLine row)
    {
        writer.WriteNumberValue(row.Time);
        writer.WriteStringValue(row.MessageId);
        writer.WriteNumberValue(row.Amount);
        if (row.Currency.Length > 0)
            writer.WriteStringValue(row.Currency);
    }

    protected override OrderLine ReadRow(ref Utf8JsonReader reader)
    {
        var (time, messageId, amount) = (reader.NextLong(), reader.NextText(), reader.NextOptionalDecimal() ?? 0);
        return new(time, amount, reader.IsLast() ? "" : string.Intern(reader.NextText()), messageId);
    }
}
