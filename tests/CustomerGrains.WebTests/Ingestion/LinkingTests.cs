using System.Text.Json;
using CustomerGrains.WebTests.Support;

namespace CustomerGrains.WebTests.Ingestion;

[Collection(SharedServerCollection.Name)]
public sealed class LinkingTests(SharedServer shared)
{
    readonly string _user = SharedServer.NewId("user");
    readonly string _device = SharedServer.NewId("device");

    TestServer Server => shared.Server;

    [Fact]
    public async Task Identify_with_both_ids_makes_the_device_part_of_the_customer()
    {
        await Server.BatchAsync(Track("Viewed", anonymousId: _device));
        await Server.BatchAsync(Identify(_user, _device));
        await Server.BatchAsync(Track("Bought", anonymousId: _device));

        await IsOneAsync(3, _user, _device);
    }

    [Fact]
    public async Task All_in_one_batch_gives_the_same()
    {
        await Server.BatchAsync(Track("Viewed", anonymousId: _device), Identify(_user, _device), Track("Bought", anonymousId: _device), Track("Rated", userId: _user));

        await IsOneAsync(4, _user, _device);
    }

    [Fact]
    public async Task Identify_before_the_device_was_ever_seen_links_it_for_later()
    {
        await Server.BatchAsync(Identify(_user, _device));
        await Server.BatchAsync(Track("Viewed", anonymousId: _device));

        await IsOneAsync(2, _user, _device);
    }

    [Fact]
    public async Task A_retried_event_of_the_device_is_known_to_the_customer()
    {
        await Server.BatchAsync(Track("Viewed", anonymousId: _device, messageId: "m1"));
        await Server.BatchAsync(Identify(_user, _device));
        var reply = await Server.BatchAsync(Track("Viewed", anonymousId: _device, messageId: "m1"));

        Assert.Equal(1, reply.GetProperty("duplicates").GetInt32());
        await IsOneAsync(2, _user, _device);
    }

    [Fact]
    public async Task A_device_that_belongs_to_somebody_stays_with_her()
    {
        var second = SharedServer.NewId("user");
        await Server.BatchAsync(Identify(_user, _device));
        await Server.BatchAsync(Identify(second, _device));

        Assert.Equal(_user, (await Server.CustomerAsync(_device)).GetProperty("id").GetString());
        Assert.Equal(second, (await Server.CustomerAsync(second)).GetProperty("id").GetString());
        Assert.Equal(1, Total(await Server.CustomerAsync(second)));
    }

    [Fact]
    public async Task Identify_never_gives_a_known_customer_away()
    {
        var other = SharedServer.NewId("user");
        await Server.BatchAsync(Track("Bought", userId: other));
        await Server.BatchAsync(Identify(_user, other));

        Assert.Equal(other, (await Server.CustomerAsync(other)).GetProperty("id").GetString());
        Assert.Equal(1, Total(await Server.CustomerAsync(other)));
    }

    [Fact]
    public async Task Alias_joins_two_known_customers()
    {
        var old = SharedServer.NewId("user");
        await Server.BatchAsync(Track("Bought", userId: old), Track("Bought", userId: _user));
        await Server.SendAsync("/v1/alias", new { previousId = old, userId = _user });

        await IsOneAsync(3, _user, old);
    }

    [Fact]
    public async Task Alias_to_oneself_is_recorded_and_changes_nothing()
    {
        await Server.SendAsync("/v1/alias", new { previousId = _user, userId = _user });

        Assert.Empty((await Server.CustomerAsync(_user)).GetProperty("links").EnumerateArray());
    }

    [Fact]
    public async Task Chains_of_aliases_end_at_one_customer_and_circles_close()
    {
        string[] ids = [_user, SharedServer.NewId("user"), SharedServer.NewId("user"), SharedServer.NewId("user")];
        foreach (var id in ids) await Server.BatchAsync(Track("Seen", userId: id));
        for (var i = 0; i < ids.Length; i++) await Server.SendAsync("/v1/alias", new { previousId = ids[i], userId = ids[(i + 1) % ids.Length] });

        var customers = new List<JsonElement>();
        foreach (var id in ids) customers.Add(await Server.CustomerAsync(id));
        Assert.Single(customers.Select(customer => customer.GetProperty("id").GetString()).Distinct());
        Assert.Equal(8, Total(customers[0]));
    }

    [Fact]
    public async Task Two_simultaneous_aliases_in_opposite_directions_make_one_customer()
    {
        var other = SharedServer.NewId("user");
        await Server.BatchAsync(Track("Seen", userId: _user), Track("Seen", userId: other));
        await Task.WhenAll(
            Server.SendAsync("/v1/alias", new { previousId = _user, userId = other }),
            Server.SendAsync("/v1/alias", new { previousId = other, userId = _user }));

        var (a, b) = (await Server.CustomerAsync(_user), await Server.CustomerAsync(other));
        Assert.Equal(a.GetProperty("id").GetString(), b.GetProperty("id").GetString());
        Assert.Equal(4, Total(a));
    }

    [Fact]
    public async Task Many_requests_that_link_the_same_device_at_once_link_it_once()
    {
        await Server.BatchAsync(Track("Viewed", anonymousId: _device));
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Server.BatchAsync(Identify(_user, _device, $"i{i}"), Track("Viewed", anonymousId: _device, messageId: $"v{i}"))));

        await IsOneAsync(41, _user, _device);
        Assert.Single((await Server.CustomerAsync(_user)).GetProperty("links").EnumerateArray());
    }

    [Fact]
    public async Task A_linked_device_is_not_in_the_list_of_customers()
    {
        await Server.BatchAsync(Track("Viewed", anonymousId: _device), Identify(_user, _device));

        Assert.Empty((await Server.GetAsync($"/api/customers?query={_device}")).GetProperty("items").EnumerateArray());
        Assert.Single((await Server.GetAsync($"/api/customers?query={_user}")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task The_past_does_not_know_of_later_links()
    {
        await Server.BatchAsync(Track("Viewed", anonymousId: _device));
        await Server.BatchAsync(Track("Bought", userId: _user));
        var between = (await Server.CustomerAsync(_user)).GetProperty("asOf").GetString();
        await Task.Delay(5);
        await Server.BatchAsync(Identify(_user, _device));

        var then = await Server.GetAsync($"/api/customers/{_user}?at={between}");
        Assert.Equal(1, Total(then));
        Assert.Empty(then.GetProperty("links").EnumerateArray());
        Assert.Equal(3, Total(await Server.CustomerAsync(_user)));
        Assert.Single((await Server.GetAsync($"/api/customers/{_user}/touchpoints?at={between}")).GetProperty("items").EnumerateArray(),
            row => row.GetProperty("name").GetString() == "Bought");
    }

    async Task IsOneAsync(int touchpoints, string id, string linked)
    {
        var customer = await Server.CustomerAsync(id);
        Assert.Equal(touchpoints, Total(customer));
        Assert.Contains(linked, customer.GetProperty("links").EnumerateArray().Select(link => link.GetProperty("id").GetString()));
        Assert.Equal(id, (await Server.CustomerAsync(linked)).GetProperty("id").GetString());
        Assert.Equal(touchpoints, (await Server.GetAsync($"/api/customers/{linked}/touchpoints?limit=500")).GetProperty("items").GetArrayLength());
    }

    static int Total(JsonElement customer) => customer.GetProperty("touchpoints").GetProperty("total").GetInt32();

    static object Identify(string userId, string anonymousId, string? messageId = null) =>
        new { type = "identify", userId, anonymousId, messageId = messageId ?? $"{Guid.NewGuid()}" };

    static object Track(string name, string? userId = null, string? anonymousId = null, string? messageId = null) =>
        new { type = "track", @event = name, userId, anonymousId, messageId = messageId ?? $"{Guid.NewGuid()}" };
}
