using System.Buffers;
using System.Text.Json;
using CustomerGrains.Web.Live;

namespace CustomerGrains.Web.Debugger;

/// <summary>A key's history at one moment, shared by all who watch it.</summary>
/// <param name="At">The moment.</param>
/// <param name="KeyId">Which key.</param>
/// <param name="Counts">How many outcomes of which kind there were.</param>
/// <param name="Rows">The latest outcomes, newest first, each as JSON.</param>
/// <param name="Position">How many outcomes there were.</param>
sealed record KeyPicture(DateTimeOffset At, string KeyId, KeyCounts Counts, IReadOnlyList<KeyRow> Rows, long Position);

/// <summary>One outcome as JSON.</summary>
readonly record struct KeyRow(long Number, ReadOnlyMemory<byte> Json);

/// <summary>What one connection knows of one key. Guarded by the connection.</summary>
sealed class KeySlot
{
    KeyPicture? _latest;
    bool _full;
    long _seen;
    long _number;

    public void Watch(KeyPicture picture) => (_full, _latest) = (true, picture);

    /// <summary>Keeps the newer picture; true if one that was not sent yet is dropped for it.</summary>
    public bool Put(KeyPicture picture)
    {
        if (_latest is { } waiting && waiting.Position >= picture.Position) return false;
        var dropped = _latest is not null;
        _latest = picture;
        return dropped;
    }

    public Outgoing? Take()
    {
        if (_latest is not { } picture) return null;
        _latest = null;
        var from = _full ? 0 : _seen;
        var buffer = new ArrayBufferWriter<byte>(8_192);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("n", ++_number);
            writer.WriteBoolean("full", _full);
            writer.WriteString("at", picture.At);
            writer.WriteString("keyId", picture.KeyId);
            writer.WriteStartObject("counts");
            writer.WriteNumber("accepted", picture.Counts.Accepted);
            writer.WriteNumber("duplicates", picture.Counts.Duplicates);
            writer.WriteNumber("rejected", picture.Counts.Rejected);
            writer.WriteEndObject();
            var carried = 0;
            writer.WriteStartArray("events");
            foreach (var row in picture.Rows)
            {
                if (row.Number <= from) break;
                writer.WriteRawValue(row.Json.Span, skipInputValidation: true);
                carried++;
            }
            writer.WriteEndArray();
            writer.WriteNumber("skipped", _full ? 0 : Math.Max(0, picture.Position - from - carried));
            writer.WriteEndObject();
        }
        (_full, _seen) = (false, picture.Position);
        return new("key", new(buffer.WrittenMemory), null);
    }
}
