using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace CustomerGrains.Grains.Journal;

/// <summary>
/// The message ids a customer's activation remembers: the latest <see cref="Capacity"/>, oldest arrival leaving first. What leaves younger than
/// <see cref="Horizon"/> has to be written down (<see cref="Commit.Evicted"/>), so that duplicates are found exactly for that long at any rate.
/// </summary>
/// <remarks>Not thread-safe: it belongs to one activation.</remarks>
public sealed class SeenMessages
{
    /// <summary>How many ids are kept in memory.</summary>
    public const int Capacity = 10_000;

    /// <summary>
    /// How many ids to load. More than <see cref="Capacity"/>, so that ids that share the boundary's arrival time are never between the two: what is
    /// too much leaves through the ordinary eviction with the next commit.
    /// </summary>
    public const int LoadLimit = 15_000;

    /// <summary>How long an id is remembered at least, whatever the rate.</summary>
    public static readonly TimeSpan Horizon = TimeSpan.FromDays(30);

    // Up to here a scan is as quick as a hash set and an ordinary customer pays for no set.
    const int ScanLimit = 24;

    readonly List<SeenMessage> _byArrival;
    HashSet<UInt128>? _set;
    int _evicted; // the first of _byArrival that are gone; compacted from time to time

    SeenMessages(List<SeenMessage> byArrival, bool overflowed)
    {
        _byArrival = byArrival;
        Overflowed = overflowed;
    }

    /// <summary>How many ids are in memory.</summary>
    public int Count => _byArrival.Count - _evicted;

    /// <summary>Whether young ids were ever evicted: an id that is not in memory must then be looked for in the store.</summary>
    public bool Overflowed { get; private set; }

    /// <summary>Nothing seen yet.</summary>
    public static SeenMessages Empty() => new([], overflowed: false);

    /// <summary>Starts from what the journal has; <paramref name="latest"/> holds at most <see cref="LoadLimit"/> ids in any order.</summary>
    public static SeenMessages From(IReadOnlyCollection<SeenMessage> latest, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(latest);
        var sorted = latest.OrderBy(seen => seen.ReceivedAt).ToList();
        var overflowed = sorted.Count >= Capacity && sorted[0].ReceivedAt > now - Horizon;
        return new(sorted, overflowed);
    }

    /// <summary>The hash under which an id is remembered: 128 bits, so that no two ids of a customer share one in practice.</summary>
    public static UInt128 HashOf(string messageId)
    {
        ArgumentNullException.ThrowIfNull(messageId);
        Span<byte> utf8 = stackalloc byte[512];
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        if (Encoding.UTF8.TryGetBytes(messageId, utf8, out var written))
        {
            SHA256.HashData(utf8[..written], digest);
        }
        else
        {
            SHA256.HashData(Encoding.UTF8.GetBytes(messageId), digest);
        }

        return BinaryPrimitives.ReadUInt128BigEndian(digest);
    }

    /// <summary>Whether the id is in memory.</summary>
    public bool Contains(UInt128 hash)
    {
        if (_set is not null)
        {
            return _set.Contains(hash);
        }

        foreach (var seen in _byArrival)
        {
            if (seen.Hash == hash)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Remembers an id; appends to <paramref name="evicted"/> what leaves memory younger than the horizon.</summary>
    public void Add(SeenMessage seen, DateTimeOffset now, List<SeenMessage> evicted)
    {
        ArgumentNullException.ThrowIfNull(evicted);
        _byArrival.Insert(PlaceOf(seen.ReceivedAt), seen);
        if (_set is not null)
        {
            _set.Add(seen.Hash);
        }
        else if (_byArrival.Count > ScanLimit)
        {
            _set = [.. _byArrival.Select(each => each.Hash)];
        }

        while (Count > Capacity)
        {
            Evict(now, evicted);
        }
    }

    // Arrivals come almost always in order, so this looks at the end first.
    int PlaceOf(DateTimeOffset receivedAt)
    {
        var place = _byArrival.Count;
        while (place > _evicted && _byArrival[place - 1].ReceivedAt > receivedAt)
        {
            place--;
        }

        return place;
    }

    void Evict(DateTimeOffset now, List<SeenMessage> evicted)
    {
        var oldest = _byArrival[_evicted++];
        _set!.Remove(oldest.Hash);
        if (oldest.ReceivedAt > now - Horizon)
        {
            evicted.Add(oldest);
            Overflowed = true;
        }

        if (_evicted >= Capacity / 4)
        {
            _byArrival.RemoveRange(0, _evicted);
            _evicted = 0;
        }
    }
}
