using System.Globalization;
using CustomerGrains.Domain.Journal;

namespace CustomerGrains.Grains.Customers;

/// <summary>What an entry was, in little room: enough to notice that a snapshot was taken of another history (a restored backup).</summary>
/// <param name="Kind">What the entry says.</param>
/// <param name="ReceivedAt">When it arrived, in Unix milliseconds.</param>
/// <param name="Id">The hash of its message id, or of its name where it has none: a text of its own for every customer would outlive her next event.</param>
readonly record struct EntryAnchor(EntryKind Kind, long ReceivedAt, ulong Id)
{
    /// <summary>The anchor of an entry.</summary>
    public static EntryAnchor Of(JournalEntry entry) => new(entry.Kind, entry.ReceivedAt.ToUnixTimeMilliseconds(), HashOf(entry.MessageId ?? entry.Name));

    /// <summary>As snapshots keep it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(byte)Kind}:{ReceivedAt}:{Id:x}");

    // FNV-1a: every commit makes one, and the runtime's own hashes differ from process to process.
    static ulong HashOf(string text)
    {
        var hash = 14_695_981_039_346_656_037;
        foreach (var letter in text)
            hash = (hash ^ letter) * 1_099_511_628_211;
        return hash;
    }
}
