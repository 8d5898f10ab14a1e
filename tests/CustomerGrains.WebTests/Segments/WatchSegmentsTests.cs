using System.Text.Json;
using CustomerGrains.Web.Segments;
using CustomerGrains.WebTests.Support;

namespace CustomerGrains.WebTests.Segments;

/// <summary>Segments and stages by the live hub.</summary>
public sealed class WatchSegmentsTests(RulesServer rules) : IClassFixture<RulesServer>
{
    [Fact]
    public async Task The_first_frame_is_the_full_picture()
    {
        var (key, ann) = (RulesServer.New("buyers"), RulesServer.New("ann"));
        await rules.PublishAsync(key, "orders.count >= 1");
        await rules.OrderAsync(ann);
        await using var hub = await ConnectAsync();
        Assert.Null(await hub.CallAsync("WatchSegments"));
        var frame = await hub.FrameAsync("segments");

        Assert.True(frame.GetProperty("full").GetBoolean());
        Assert.Equal((1, 0), (frame.GetProperty("n").GetInt64(), frame.GetProperty("skipped").GetInt64()));
        Assert.True(frame.GetProperty("population").GetInt64() >= 1);
        Assert.Equal("""{"size":1,"joinedHour":1,"leftHour":0}""", frame.GetProperty("sizes").GetProperty(key).GetRawText());
        Assert.Equal(
            (await rules.Server.GetAsync("/api/segments")).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("key").GetString()!).Order(StringComparer.Ordinal),
            frame.GetProperty("sizes").EnumerateObject().Select(size => size.Name).Order(StringComparer.Ordinal));
        Assert.Equal(frame.GetProperty("population").GetInt64(), frame.GetProperty("stages").EnumerateObject().Sum(stage => stage.Value.GetInt64()));
        var listed = (await rules.Server.GetAsync("/api/transitions?limit=50")).GetProperty("items").EnumerateArray().ToList();
        var carried = frame.GetProperty("transitions").EnumerateArray().ToList();
        Assert.Equal(listed.Count, carried.Count);
        Assert.All(listed.Zip(carried), pair => Assert.True(JsonElement.DeepEquals(pair.First, pair.Second), $"{pair.First} {pair.Second}"));
    }

    [Fact]
    public async Task Who_joins_by_an_event_and_leaves_by_time_is_in_the_next_frames_and_only_what_changed()
    {
        var (key, ann) = (RulesServer.New("fresh"), RulesServer.New("ann"));
        await rules.PublishAsync(key, $"""count("{key}", 10s) >= 1""");
        await using var hub = await ConnectAsync();
        await hub.CallAsync("WatchSegments");
        var first = await hub.FrameAsync("segments");
        Assert.Equal(0, first.GetProperty("sizes").GetProperty(key).GetProperty("size").GetInt64());

        await rules.TrackAsync(ann, key);
        var joined = await rules.FrameAsync(hub, frame => Kinds(frame, key).Contains("joined"));
        Assert.False(joined.GetProperty("full").GetBoolean());
        Assert.Equal(1, joined.GetProperty("sizes").GetProperty(key).GetProperty("size").GetInt64());
        Assert.False(joined.GetProperty("sizes").TryGetProperty("detractors", out _));
        var left = await rules.FrameAsync(hub, frame => Kinds(frame, key).Contains("left"));
        Assert.Equal("""{"size":0,"joinedHour":1,"leftHour":1}""", left.GetProperty("sizes").GetProperty(key).GetRawText());
        Assert.DoesNotContain("joined", Kinds(left, key));
        Assert.True(left.GetProperty("n").GetInt64() > joined.GetProperty("n").GetInt64());
    }

    [Fact]
    public async Task More_transitions_than_a_frame_carries_are_counted()
    {
        var key = RulesServer.New("many");
        await rules.PublishAsync(key, $"""count("{key}", 30d) >= 1""");
        await using var hub = await ConnectAsync();
        await hub.CallAsync("WatchSegments");
        await hub.FrameAsync("segments");
        // Everybody enters a stage, the segment, and what a new store has for those who are new. The clock stands, so no frame goes out meanwhile.
        const int customers = 60;
        await rules.Server.BatchAsync([.. Enumerable.Range(0, customers).Select(n => (object)new { type = "track", @event = key, userId = $"{key}-{n}", timestamp = rules.Now })]);

        var expected = 0L;
        for (var n = 0; n < customers; n++) expected += (await rules.TransitionsAsync($"{key}-{n}")).Count;
        Assert.True(expected > SegmentPump.Latest);
        var carried = 0L;
        while (carried < expected)
        {
            var frame = await rules.FrameAsync(hub, next => next.GetProperty("transitions").GetArrayLength() > 0);
            Assert.InRange(frame.GetProperty("transitions").GetArrayLength(), 1, SegmentPump.Latest);
            carried += frame.GetProperty("transitions").GetArrayLength() + frame.GetProperty("skipped").GetInt64();
        }
        Assert.Equal(expected, carried);
        Assert.Equal(customers, (await rules.Server.GetAsync($"/api/segments/{key}")).GetProperty("size").GetInt64());
    }

    [Fact]
    public async Task A_new_segment_appears_with_its_backfill_and_a_deleted_one_is_gone_with_a_full_frame()
    {
        var (key, ann) = (RulesServer.New("new"), RulesServer.New("ann"));
        await rules.TrackAsync(ann, "Product Viewed");
        await using var hub = await ConnectAsync();
        await hub.CallAsync("WatchSegments");
        await hub.FrameAsync("segments");
        await rules.PublishAsync(key, "touchpoints.count >= 1 or orders.count >= 1");
        var appeared = await rules.FrameAsync(hub, frame => frame.GetProperty("sizes").TryGetProperty(key, out var size) && size.GetProperty("size").GetInt64() > 0);
        Assert.False(appeared.GetProperty("full").GetBoolean());
        var done = (await rules.Server.GetAsync("/api/backfills")).GetProperty("items")[0];
        Assert.Equal($"segment/{key}", done.GetProperty("reason").GetString());

        using var deleted = await rules.Server.CallAsync(HttpMethod.Delete, $"/api/segments/{key}");
        var gone = await rules.FrameAsync(hub, frame => frame.GetProperty("full").GetBoolean());
        Assert.False(gone.GetProperty("sizes").TryGetProperty(key, out _));
    }

    [Fact]
    public async Task After_Unwatch_nothing_comes_and_a_new_watch_is_full_again()
    {
        var ann = RulesServer.New("ann");
        await using var hub = await ConnectAsync();
        await hub.CallAsync("WatchSegments");
        await hub.FrameAsync("segments");
        await hub.CallAsync("UnwatchSegments");
        await rules.OrderAsync(ann);
        for (var i = 0; i < 20; i++) rules.Clock.Advance(SegmentPump.Longest);
        // A call's answer comes behind whatever was sent before it.
        await hub.CallAsync("UnwatchSegments");
        Assert.Empty(hub.Waiting("segments"));

        await hub.CallAsync("WatchSegments");
        var frame = await hub.FrameAsync("segments");
        Assert.True(frame.GetProperty("full").GetBoolean());
        Assert.Equal(2, frame.GetProperty("n").GetInt64());
        Assert.Contains(ann, frame.GetProperty("transitions").EnumerateArray().Select(item => item.GetProperty("customerId").GetString()));
    }

    Task<HubClient> ConnectAsync() => HubClient.ConnectAsync(rules.Server, TestServer.AdminToken);

    static IEnumerable<string> Kinds(JsonElement frame, string key) => frame.GetProperty("transitions").EnumerateArray()
        .Where(item => item.GetProperty("key").GetString() == key).Select(item => item.GetProperty("kind").GetString()!);
}
