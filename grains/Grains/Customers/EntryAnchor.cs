using System.Globalization;
using CustomerGrains.Domain.Journal;

namespace CustomerGrains.Grains.Customers;

/// <summary>What an entry was, in little room: enough to notice that a snapshot was taken of another history (a restored backup).</summary>
/// <param name="Kind">What the entry says.</param>
/// <param name="ReceivedAt">When it arrived, in Unix milliseconds.</param>
/// <param name="Id">Its message id, or its name where it has none.</param>
readonly record struct EntryAnchor(EntryKind Kind, long ReceivedAt, string Id)
{
    /// <summary>The anchor of an entry.</summary>
    public static EntryAnchor Of(JournalEntry entry) => new(entry.Kind, entry.ReceivedAt.ToUnixTimeMilliseconds(), entry.MessageId ?? entry.Name);

    /// <summary>As snapshots keep it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(byte)Kind}:{ReceivedAt}:{Id}");
}
