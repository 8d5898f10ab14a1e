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

    // Up to here a scan takes less than a microsecond, and an ordinary customer pays for no set.
    const int ScanLimit = 128;

    const int FirstRoom = 2;

    // By arrival. A list would double its room, and a number of 128 bits would take 32 bytes together with a time.
    Slot[] _slots;
    int _count;
    int _evicted; // the first of the slots that are gone; compacted from time to time
    HashSet<UInt128>? _set;

    SeenMessages(Slot[] slots, bool overflowed)
    {
        _slots = slots;
        _count = slots.Length;
        Overflowed = overflowed;
        MakeSetIfLarge();
    }

    /// <summary>How many ids are in memory.</summary>
    public int Count => _count - _evicted;

    /// <summary>Whether young ids were ever evicted: an id that is not in memory must then be looked for in the store.</summary>
    public bool Overflowed { get; private set; }

    /// <summary>Nothing seen yet.</summary>
    public static SeenMessages Empty() => new([], overflowed: false);

    /// <summary>Starts from what the journal has; <paramref name="latest"/> holds at most <see cref="LoadLimit"/> ids in any order.</summary>
    public static SeenMessages From(IReadOnlyCollection<SeenMessage> latest, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(latest);
        var sorted = latest.OrderBy(seen => seen.ReceivedAt).Select(Slot.Of).ToArray();
        var overflowed = sorted.Length >= Capacity && sorted[0].ReceivedAt > now - Horizon;
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

        foreach (var slot in _slots.AsSpan(_evicted, Count))
        {
            if (slot.Hash == hash)
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
        Insert(Slot.Of(seen));
        if (_set is not null)
        {
            _set.Add(seen.Hash);
        }
        else
        {
            MakeSetIfLarge();
        }

        while (Count > Capacity)
        {
            Evict(now, evicted);
        }
    }

    void MakeSetIfLarge()
    {
        if (_count <= ScanLimit)
        {
            return;
        }

        _set = new(_count);
        foreach (var slot in _slots.AsSpan(0, _count))
        {
            _set.Add(slot.Hash);
        }
    }

    void Insert(Slot slot)
    {
        if (_count == _slots.Length)
        {
            Array.Resize(ref _slots, Math.Max(FirstRoom, _count + (_count / 4) + 1));
        }

        // Arrivals come almost always in order, so this looks at the end first.
        var place = _count;
        while (place > _evicted && _slots[place - 1].At > slot.At)
        {
            place--;
        }

        Array.Copy(_slots, place, _slots, place + 1, _count - place);
        _slots[place] = slot;
        _count++;
    }

    void Evict(DateTimeOffset now, List<SeenMessage> evicted)
    {
        var oldest = _slots[_evicted++];
        _set!.Remove(oldest.Hash);
        if (oldest.ReceivedAt > now - Horizon)
        {
            evicted.Add(new(oldest.Hash, oldest.ReceivedAt));
            Overflowed = true;
        }

        if (_evicted >= Capacity / 4)
        {
            _slots.AsSpan(_evicted, Count).CopyTo(_slots);
            _count -= _evicted;
            _evicted = 0;
        }
    }

    readonly record struct Slot(ulong High, ulong Low, long At)
    {
        public UInt128 Hash => new(High, Low);

        public DateTimeOffset ReceivedAt => new(At, TimeSpan.Zero);

        public static Slot Of(SeenMessage seen) => new((ulong)(seen.Hash >> 64), (ulong)seen.Hash, seen.ReceivedAt.UtcTicks);
    }
}
