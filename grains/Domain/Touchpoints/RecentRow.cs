using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using CustomerGrains.Domain.Journal;

namespace CustomerGrains.Domain.Touchpoints;

/// <summary>
/// A recent touchpoint as bytes, without its time: twenty of them are the largest part of a resident customer, so what is usually small or left out takes
/// little or nothing. It never leaves memory.
/// </summary>
static class RecentRow
{
    [Flags]
    enum Has : byte
    {
        Text = 1,
        Amount = 2,
        Currency = 4,

        /// <summary>The message id is a UUID as SDKs write it: 16 bytes instead of 36.</summary>
        Uuid = 8,
    }

    /// <summary>How many bytes <see cref="Write"/> writes.</summary>
    public static int LengthOf(RecentTouchpoint touchpoint)
    {
        var writer = new Writer([]);
        Compose(ref writer, touchpoint);
        return writer.Length;
    }

    /// <summary>Writes a touchpoint.</summary>
    public static void Write(Span<byte> row, RecentTouchpoint touchpoint)
    {
        var writer = new Writer(row);
        Compose(ref writer, touchpoint);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static RecentTouchpoint Read(ReadOnlySpan<byte> row, long time)
    {
        var reader = new Reader(row);
        var has = (Has)reader.Next<byte>();
        var (kind, channel) = ((EntryKind)reader.Next<byte>(), (Channel)reader.Next<byte>());
        var (seq, delay) = (reader.Number(), reader.Number());
        var messageId = has.HasFlag(Has.Uuid) ? reader.Next<Guid>().ToString() : reader.Text();
        var name = RecentTouchpoint.Shared(reader.Text());
        var text = has.HasFlag(Has.Text) ? reader.Text() : null;
        decimal? amount = has.HasFlag(Has.Amount) ? reader.Next<decimal>() : null;
        return new(new(time, messageId), seq, delay, kind, channel, name, new(text, amount, has.HasFlag(Has.Currency) ? reader.Text() : null));
    }

    static void Compose(ref Writer writer, RecentTouchpoint touchpoint)
    {
        var isUuid = IsUuid(touchpoint.At.MessageId, out var uuid);
        var summary = touchpoint.Summary;
        var has = (summary.Text is null ? 0 : Has.Text) | (summary.Amount is null ? 0 : Has.Amount) | (summary.Currency is null ? 0 : Has.Currency) | (isUuid ? Has.Uuid : 0);
        writer.Put((byte)has);
        writer.Put((byte)touchpoint.Kind);
        writer.Put((byte)touchpoint.Channel);
        writer.Number(touchpoint.Seq);
        writer.Number(touchpoint.Delay);
        if (isUuid)
            writer.Put(uuid);
        else
            writer.Text(touchpoint.At.MessageId);
        writer.Text(touchpoint.Name);
        if (summary.Text is { } text)
            writer.Text(text);
        if (summary.Amount is { } amount)
            writer.Put(amount);
        if (summary.Currency is { } currency)
            writer.Text(currency);
    }

    // Only what comes back letter by letter: an id in capitals is another id.
    static bool IsUuid(string id, out Guid uuid)
    {
        Span<char> text = stackalloc char[36];
        return Guid.TryParseExact(id, "D", out uuid) && uuid.TryFormat(text, out _) && text.SequenceEqual(id);
    }

    // Counts, and writes as long as there is somewhere to write to.
    ref struct Writer(Span<byte> row)
    {
        readonly Span<byte> _row = row;

        public int Length { get; private set; }

        public void Put<T>(T value)
            where T : unmanaged
        {
            if (_row.Length > 0)
                MemoryMarshal.Write(_row[Length..], value);
            Length += Unsafe.SizeOf<T>();
        }

        // Seven bits a byte, the sign in the lowest.
        public void Number(long value)
        {
            var left = (ulong)((value << 1) ^ (value >> 63));
            for (; left > 0x7F; left >>= 7)
                Put((byte)(left | 0x80));
            Put((byte)left);
        }

        public void Text(string text)
        {
            var bytes = Encoding.UTF8.GetByteCount(text);
            Number(bytes);
            if (_row.Length > 0)
                Encoding.UTF8.GetBytes(text, _row[Length..]);
            Length += bytes;
        }
    }

    ref struct Reader(ReadOnlySpan<byte> row)
    {
        ReadOnlySpan<byte> _left = row;

        public T Next<T>()
            where T : unmanaged
        {
            var value = MemoryMarshal.Read<T>(_left);
            _left = _left[Unsafe.SizeOf<T>()..];
            return value;
        }

        public long Number()
        {
            var (value, shift) = (0UL, 0);
            while (true)
            {
                var next = Next<byte>();
                value |= (ulong)(next & 0x7F) << shift;
                if (next < 0x80)
                    return (long)(value >> 1) ^ -(long)(value & 1);
                shift += 7;
            }
        }

        public string Text()
        {
            var length = (int)Number();
            var text = Encoding.UTF8.GetString(_left[..length]);
            _left = _left[length..];
            return text;
        }
    }
}
