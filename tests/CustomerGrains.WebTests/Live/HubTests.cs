using System.Net.WebSockets;
using System.Reflection;
using System.Text.Json;
using CustomerGrains.Web.Live;
using CustomerGrains.Web.Security;
using CustomerGrains.WebTests.Support;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerGrains.WebTests.Live;

public sealed class HubTests : IAsyncLifetime
{
    TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task The_dashboard_is_full_first_then_shows_what_happens_numbered_without_gaps()
    {
        await SendAsync("ann", "Before");
        await using var hub = await ConnectAsync();
        Assert.Null(await hub.CallAsync("WatchDashboard"));
        var first = await hub.FrameAsync("dashboard");
        Assert.True(first.GetProperty("full").GetBoolean());
        Assert.Equal(["Before"], Names(first));
        Assert.Equal(1, first.GetProperty("windows").GetProperty("all").GetProperty("events").GetInt32());
        Assert.Equal(["5m", "1h", "24h", "30d", "all"], first.GetProperty("windows").EnumerateObject().Select(window => window.Name));

        await SendAsync("ann", "After");
        var numbers = new List<long> { first.GetProperty("n").GetInt64() };
        var frame = await hub.FrameAsync("dashboard", next =>
        {
            numbers.Add(next.GetProperty("n").GetInt64());
            return Names(next).Count > 0;
        });
        Assert.False(frame.GetProperty("full").GetBoolean());
        Assert.Equal(["After"], Names(frame));
        Assert.Equal(2, frame.GetProperty("windows").GetProperty("5m").GetProperty("events").GetInt32());
        Assert.Equal(Enumerable.Range(0, numbers.Count).Select(i => numbers[0] + i), numbers);
    }

    [Fact]
    public async Task The_dashboard_compares_with_the_windows_before_and_breaks_touchpoints_down()
    {
        await SendAsync("ann", "Product Viewed", occurredAt: DateTimeOffset.UtcNow.AddMinutes(-90));
        await SendAsync("ann", "Invented");
        await using var hub = await ConnectAsync();
        await hub.CallAsync("WatchDashboard");
        var first = await hub.FrameAsync("dashboard");
        Assert.Equal(["5m", "1h", "24h", "30d"], first.GetProperty("previous").EnumerateObject().Select(window => window.Name));
        Assert.Equal(1, first.GetProperty("previous").GetProperty("1h").GetProperty("events").GetInt32());
        Assert.False(first.GetProperty("previous").GetProperty("1h").TryGetProperty("activeCustomers", out _));
        Assert.Equal(["minute", "hour", "day"], first.GetProperty("current").EnumerateObject().Select(step => step.Name));
        Assert.InRange(first.GetProperty("current").GetProperty("day").GetProperty("events").GetInt32(), 1, 2);
        Assert.Equal("""{"Other":1,"Product Viewed":1}""", first.GetProperty("breakdown").GetProperty("all").GetProperty("names").GetRawText());
        Assert.Equal("""{"Other":1}""", first.GetProperty("breakdown").GetProperty("1h").GetProperty("names").GetRawText());
        Assert.Equal("ok", first.GetProperty("server").GetProperty("state").GetString());
        Assert.True(first.GetProperty("server").GetProperty("capacity").GetInt64() > 0);
        Assert.True(first.GetProperty("server").GetProperty("commitMs").GetProperty("p99").GetDouble() > 0);

        await SendAsync("ann", "Checkout Started");
        var later = await hub.FrameAsync("dashboard", next => next.TryGetProperty("breakdown", out _));
        Assert.False(later.GetProperty("full").GetBoolean());
        Assert.Equal(1, later.GetProperty("breakdown").GetProperty("5m").GetProperty("names").GetProperty("Checkout Started").GetInt32());

        var reply = await _server.GetAsync("/api/kpis/breakdown?window=1h");
        Assert.Equal("""{"events":0,"previous":1}""", reply.GetProperty("names").GetProperty("Product Viewed").GetRawText());
        var trend = await _server.GetAsync("/api/kpis/trend?window=24h");
        Assert.Equal((24, 3), (trend.GetProperty("buckets").GetArrayLength(), trend.GetProperty("buckets").EnumerateArray().Sum(b => b.GetProperty("events").GetInt32())));
        Assert.Equal(3, (await _server.GetAsync("/api/kpis/trend?window=all")).GetProperty("buckets").EnumerateArray().Sum(b => b.GetProperty("events").GetInt32()));
    }

    [Fact]
    public async Task The_lag_of_what_was_pushed_is_in_a_later_frame()
    {
        await using var hub = await ConnectAsync();
        await hub.CallAsync("WatchDashboard");
        await SendAsync("ann", "A");
        var frame = await hub.FrameAsync("dashboard", next => next.GetProperty("lag").GetProperty("count").GetInt64() > 0);

        Assert.InRange(frame.GetProperty("lag").GetProperty("p99").GetDouble(), 0, 30_000);
    }

    [Fact]
    public async Task Frames_come_at_most_five_times_a_second_however_much_happens()
    {
        await using var hub = await ConnectAsync();
        await hub.CallAsync("WatchDashboard");
        await hub.FrameAsync("dashboard");
        var start = DateTime.UtcNow;
        for (var i = 0; i < 100; i++) await SendAsync($"c{i}", $"E{i}");
        var took = DateTime.UtcNow - start;

        Assert.InRange(hub.Waiting("dashboard").Count, 0, (took.TotalSeconds * 5) + 2);
    }

    [Fact]
    public async Task A_quiet_dashboard_beats_every_five_seconds()
    {
        await using var hub = await ConnectAsync();
        await hub.CallAsync("WatchDashboard");
        await hub.FrameAsync("dashboard");
        var start = DateTime.UtcNow;
        var frame = await hub.FrameAsync("dashboard");

        Assert.Empty(Names(frame));
        Assert.InRange((DateTime.UtcNow - start).TotalSeconds, 1, 15);
    }

    [Fact]
    public async Task A_watched_customers_changes_come_at_once_with_the_whole_customer()
    {
        await SendAsync("ann", "A");
        await using var hub = await ConnectAsync();
        Assert.Null(await hub.CallAsync("WatchCustomer", "ann"));
        var first = await hub.FrameAsync("customer");
        Assert.True(first.GetProperty("full").GetBoolean());
        Assert.Equal("ann", first.GetProperty("watched").GetString());
        Assert.Equal(1, Total(first));

        await SendAsync("bob", "X");
        await SendAsync("ann", "B");
        var second = await hub.FrameAsync("customer");
        Assert.False(second.GetProperty("full").GetBoolean());
        Assert.Equal(first.GetProperty("n").GetInt64() + 1, second.GetProperty("n").GetInt64());
        Assert.Equal(2, Total(second));
        Assert.Equal(["B"], Names(second));
        Assert.True(second.GetProperty("at").GetDateTimeOffset() >= second.GetProperty("receivedAt").GetDateTimeOffset());
    }

    [Fact]
    public async Task A_watched_device_that_is_linked_goes_on_as_its_customer()
    {
        await SendAsync("device", "A", anonymous: true);
        await using var hub = await ConnectAsync();
        await hub.CallAsync("WatchCustomer", "device");
        await hub.FrameAsync("customer");
        await _server.BatchAsync(new { type = "identify", userId = "ann", anonymousId = "device" });
        var linked = await hub.FrameAsync("customer", frame => Id(frame) == "ann" && Total(frame) == 2);
        Assert.Equal("device", linked.GetProperty("watched").GetString());

        await SendAsync("ann", "B");
        Assert.Equal(3, Total(await hub.FrameAsync("customer", frame => Names(frame).Contains("B"))));
    }

    [Fact]
    public async Task Watching_a_linked_id_shows_its_customer_from_the_start()
    {
        await _server.BatchAsync(new { type = "identify", userId = "ann", anonymousId = "device" });
        await using var hub = await ConnectAsync();
        Assert.Null(await hub.CallAsync("WatchCustomer", "device"));
        Assert.Equal("ann", Id(await hub.FrameAsync("customer")));
        await SendAsync("ann", "B");

        Assert.Equal(["B"], Names(await hub.FrameAsync("customer")));
    }

    [Fact]
    public async Task When_the_last_watcher_leaves_the_watch_ends()
    {
        await SendAsync("ann", "A");
        var watches = _server.Services.GetRequiredService<CustomerWatches>();
        var one = await ConnectAsync();
        await using var other = await ConnectAsync();
        await one.CallAsync("WatchCustomer", "ann");
        await other.CallAsync("WatchCustomer", "ann");
        Assert.Equal(1, watches.Count);

        await one.DisposeAsync();
        await other.CallAsync("UnwatchCustomer", "ann");
        await Wait.ForAsync(() => Task.FromResult(watches.Count), count => count == 0, "the watch to end");
    }

    [Fact]
    public async Task Renewing_a_watch_sends_nothing_that_is_known_already()
    {
        await SendAsync("ann", "A");
        await using var hub = await ConnectAsync();
        await hub.CallAsync("WatchCustomer", "ann");
        await hub.FrameAsync("customer");
        await _server.Services.GetRequiredService<CustomerWatches>().RenewAsync();
        await SendAsync("ann", "B");

        Assert.Equal(2, Total(await hub.FrameAsync("customer")));
    }

    [Fact]
    public async Task A_watched_id_comes_alive_with_its_first_touchpoint()
    {
        await using var hub = await ConnectAsync();
        Assert.Null(await hub.CallAsync("WatchCustomer", "ann"));
        await SendAsync("ann", "A");
        var frame = await hub.FrameAsync("customer");

        Assert.True(frame.GetProperty("full").GetBoolean());
        Assert.Equal(["A"], Names(frame));
    }

    [Fact]
    public async Task An_impossible_id_is_refused()
    {
        await using var hub = await ConnectAsync();

        Assert.Contains("1 to 256", await hub.CallAsync("WatchCustomer", new string('x', 300)), StringComparison.Ordinal);
        Assert.Contains("1 to 256", await hub.CallAsync("WatchCustomer", ""), StringComparison.Ordinal);
        Assert.Equal(0, _server.Services.GetRequiredService<CustomerWatches>().Count);
    }

    [Fact]
    public async Task After_a_reconnect_the_picture_is_full_again()
    {
        await SendAsync("ann", "A");
        await using (var hub = await ConnectAsync())
        {
            await hub.CallAsync("WatchDashboard");
            await hub.FrameAsync("dashboard");
        }
        await SendAsync("ann", "B");
        await using var again = await ConnectAsync();
        await again.CallAsync("WatchDashboard");
        var frame = await again.FrameAsync("dashboard");

        Assert.True(frame.GetProperty("full").GetBoolean());
        Assert.Equal(["B", "A"], Names(frame));
    }

    [Fact]
    public async Task A_client_that_does_not_read_slows_nobody_and_gets_few_frames_later()
    {
        await using var slow = await HubClient.ConnectAsync(_server, TestServer.AdminToken, reading: false);
        await using var quick = await ConnectAsync();
        await slow.CallAndForgetAsync("WatchDashboard");
        await slow.CallAndForgetAsync("WatchCustomer", "ann");
        await SendAsync("ann", "A");
        await quick.CallAsync("WatchCustomer", "ann");
        for (var i = 0; i < 50; i++) await SendAsync("ann", $"E{i}");

        Assert.Equal(51, Total(await quick.FrameAsync("customer", frame => Total(frame) == 51)));
        slow.Read();
        await slow.CallAsync("WatchDashboard");
        // What was on its way when it stopped reading comes first.
        await slow.FrameAsync("dashboard", next => next.GetProperty("full").GetBoolean() && next.GetProperty("windows").GetProperty("all").GetProperty("events").GetInt32() == 51);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("wrong")]
    [InlineData(TestServer.WriteKey)]
    public async Task Nobody_gets_in_without_a_role(string? token)
    {
        await Assert.ThrowsAsync<WebSocketException>(() => HubClient.ConnectAsync(_server, token));
    }

    [Fact]
    public async Task Another_sites_page_gets_no_connection()
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {TestServer.AdminToken}");
        socket.Options.SetRequestHeader("Origin", "https://evil.example");

        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(new UriBuilder(_server.Address) { Scheme = "ws", Path = "/hubs/live" }.Uri, CancellationToken.None));
    }

    [Fact]
    public void Every_hub_method_names_whom_it_admits()
    {
        var methods = typeof(LiveHub).GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(method => method.GetBaseDefinition() == method).ToList();

        Assert.Equal(
            ["UnwatchCustomer", "UnwatchDashboard", "UnwatchKey", "UnwatchSegments", "WatchCustomer", "WatchDashboard", "WatchDashboardOf", "WatchKey", "WatchSegments"],
            methods.Select(method => method.Name).Order(StringComparer.Ordinal));
        Assert.All(methods, method => Assert.Equal(method.Name.EndsWith("Key", StringComparison.Ordinal) ? Policies.Admin : Policies.Agent, method.GetCustomAttribute<AuthorizeAttribute>()?.Policy));
    }

    [Fact]
    public async Task Each_role_may_call_each_method()
    {
        await SendAsync("ann", "A");
        foreach (var role in Roles.All)
        {
            await using var hub = await HubClient.ConnectAsync(_server, await _server.TokenAsync(role));
            Assert.Null(await hub.CallAsync("WatchDashboard"));
            Assert.Null(await hub.CallAsync("UnwatchDashboard"));
            Assert.Null(await hub.CallAsync("WatchCustomer", "ann"));
            Assert.Null(await hub.CallAsync("UnwatchCustomer", "ann"));
            Assert.Null(await hub.CallAsync("WatchSegments"));
            Assert.Null(await hub.CallAsync("UnwatchSegments"));
        }
    }

    Task<HubClient> ConnectAsync() => HubClient.ConnectAsync(_server, TestServer.AdminToken);

    Task<JsonElement> SendAsync(string id, string name, bool anonymous = false, DateTimeOffset? occurredAt = null) => _server.BatchAsync(
        new { type = "track", @event = name, userId = anonymous ? null : id, anonymousId = anonymous ? id : null, timestamp = occurredAt });

    static List<string> Names(JsonElement frame) => [.. frame.GetProperty("touchpoints").EnumerateArray().Select(row => row.GetProperty("name").GetString()!)];

    static int Total(JsonElement frame) => frame.GetProperty("customer").GetProperty("touchpoints").GetProperty("total").GetInt32();

    static string? Id(JsonElement frame) => frame.GetProperty("customer").GetProperty("id").GetString();
}
