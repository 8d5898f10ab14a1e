using System.Buffers;
using System.Text.Json;

namespace CustomerGrains.Web.Live;

/// <summary>A watched customer at one moment.</summary>
/// <param name="At">The moment.</param>
/// <param name="ReceivedAt">When the newest touchpoint of the change arrived; null if nothing arrived, as at the first look.</param>
/// <param name="CustomerId">Whose picture: the watched id, or whoever it became part of.</param>
/// <param name="Version">The customer's version.</param>
/// <param name="Customer">The customer as JSON.</param>
/// <param name="Touchpoints">The new touchpoints, newest first, as a JSON array; empty for none.</param>
/// <param name="Sent">Called when a connection has got the picture.</param>
sealed record CustomerPicture(
    DateTimeOffset At,
    DateTimeOffset? ReceivedAt,
    string CustomerId,
    long Version,
    ReadOnlyMemory<byte> Customer,
    ReadOnlyMemory<byte> Touchpoints,
    Action? Sent);

/// <summary>What one connection knows of one customer. Guarded by the connection.</summary>
sealed class CustomerSlot(string watched)
{
    // Only of a very slow connection do more wait; the customer's view has her latest touchpoints in any case.
    const int MostWaitingBytes = 256 * 1024;

    readonly List<ReadOnlyMemory<byte>> _touchpoints = [];
    CustomerPicture? _latest;
    bool _waiting;
    bool _full = true;
    long _number;
    int _waitingBytes;

    /// <summary>The next frame is a full one.</summary>
    public void Restart() => _full = true;

    /// <summary>Keeps the newer picture and gathers its touchpoints; true if one that was not sent yet is dropped for it.</summary>
    public bool Put(CustomerPicture picture)
    {
        var dropped = _waiting;
        // A first look and a change cross on the way now and then: an older picture never replaces a newer one.
        if (_latest is null || _latest.CustomerId != picture.CustomerId || picture.Version >= _latest.Version) _latest = picture;
        _waiting = true;
        if (picture.Touchpoints.Length > 2)
        {
            _touchpoints.Insert(0, picture.Touchpoints);
            _waitingBytes += picture.Touchpoints.Length;
            while (_waitingBytes > MostWaitingBytes && _touchpoints.Count > 1)
            {
                _waitingBytes -= _touchpoints[^1].Length;
                _touchpoints.RemoveAt(_touchpoints.Count - 1);
            }
        }
        return dropped;
    }

    public Outgoing? Take()
    {
        if (!_waiting || _latest is not { } picture) return null;
        _waiting = false;
        var buffer = new ArrayBufferWriter<byte>(picture.Customer.Length + _waitingBytes + 512);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("n", ++_number);
            writer.WriteBoolean("full", _full);
            writer.WriteString("at", picture.At);
            writer.WriteString("watched", watched);
            if (picture.ReceivedAt is { } received) writer.WriteString("receivedAt", received);
            else writer.WriteNull("receivedAt");
            writer.WritePropertyName("customer");
            writer.WriteRawValue(picture.Customer.Span, skipInputValidation: true);
            writer.WriteStartArray("touchpoints");
            // Each is an array of its own: without its brackets it is a list of elements.
            foreach (var rows in _touchpoints) writer.WriteRawValue(rows[1..^1].Span, skipInputValidation: true);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        _touchpoints.Clear();
        (_full, _waitingBytes) = (false, 0);
        return new("customer", new(buffer.WrittenMemory), picture.Sent);
    }
}
