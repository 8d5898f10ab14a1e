using System.Text.Json;

namespace CustomerGrains.WebTests.Segments;

/// <summary>Who is in a segment: by what she does, by time alone, by another rule, and together with her other ids.</summary>
public sealed class MembershipTests(RulesServer rules) : IClassFixture<RulesServer>
{
    [Fact]
    public async Task She_joins_with_the_event_itself_and_everything_says_so()
    {
        var (key, ann) = (RulesServer.New("buyers"), RulesServer.New("ann"));
        await rules.PublishAsync(key, "orders.count >= 1 and value.gross > 77 GBP and value.gross < 78 GBP");
        await rules.TrackAsync(ann, "Product Viewed");
        Assert.Null(await rules.MembershipAsync(ann, key));
        var messageId = await rules.OrderAsync(ann, total: 77.5m);

        // No waiting: it was decided in the transaction of the event.
        var membership = (await rules.MembershipAsync(ann, key))!.Value;
        Assert.Equal("event", membership.GetProperty("cause").GetString());
        Assert.Equal(messageId, membership.GetProperty("because").GetString());
        Assert.Equal(rules.Now, membership.GetProperty("since").GetDateTimeOffset());
        var segment = await rules.Server.GetAsync($"/api/segments/{key}");
        Assert.Equal((1, 1, 0), (Size(segment), segment.GetProperty("joined").GetProperty("hour").GetInt32(), segment.GetProperty("left").GetProperty("hour").GetInt32()));
        var members = await rules.Server.GetAsync($"/api/customers?segment={key}");
        Assert.Equal([ann], members.GetProperty("items").EnumerateArray().Select(row => row.GetProperty("id").GetString()));
        Assert.Equal(1, members.GetProperty("total").GetInt32());
        var transition = (await rules.TransitionsAsync(ann)).Single(item => item.GetProperty("key").GetString() == key);
        Assert.Equal(("joined", $"The {key}", "event", messageId), (Text(transition, "kind"), Text(transition, "name"), Text(transition, "cause"), Text(transition, "because")));
        Assert.Contains("orders.count = 1", Text(transition, "why"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task She_joins_at_the_very_deadline_with_no_event_and_leaves_by_buying()
    {
        var (key, ann) = (RulesServer.New("abandoned"), RulesServer.New("ann"));
        await rules.PublishAsync(key, "cart.items > 0 and cart.updated older than 30m");
        await rules.AddToCartAsync(ann);
        var deadline = rules.Now.AddMinutes(30);
        var before = await rules.EvidenceAsync(ann, key);
        Assert.False(before.GetProperty("member").GetBoolean());
        Assert.Equal((deadline, "joins"), (before.GetProperty("changes").GetProperty("at").GetDateTimeOffset(), Text(before.GetProperty("changes"), "to")));

        rules.Clock.AdvanceTo(deadline.AddMilliseconds(-1));
        Assert.Null(await rules.MembershipAsync(ann, key));
        var membership = await rules.JoinedAsync(ann, key);
        Assert.Equal((deadline, "time"), (membership.GetProperty("since").GetDateTimeOffset(), Text(membership, "cause")));
        Assert.Equal(JsonValueKind.Null, membership.GetProperty("until").ValueKind);
        var joined = (await rules.TransitionsAsync(ann)).Single(item => Text(item, "key") == key);
        Assert.Equal((deadline, "time"), (joined.GetProperty("at").GetDateTimeOffset(), Text(joined, "cause")));
        Assert.InRange(joined.GetProperty("decidedAt").GetDateTimeOffset(), deadline, rules.Now);

        var messageId = await rules.OrderAsync(ann);
        Assert.Null(await rules.MembershipAsync(ann, key));
        var left = (await rules.TransitionsAsync(ann)).First(item => Text(item, "key") == key);
        Assert.Equal(("left", messageId), (Text(left, "kind"), Text(left, "because")));
        var after = await rules.EvidenceAsync(ann, key);
        Assert.False(after.GetProperty("member").GetBoolean());
        Assert.Equal((left.GetProperty("at").GetDateTimeOffset(), messageId), (after.GetProperty("since").GetDateTimeOffset(), Text(after, "because")));
    }

    [Fact]
    public async Task She_leaves_at_the_very_deadline_with_no_event()
    {
        var (key, ann) = (RulesServer.New("recent"), RulesServer.New("ann"));
        await rules.PublishAsync(key, "ordered within 6h");
        await rules.OrderAsync(ann);
        var until = rules.Now.AddHours(6);
        Assert.Equal(until, (await rules.MembershipAsync(ann, key))!.Value.GetProperty("until").GetDateTimeOffset());

        rules.Clock.AdvanceTo(until.AddMilliseconds(-1));
        Assert.NotNull(await rules.MembershipAsync(ann, key));
        await rules.LeftAsync(ann, key);
        var left = (await rules.TransitionsAsync(ann)).First(item => Text(item, "key") == key);
        Assert.Equal(("left", "time", until), (Text(left, "kind"), Text(left, "cause"), left.GetProperty("at").GetDateTimeOffset()));
    }

    [Fact]
    public async Task Somebody_who_does_nothing_is_found_when_a_rule_is_published_and_let_go_when_it_is_deleted()
    {
        var (key, ann) = (RulesServer.New("dormant"), RulesServer.New("ann"));
        await rules.OrderAsync(ann, total: 123);
        var published = await rules.PublishAsync(key, "orders.count >= 1 and value.gross >= 123 GBP and value.gross < 124 GBP");
        Assert.Equal(1, published.GetProperty("version").GetInt32());

        var membership = await rules.JoinedAsync(ann, key);
        Assert.Equal("rule", Text(membership, "cause"));
        Assert.Equal(1, Size(await rules.Server.GetAsync($"/api/segments/{key}")));
        var backfill = (await rules.Server.GetAsync("/api/backfills")).GetProperty("items")[0];
        Assert.Equal(($"segment/{key}", "done"), (Text(backfill, "reason"), Text(backfill, "state")));
        Assert.True(backfill.GetProperty("done").GetInt64() >= 1);
        Assert.Equal(1, backfill.GetProperty("changed").GetInt64());

        using var deleted = await rules.Server.CallAsync(HttpMethod.Delete, $"/api/segments/{key}");
        Assert.Equal(System.Net.HttpStatusCode.NoContent, deleted.StatusCode);
        await rules.LeftAsync(ann, key);
        await rules.SettleAsync();
        var left = (await rules.TransitionsAsync(ann)).First(item => Text(item, "key") == key);
        Assert.Equal(("left", "rule"), (Text(left, "kind"), Text(left, "cause")));
    }

    [Fact]
    public async Task A_device_that_becomes_hers_brings_its_cart_along_and_nobody_is_counted_twice()
    {
        var (key, ann, device) = (RulesServer.New("carts"), RulesServer.New("ann"), RulesServer.New("device"));
        await rules.PublishAsync(key, "cart.items > 0");
        await rules.AddToCartAsync(device, anonymous: true);
        await rules.AddToCartAsync(ann);
        Assert.Equal(2, Size(await rules.Server.GetAsync($"/api/segments/{key}")));

        await rules.Server.BatchAsync(new { type = "identify", userId = ann, anonymousId = device, timestamp = rules.Now });
        await rules.EventuallyAsync(() => rules.Server.GetAsync($"/api/segments/{key}"), segment => Size(segment) == 1, "the device to be hers");
        var members = await rules.Server.GetAsync($"/api/customers?segment={key}");
        Assert.Equal([ann], members.GetProperty("items").EnumerateArray().Select(row => row.GetProperty("id").GetString()));
        var ofDevice = await rules.EvidenceAsync(device, key);
        Assert.Equal(ann, Text(ofDevice, "customerId"));
        Assert.True(ofDevice.GetProperty("member").GetBoolean());
        // What either of her ids did is hers.
        var all = await rules.TransitionsAsync(ann);
        Assert.Contains(all, item => Text(item, "customerId") == device && Text(item, "kind") == "left" && Text(item, "cause") == "link" && Text(item, "key") == key);
        Assert.Equal(all.Select(item => item.GetProperty("id").GetInt64()), (await rules.TransitionsAsync(device)).Select(item => item.GetProperty("id").GetInt64()));
    }

    [Fact]
    public async Task Members_come_in_pages_each_once_and_only_those_who_are_in_it_now()
    {
        var key = RulesServer.New("pages");
        await rules.PublishAsync(key, $"""count("{key}", 30d) >= 1 and not ordered within 30d""");
        var ids = Enumerable.Range(0, 25).Select(n => $"{key}-{n:00}").ToList();
        foreach (var id in ids) await rules.TrackAsync(id, key);
        foreach (var id in ids.Take(3)) await rules.OrderAsync(id);

        var (seen, cursor) = (new List<string>(), "");
        do
        {
            var page = await rules.Server.GetAsync($"/api/customers?segment={key}&limit=10&cursor={cursor}");
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(row => Text(row, "id")!));
            if (cursor.Length == 0) Assert.Equal(22, page.GetProperty("total").GetInt32());
            cursor = page.GetProperty("next").GetString() ?? "";
        }
        while (cursor.Length > 0);
        Assert.Equal(ids.Skip(3), seen.Order(StringComparer.Ordinal));
        // With words, and with a stage.
        var found = await rules.Server.GetAsync($"/api/customers?segment={key}&query={ids[7]}");
        Assert.Equal([ids[7]], found.GetProperty("items").EnumerateArray().Select(row => Text(row, "id")!));
        Assert.Empty((await rules.Server.GetAsync($"/api/customers?segment={key}&query={ids[1]}")).GetProperty("items").EnumerateArray());
        Assert.Equal(22, (await rules.Server.GetAsync($"/api/customers?segment={key}&stage=Aware")).GetProperty("total").GetInt32());
        Assert.Equal(0, (await rules.Server.GetAsync($"/api/customers?segment={key}&stage=Loyal")).GetProperty("total").GetInt32());
    }

    static long Size(JsonElement segment) => segment.GetProperty("size").GetInt64();

    static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
