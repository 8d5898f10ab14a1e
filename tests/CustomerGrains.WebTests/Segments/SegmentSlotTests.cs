using System.Text.Json;
using CustomerGrains.Web.Live;
using CustomerGrains.Web.Segments;

namespace CustomerGrains.WebTests.Segments;

/// <summary>What one connection gets of segments when it is slow, when things vanish, and when pictures overtake each other.</summary>
public sealed class SegmentSlotTests
{
    readonly SegmentSlot _slot = new();

    [Fact]
    public void Pictures_that_wait_are_replaced_and_nothing_in_them_is_lost()
    {
        _slot.Watch(Picture(1, [("a", 1, 1)], 0));
        Assert.True(Take().GetProperty("full").GetBoolean());
        Assert.False(_slot.Put(Picture(2, [("a", 2, 2)], 1, 1)));
        Assert.True(_slot.Put(Picture(3, [("a", 2, 2), ("b", 5, 3)], 3, 3, 2)));
        var frame = Take();

        Assert.Equal(2, frame.GetProperty("n").GetInt64());
        Assert.Equal("""{"a":2,"b":5}""", frame.GetProperty("sizes").GetRawText());
        Assert.Equal([3, 2], frame.GetProperty("transitions").EnumerateArray().Select(id => id.GetInt64()));
        Assert.Equal(1, frame.GetProperty("skipped").GetInt64());
        Assert.Null(_slot.Take());
    }

    [Fact]
    public void An_older_picture_never_replaces_a_newer_one()
    {
        _slot.Watch(Picture(5, [("a", 5, 5)], 0));
        Assert.False(_slot.Put(Picture(4, [("a", 4, 4)], 0)));
        Assert.Equal("""{"a":5}""", Take().GetProperty("sizes").GetRawText());
        Assert.False(_slot.Put(Picture(4, [("a", 4, 4)], 0)));
        Assert.Null(_slot.Take());
    }

    [Fact]
    public void What_vanished_makes_the_frame_full_also_if_that_picture_was_dropped()
    {
        _slot.Watch(Picture(1, [("a", 1, 1), ("b", 1, 1)], 0));
        Take();
        _slot.Put(Picture(2, [("a", 1, 1)], 0) with { Shrunk = 2 });
        _slot.Put(Picture(3, [("a", 1, 1)], 0) with { Shrunk = 2 });
        var frame = Take();
        Assert.True(frame.GetProperty("full").GetBoolean());
        Assert.Equal("""{"a":1}""", frame.GetProperty("sizes").GetRawText());

        _slot.Put(Picture(4, [("a", 1, 1)], 0) with { Shrunk = 2 });
        frame = Take();
        Assert.False(frame.GetProperty("full").GetBoolean());
        Assert.Equal("{}", frame.GetProperty("sizes").GetRawText());
    }

    [Fact]
    public void Who_does_not_watch_gets_nothing()
    {
        _slot.Watch(Picture(1, [], 0));
        _slot.Unwatch();
        Assert.Null(_slot.Take());
    }

    JsonElement Take() => JsonDocument.Parse(((Outgoing)_slot.Take()!).Json.Utf8).RootElement;

    static SegmentPicture Picture(long number, (string Key, int Size, long Since)[] sizes, long position, params long[] ids) => new(
        number,
        DateTimeOffset.UnixEpoch,
        0,
        [.. sizes.Select(size => new SegmentFigure(size.Key, JsonSerializer.SerializeToUtf8Bytes(size.Size), size.Since))],
        [],
        0,
        "[]"u8.ToArray(),
        [.. ids.Select((id, i) => new SegmentRow(id, position - i, JsonSerializer.SerializeToUtf8Bytes(id)))],
        position);
}
