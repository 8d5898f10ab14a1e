using System.Buffers;

namespace CustomerGrains.Web.Ingestion;

/// <summary>Bytes in a rented array: give it back by disposing.</summary>
sealed class PooledBody(int capacity) : IDisposable
{
    byte[] _array = ArrayPool<byte>.Shared.Rent(Math.Max(capacity, 256));

    /// <summary>How many bytes are filled.</summary>
    public int Length { get; private set; }

    /// <summary>The filled bytes.</summary>
    public ReadOnlyMemory<byte> Filled => _array.AsMemory(0, Length);

    /// <summary>The rest of the array, at least a byte, which a reader may fill.</summary>
    public Memory<byte> Space()
    {
        if (Length == _array.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(_array.Length * 2);
            Filled.CopyTo(larger);
            ArrayPool<byte>.Shared.Return(_array);
            _array = larger;
        }
        return _array.AsMemory(Length);
    }

    /// <summary>Says how much of <see cref="Space"/> was filled.</summary>
    public void Advance(int count) => Length += count;

    /// <summary>The underlying array and its filled part, for readers that want a stream.</summary>
    public MemoryStream AsStream() => new(_array, 0, Length, writable: false);

    public void Dispose()
    {
        var array = Interlocked.Exchange(ref _array, []);
        if (array.Length > 0) ArrayPool<byte>.Shared.Return(array);
        Length = 0;
    }
}
