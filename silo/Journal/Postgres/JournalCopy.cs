using System.Buffers.Binary;
using System.Text;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Grains.Journal;
using Npgsql;

namespace CustomerGrains.Silo.Journal.Postgres;

/// <summary>
/// Sends entries in the binary format of COPY. Encodes the rows itself: their types never change, and Npgsql's importer, which has to be ready for
/// anything, costs three times as much for each.
/// </summary>
sealed class JournalCopy
{
    const string Copy =
        "COPY journal (seq, occurred_at, received_at, kind, channel, customer_id, message_id, name, body) FROM STDIN (FORMAT binary)";

    const short Columns = 9;
    const int Null = -1;

    // The lengths of nine columns, their count, and the fixed columns themselves.
    const int FixedBytes = 2 + (Columns * 4) + 8 + 8 + 8 + 2 + 2;
    const int FlushAt = 64 << 10;

    static readonly byte[] Header = [.. "PGCOPY\n"u8, 0xff, .. "\r\n\0"u8, 0, 0, 0, 0, 0, 0, 0, 0];

    // Text that isn't well formed is refused, not silently changed.
    static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    byte[] _buffer = new byte[FlushAt + (64 << 10)];
    int _used;

    public void Write(NpgsqlConnection connection, IReadOnlyList<Commit> commits)
    {
        using var stream = connection.BeginRawBinaryCopy(Copy);
        try
        {
            _used = 0;
            Bytes(Header);
            foreach (var commit in commits)
            {
                foreach (var entry in commit.Entries)
                {
                    Row(commit.CustomerId, entry);
                    if (_used >= FlushAt)
                        Flush(stream);
                }
            }

            Room(2);
            Short(-1);
            Flush(stream);
        }
        catch
        {
            // Otherwise the end of the stream would complete the copy.
            stream.Cancel();
            throw;
        }
    }

    void Row(string customerId, JournalEntry entry)
    {
        var (id, message, name) = (Utf8.GetMaxByteCount(customerId.Length), Utf8.GetMaxByteCount(entry.MessageId?.Length ?? 0), Utf8.GetMaxByteCount(entry.Name.Length));
        Room(FixedBytes + id + message + name + entry.Body.Length);
        Short(Columns);
        Number(entry.Seq);
        Number(entry.OccurredAt.ToUnixTimeMilliseconds());
        Number(entry.ReceivedAt.ToUnixTimeMilliseconds());
        Small((short)entry.Kind);
        Small((short)entry.Channel);
        Text(customerId);
        if (entry.MessageId is null)
            Int(Null);
        else
            Text(entry.MessageId);
        Text(entry.Name);
        Int(entry.Body.Length);
        Bytes(entry.Body.Span);
    }

    void Number(long value)
    {
        Int(8);
        BinaryPrimitives.WriteInt64BigEndian(_buffer.AsSpan(_used), value);
        _used += 8;
    }

    void Small(short value)
    {
        Int(2);
        Short(value);
    }

    void Text(string value)
    {
        var length = Utf8.GetBytes(value, _buffer.AsSpan(_used + 4));
        Int(length);
        _used += length;
    }

    void Int(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(_buffer.AsSpan(_used), value);
        _used += 4;
    }

    void Short(short value)
    {
        BinaryPrimitives.WriteInt16BigEndian(_buffer.AsSpan(_used), value);
        _used += 2;
    }

    void Bytes(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_buffer.AsSpan(_used));
        _used += bytes.Length;
    }

    void Room(int bytes)
    {
        if (_buffer.Length - _used < bytes)
            Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _used + bytes));
    }

    void Flush(Stream stream)
    {
        stream.Write(_buffer, 0, _used);
        _used = 0;
    }
}
