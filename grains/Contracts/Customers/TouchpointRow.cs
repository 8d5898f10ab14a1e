using CustomerGrains.Domain.Journal;

namespace CustomerGrains.Contracts.Customers;

/// <summary>One touchpoint as lists show it.</summary>
public sealed record TouchpointRow(string CustomerId, long Seq, string? MessageId)
{
    /// <summary>The row of a journal entry.</summary>
    public static TouchpointRow From(string customerId, JournalEntry entry, bool withBody)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return new(customerId, entry.Seq, entry.MessageId);
    }
}
