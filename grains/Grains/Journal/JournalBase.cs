using System.Buffers.Binary;
using CustomerGrains.Domain.Customers;

namespace CustomerGrains.Grains.Journal;

/// <summary>What stands for the first entries of a journal that were removed by policy: their fold. Written in the very transaction that removes them.</summary>
/// <param name="CustomerId">Whose journal.</param>
/// <param name="Seq">The last entry that was removed.</param>
/// <param name="ReceivedAt">The latest arrival of what was removed: what was known before is not known any more.</param>
/// <param name="State">The state after that entry, as <see cref="CustomerState.ToJson"/> writes it.</param>
/// <param name="Seen">The latest message ids that were removed, as <see cref="Pack"/> writes them.</param>
public sealed record JournalBase(string CustomerId, long Seq, DateTimeOffset ReceivedAt, byte[] State, byte[] Seen)
{
    const int HashBytes = 16;
    const int RowBytes = HashBytes + sizeof(long);

    /// <summary>The state after the last removed entry.</summary>
    /// <exception cref="InvalidOperationException">This program can't read it, and there is nothing else to fold.</exception>
    public CustomerState ToState()
    {
        try
        {
            return CustomerState.FromJson(State);
        }
        catch (System.Text.Json.JsonException e)
        {
            throw new InvalidOperationException("The fold of removed entries is not one that this version can read: start the version that wrote it.", e);
        }
    }

    /// <summary>The message ids, latest first.</summary>
    public IReadOnlyList<SeenMessage> SeenMessages()
    {
        var seen = new SeenMessage[Seen.Length / RowBytes];
        for (var i = 0; i < seen.Length; i++)
        {
            var row = Seen.AsSpan(i * RowBytes, RowBytes);
            seen[i] = new(BinaryPrimitives.ReadUInt128BigEndian(row), DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(row[HashBytes..])));
        }

        return seen;
    }

    /// <summary>Writes message ids, latest first.</summary>
    public static byte[] Pack(IReadOnlyCollection<SeenMessage> latestFirst)
    {
        ArgumentNullException.ThrowIfNull(latestFirst);
        var packed = new byte[latestFirst.Count * RowBytes];
        var rest = packed.AsSpan();
        foreach (var seen in latestFirst)
        {
            BinaryPrimitives.WriteUInt128BigEndian(rest, seen.Hash);
            BinaryPrimitives.WriteInt64BigEndian(rest[HashBytes..], seen.ReceivedAt.ToUnixTimeMilliseconds());
            rest = rest[RowBytes..];
        }

        return packed;
    }
}

/// <summary>What was known at an instant can't be told any more: the entries up to a later one were removed by policy.</summary>
public sealed class HistoryRemovedException(DateTimeOffset until)
    : Exception($"What was received until {until:O} was removed by the policy for old touchpoints.")
{
    /// <summary>The first instant that can be asked about.</summary>
    public DateTimeOffset Until => until;
}
