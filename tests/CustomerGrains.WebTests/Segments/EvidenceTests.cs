using System.Text.Json;

namespace CustomerGrains.WebTests.Segments;

/// <summary>Why somebody is in a segment or not: now, then, and with the touchpoints behind it.</summary>
public sealed class EvidenceTests(RulesServer rules) : IClassFixture<RulesServer>
{
    [Fact]
    public async Task Each_condition_has_its_value_and_the_touchpoints_behind_it_newest_first()
    {
        var (key, ann) = (RulesServer.New("viewers"), RulesServer.New("ann"));
        await rules.PublishAsync(key, """count("Product Viewed", 7h) >= 3 and not ordered within 7h""");
        await rules.TrackAsync(ann, "Product Viewed");
        rules.Clock.Advance(TimeSpan.FromHours(8));
        var views = new List<string>();
        for (var i = 0; i < 12; i++)
        {
            // Spelt as a sender pleases: it is the same event.
            views.Add(await rules.TrackAsync(ann, i % 2 == 0 ? "Product Viewed" : "product viewed"));
            rules.Clock.Advance(TimeSpan.FromMinutes(1));
        }
        await rules.TrackAsync(ann, "Coupon Applied");

        var evidence = await rules.EvidenceAsync(ann, key);
        Assert.True(evidence.GetProperty("member").GetBoolean());
        Assert.Equal(views[2], evidence.GetProperty("because").GetString());
        var root = evidence.GetProperty("root");
        Assert.Equal(("all", true), (root.GetProperty("kind").GetString(), root.GetProperty("holds").GetBoolean()));
        var count = Leaves(root).Single(leaf => leaf.GetProperty("text").GetString()!.Contains("Product Viewed", StringComparison.Ordinal));
        Assert.Contains("12", count.GetProperty("actual").GetString(), StringComparison.Ordinal);
        Assert.Equal(12, count.GetProperty("eventCount").GetInt64());
        var events = count.GetProperty("events").EnumerateArray().ToList();
        Assert.Equal(views.AsEnumerable().Reverse().Take(10), events.Select(e => e.GetProperty("messageId").GetString()!));
        Assert.All(events, e => Assert.Equal(ann, e.GetProperty("customerId").GetString()));
        // The first of three within seven hours is over 7 hours later: then she leaves.
        Assert.Equal("leaves", evidence.GetProperty("changes").GetProperty("to").GetString());
        Assert.Equal(events[2].GetProperty("at").GetDateTimeOffset().AddHours(7), evidence.GetProperty("changes").GetProperty("at").GetDateTimeOffset());
        Assert.DoesNotContain("evidence", root.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Orders_behind_a_sum_are_named_each_by_its_id()
    {
        var (key, ann) = (RulesServer.New("spenders"), RulesServer.New("ann"));
        await rules.PublishAsync(key, "sum(orders, 90d) >= 100 GBP");
        var orders = new[] { await rules.OrderAsync(ann, 60), await rules.OrderAsync(ann, 60) };
        var evidence = await rules.EvidenceAsync(ann, key);

        var leaf = Assert.Single(Leaves(evidence.GetProperty("root")));
        Assert.Equal(2, leaf.GetProperty("eventCount").GetInt64());
        Assert.Equal(orders.Order(), leaf.GetProperty("events").EnumerateArray().Select(e => e.GetProperty("messageId").GetString()!).Order());
    }

    [Fact]
    public async Task What_a_device_did_before_it_was_hers_is_behind_it_too_once()
    {
        var (key, ann, device) = (RulesServer.New("viewers"), RulesServer.New("ann"), RulesServer.New("device"));
        await rules.PublishAsync(key, """count("Product Viewed", 7d) >= 2""");
        var onDevice = await rules.TrackAsync(device, "Product Viewed", anonymous: true);
        var own = await rules.TrackAsync(ann, "Product Viewed");
        // The same message came by both ids: it counts once.
        await rules.Server.BatchAsync(new { type = "track", @event = "Product Viewed", messageId = own, anonymousId = device, timestamp = rules.Now });
        await rules.Server.BatchAsync(new { type = "identify", userId = ann, anonymousId = device, timestamp = rules.Now });
        await rules.JoinedAsync(ann, key);

        var leaf = Assert.Single(Leaves((await rules.EvidenceAsync(device, key)).GetProperty("root")));
        Assert.Equal(2, leaf.GetProperty("eventCount").GetInt64());
        Assert.Equal(
            new[] { (ann, own), (device, onDevice) }.Order(),
            leaf.GetProperty("events").EnumerateArray().Select(e => (e.GetProperty("customerId").GetString()!, e.GetProperty("messageId").GetString()!)).Order());
    }

    [Fact]
    public async Task At_an_instant_it_is_what_was_known_then_by_the_rule_of_that_time()
    {
        var (key, ann) = (RulesServer.New("buyers"), RulesServer.New("ann"));
        var before = rules.Now;
        rules.Clock.Advance(TimeSpan.FromSeconds(1));
        await rules.PublishAsync(key, "orders.count >= 2");
        await rules.OrderAsync(ann);
        var one = rules.Now;
        rules.Clock.Advance(TimeSpan.FromMinutes(1));
        await rules.OrderAsync(ann);
        rules.Clock.Advance(TimeSpan.FromMinutes(1));
        await rules.PublishAsync(key, "orders.count >= 5", version: 1);
        await rules.LeftAsync(ann, key);

        var then = await rules.EvidenceAsync(ann, key, one);
        Assert.Equal((false, 1, "orders.count >= 2"), (then.GetProperty("member").GetBoolean(), then.GetProperty("version").GetInt32(), then.GetProperty("rule").GetString()));
        Assert.Equal(1, Assert.Single(Leaves(then.GetProperty("root"))).GetProperty("eventCount").GetInt64());
        var two = await rules.EvidenceAsync(ann, key, one.AddMinutes(1).AddSeconds(30));
        Assert.Equal((true, 1), (two.GetProperty("member").GetBoolean(), two.GetProperty("version").GetInt32()));
        var now = await rules.EvidenceAsync(ann, key);
        Assert.Equal((false, 2, "rule"), (now.GetProperty("member").GetBoolean(), now.GetProperty("version").GetInt32(), now.GetProperty("cause").GetString()));

        using var early = await rules.Server.Admin.GetAsync($"/api/customers/{ann}/segments/{key}?at={before.UtcDateTime:O}");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, early.StatusCode);
    }

    [Fact]
    public async Task A_stage_explains_itself_as_a_segment_does()
    {
        var ann = RulesServer.New("ann");
        await rules.OrderAsync(ann);
        var stage = (await rules.Server.CustomerAsync(ann)).GetProperty("journey").GetProperty("stage").GetString()!;
        var evidence = await rules.Server.GetAsync($"/api/customers/{ann}/stages/{Uri.EscapeDataString(stage)}");

        Assert.Equal(($"stage/{stage}", true), (evidence.GetProperty("key").GetString(), evidence.GetProperty("member").GetBoolean()));
        Assert.False((await rules.Server.GetAsync($"/api/customers/{ann}/stages/Lapsed")).GetProperty("member").GetBoolean());
    }

    static IEnumerable<JsonElement> Leaves(JsonElement condition) =>
        condition.GetProperty("children").GetArrayLength() == 0 ? [condition] : condition.GetProperty("children").EnumerateArray().SelectMany(Leaves);
}
