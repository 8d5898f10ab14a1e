using System.Buffers;
using System.IO.Compression;
using System.Text;

namespace CustomerGrains.Client.Delivery;

/// <summary>Events that travel together, within the server's limits.</summary>
sealed class Batch(int maxEvents)
{
    // {"sentAt":"2026-01-01T00:00:00.000Z","batch":[]} and room to spare.
    const int Envelope = 128;

    readonly List<CustomerEvent> _events = [];
    int _bytes = Envelope;

    public IReadOnlyList<CustomerEvent> Events => _events;

    public int Count => _events.Count;

    public bool IsFull => _events.Count >= maxEvents;

    /// <summary>Adds the event, unless the batch would then be over a limit.</summary>
    public bool TryAdd(CustomerEvent item)
    {
        if (IsFull || _bytes + item.Json.Length + 1 > Limits.BatchBytes) return false;
        _events.Add(item);
        _bytes += item.Json.Length + 1;
        return true;
    }

    /// <summary>
    /// The body of one attempt. Written anew each time: the server takes sentAt for this machine's clock at the moment of sending.
    /// </summary>
    public byte[] Body(DateTimeOffset sentAt)
    {
        var body = new ArrayBufferWriter<byte>(_bytes);
        body.Write("{\"sentAt\":\""u8);
        body.Write(Encoding.ASCII.GetBytes(EventWriter.Iso(sentAt)));
        body.Write("\",\"batch\":["u8);
        for (var i = 0; i < _events.Count; i++)
        {
            if (i > 0) body.Write(","u8);
            body.Write(_events[i].Json.Span);
        }
        body.Write("]}"u8);
        return body.WrittenSpan.ToArray();
    }

    public static byte[] Gzip(byte[] body)
    {
        using var packed = new MemoryStream(body.Length / 4);
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(body);
        return packed.ToArray();
    }
}
