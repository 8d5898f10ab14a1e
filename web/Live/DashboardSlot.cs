using System.Buffers;
using System.Text.Json;

namespace CustomerGrains.Web.Live;

/// <summary>The dashboard at one moment, shared by all connections.</summary>
/// <param name="At">The moment.</param>
/// <param name="Members">The members of the frame that are the same for everybody, with their JSON.</param>
/// <param name="Rows">The latest touchpoints, newest first, each as JSON.</param>
/// <param name="Position">Touchpoints committed up to the moment.</param>
/// <param name="Sent">Called when a connection has got the picture.</param>
/// <param name="Seldom">The member that goes only to those who don't have it yet.</param>
sealed record DashboardPicture(
    DateTimeOffset At,
    IReadOnlyList<(string Name, ReadOnlyMemory<byte> Json)> Members,
    IReadOnlyList<DashboardRow> Rows,
    long Position,
    Action? Sent,
    DashboardPart? Seldom = null)
{
    /// <summary>The segment, stage or channel that it shows; null for everybody.</summary>
    public string? Scope { get; init; }
}

/// <summary>A large member that changes less often than frames are sent.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Number">Goes up with each change.</param>
/// <param name="Json">What it is now.</param>
sealed record DashboardPart(string Name, long Number, ReadOnlyMemory<byte> Json);

/// <summary>One touchpoint of the feed as JSON.</summary>
readonly record struct DashboardRow(long Position, ReadOnlyMemory<byte> Json);

/// <summary>What one connection knows of the dashboard. Guarded by the connection.</summary>
sealed class DashboardSlot
{
    DashboardPicture? _latest;
    bool _full;
    long _seen;
    long _part;
    long _number;

    public bool Watching { get; private set; }

    /// <summary>The segment, stage or channel that is watched; null for everybody.</summary>
    public string? Scope { get; private set; }

    public void Watch(DashboardPicture picture) => (Watching, Scope, _full, _part, _latest) = (true, picture.Scope, true, 0, picture);

    public void Unwatch() => (Watching, _latest) = (false, null);

    /// <summary>Keeps the newer picture; true if one that was not sent yet is dropped for it.</summary>
    public bool Put(DashboardPicture picture)
    {
        // Drawn for what was watched a moment ago.
        if (picture.Scope != Scope) return false;
        if (_latest is { } waiting && waiting.At > picture.At) return false;
        var dropped = _latest is not null;
        _latest = picture;
        return dropped;
    }

    public Outgoing? Take()
    {
        if (_latest is not { } picture) return null;
        _latest = null;
        var buffer = new ArrayBufferWriter<byte>(8_192);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("n", ++_number);
            writer.WriteBoolean("full", _full);
            writer.WriteString("at", picture.At);
            foreach (var (name, json) in picture.Members)
            {
                writer.WritePropertyName(name);
                writer.WriteRawValue(json.Span, skipInputValidation: true);
            }
            if (picture.Seldom is { } part && (_full || part.Number > _part))
            {
                writer.WritePropertyName(part.Name);
                writer.WriteRawValue(part.Json.Span, skipInputValidation: true);
                _part = part.Number;
            }
            WriteTouchpoints(writer, picture);
            writer.WriteEndObject();
        }
        (_full, _seen) = (false, picture.Position);
        return new("dashboard", new(buffer.WrittenMemory), picture.Sent);
    }

    void WriteTouchpoints(Utf8JsonWriter writer, DashboardPicture picture)
    {
        var from = _full ? 0 : _seen;
        var carried = 0;
        writer.WriteStartArray("touchpoints");
        foreach (var row in picture.Rows)
        {
            if (row.Position <= from) break;
            writer.WriteRawValue(row.Json.Span, skipInputValidation: true);
            carried++;
        }
        writer.WriteEndArray();
        writer.WriteNumber("skipped", _full ? 0 : Math.Max(0, picture.Position - from - carried));
    }
}
