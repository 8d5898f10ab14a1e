using CustomerGrains.Domain.Journal;

namespace CustomerGrains.Contracts.Customers;

/// <summary>One touchpoint as lists show it.</summary>
public sealed record TouchpointRow(string CustomerId, long Seq, string? MessageId)
{
    /// <summary>The rows as a UTF-8 JSON array.</summary>
    public static byte[] ToJson(IEnumerable<TouchpointRow> rows) =>
        System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(rows, System.Text.Json.JsonSerializerOptions.Web);

    /// <summary>The row of a journal entry.</summary>
    public static TouchpointRow From(string customerId, JournalEntry entry, bool withBody)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return new(customerId, entry.Seq, entry.MessageId);
    }
}
