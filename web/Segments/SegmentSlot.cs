using System.Buffers;
using System.Text.Json;
using CustomerGrains.Web.Live;

namespace CustomerGrains.Web.Segments;

/// <summary>Segments and stages at one moment, shared by all connections.</summary>
/// <param name="Number">Goes up with each picture.</param>
/// <param name="At">The moment.</param>
/// <param name="Population">How many customers there are.</param>
/// <param name="Sizes">By segment.</param>
/// <param name="Stages">By stage.</param>
/// <param name="Shrunk">The latest picture from which a segment or stage was missing that the one before had.</param>
/// <param name="Backfills">A JSON array.</param>
/// <param name="Rows">The latest transitions, newest first, each as JSON.</param>
/// <param name="Position">How many transitions there were.</param>
sealed record SegmentPicture(
    long Number,
    DateTimeOffset At,
    long Population,
    IReadOnlyCollection<SegmentFigure> Sizes,
    IReadOnlyCollection<SegmentFigure> Stages,
    long Shrunk,
    ReadOnlyMemory<byte> Backfills,
    IReadOnlyList<SegmentRow> Rows,
    long Position);

/// <summary>What is said of one segment or stage.</summary>
/// <param name="Name">Its key or name.</param>
/// <param name="Json">What is said.</param>
/// <param name="Number">The picture since which that is so.</param>
sealed record SegmentFigure(string Name, ReadOnlyMemory<byte> Json, long Number);

/// <summary>One transition as JSON.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Position">The how-manieth it was to be found.</param>
/// <param name="Json">The transition.</param>
readonly record struct SegmentRow(long Id, long Position, ReadOnlyMemory<byte> Json);

/// <summary>What one connection knows of segments and stages. Guarded by the connection.</summary>
sealed class SegmentSlot
{
    SegmentPicture? _latest;
    bool _full;
    long _seen;
    long _position;
    long _number;

    public bool Watching { get; private set; }

    public void Watch(SegmentPicture picture) => (Watching, _full, _latest) = (true, true, picture);

    public void Unwatch() => (Watching, _latest) = (false, null);

    /// <summary>Keeps the newer picture; true if one that was not sent yet is dropped for it.</summary>
    public bool Put(SegmentPicture picture)
    {
        if ((_latest?.Number ?? _seen) >= picture.Number) return false;
        var dropped = _latest is not null;
        _latest = picture;
        return dropped;
    }

    public Outgoing? Take()
    {
        if (_latest is not { } picture) return null;
        _latest = null;
        // A frame of changes can't say that something is gone.
        var full = _full || picture.Shrunk > _seen;
        var buffer = new ArrayBufferWriter<byte>(8_192);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("n", ++_number);
            writer.WriteBoolean("full", full);
            writer.WriteString("at", picture.At);
            writer.WriteNumber("population", picture.Population);
            WriteFigures(writer, "sizes", picture.Sizes, full);
            WriteFigures(writer, "stages", picture.Stages, full);
            writer.WritePropertyName("backfills");
            writer.WriteRawValue(picture.Backfills.Span, skipInputValidation: true);
            WriteTransitions(writer, picture, full);
            writer.WriteEndObject();
        }
        (_full, _seen, _position) = (false, picture.Number, picture.Position);
        return new("segments", new(buffer.WrittenMemory), null);
    }

    void WriteFigures(Utf8JsonWriter writer, string name, IReadOnlyCollection<SegmentFigure> figures, bool full)
    {
        writer.WriteStartObject(name);
        foreach (var figure in figures)
        {
            if (!full && figure.Number <= _seen) continue;
            writer.WritePropertyName(figure.Name);
            writer.WriteRawValue(figure.Json.Span, skipInputValidation: true);
        }
        writer.WriteEndObject();
    }

    void WriteTransitions(Utf8JsonWriter writer, SegmentPicture picture, bool full)
    {
        var from = full ? 0 : _position;
        var carried = 0;
        writer.WriteStartArray("transitions");
        foreach (var row in picture.Rows)
        {
            if (row.Position <= from) continue;
            writer.WriteRawValue(row.Json.Span, skipInputValidation: true);
            carried++;
        }
        writer.WriteEndArray();
        writer.WriteNumber("skipped", full ? 0 : Math.Max(0, picture.Position - from - carried));
    }
}
