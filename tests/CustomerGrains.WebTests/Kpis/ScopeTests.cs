using System.Net;
using System.Text.Json;
using CustomerGrains.TestSupport;
using CustomerGrains.Web.Kpis;
using CustomerGrains.WebTests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerGrains.WebTests.Kpis;

/// <summary>The key figures by segment, stage and channel: over HTTP and live.</summary>
public sealed class ScopeTests : IAsyncLifetime
{
    TestServer _server = null!;

    public async Task InitializeAsync() => _server = await TestServer.StartAsync();

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task An_event_counts_in_the_stage_and_segments_in_which_it_found_her()
    {
        await SendAsync("ann", "Product Viewed");
        await SendAsync("ann", "Product Added", new { product_id = "p", price = 10, quantity = 1 });
        await SendAsync("ann", "Order Completed", new { order_id = "o1", total = 49.90m, currency = "GBP" });
        await SendAsync("ann", "Survey Answered", new { metric = "nps", score = 10 });

        Assert.Equal((1, 0, 0), await FiguresAsync("stage=Considering"));
        Assert.Equal((1, 1, 0), await FiguresAsync("stage=Buying"));
        Assert.Equal((1, 0, 0), await FiguresAsync("stage=New"));
        Assert.Equal((0, 0, 1), await FiguresAsync("stage=Advocate"));
        // Boards that are there already are as live as the whole.
        await SendAsync("ann", "Order Completed", new { order_id = "o2", total = 5m, currency = "GBP" });
        Assert.Equal((1, 1, 1), await FiguresAsync("stage=Advocate"));
        Assert.Equal((1, 1, 1), await FiguresAsync("segment=promoters"));
        Assert.Equal(5m, (await _server.GetAsync("/api/kpis?window=1h&segment=promoters")).GetProperty("gross").GetDecimal());
        Assert.Equal(10, (await _server.GetAsync("/api/kpis?window=1h&stage=New")).GetProperty("nps").GetProperty("score").GetDecimal() / 10);
        Assert.Contains("\"matches\":true", await (await _server.Admin.PostAsync("/api/kpis/recount", null)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Trend_series_and_breakdown_are_of_the_scope_too()
    {
        await SendAsync("bea", "Product Viewed");
        await SendAsync("bea", "Product Viewed");
        await SendAsync("bea", "Product Added", new { product_id = "p", price = 10, quantity = 1 });
        await SendAsync("bea", "Checkout Started");

        var breakdown = await _server.GetAsync("/api/kpis/breakdown?window=1h&stage=Considering");
        Assert.Equal("""{"Product Added":{"events":1,"previous":0},"Product Viewed":{"events":1,"previous":0}}""", breakdown.GetProperty("names").GetRawText());
        var trend = await _server.GetAsync("/api/kpis/trend?window=24h&stage=Considering");
        Assert.Equal(2, trend.GetProperty("buckets").EnumerateArray().Sum(bucket => bucket.GetProperty("events").GetInt32()));
        var all = await _server.GetAsync("/api/kpis/trend?window=all&stage=Buying");
        Assert.Equal(1, all.GetProperty("buckets").EnumerateArray().Sum(bucket => bucket.GetProperty("events").GetInt32()));
        var series = await _server.GetAsync("/api/kpis/series?metric=events&step=day&stage=Considering");
        Assert.Equal(("stage/Considering", 2), (series.GetProperty("scope").GetString(), series.GetProperty("points").EnumerateArray().Sum(point => point.GetProperty("value").GetInt32())));
        var channel = await _server.GetAsync("/api/kpis?window=1h&channel=server");
        Assert.Equal(4, channel.GetProperty("events").GetInt32());
        Assert.Equal(JsonValueKind.Null, channel.GetProperty("activeCustomers").ValueKind);
    }

    [Theory]
    [InlineData("segment=promotors", "segment", "Did you mean promoters?")]
    [InlineData("stage=buying", "stage", "Did you mean Buying?")]
    [InlineData("stage=Somewhere", "stage", "GET /api/journey")]
    [InlineData("channel=webb", "channel", "web, mobile")]
    [InlineData("segment=promoters&stage=Buying", "stage", "one of segment, stage and channel")]
    public async Task An_unknown_scope_is_named_with_the_way_out(string query, string field, string reason)
    {
        foreach (var path in new[] { "/api/kpis", "/api/kpis/trend", "/api/kpis/breakdown", "/api/kpis/series?metric=events" })
        {
            var response = await _server.Admin.GetAsync($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{query}");
            var error = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("errors")[0];
            Assert.Equal((HttpStatusCode.BadRequest, field), (response.StatusCode, error.GetProperty("field").GetString()));
            Assert.Contains(reason, error.GetProperty("reason").GetString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_dashboard_of_a_scope_is_live_and_shows_the_events_of_the_scope_alone()
    {
        await SendAsync("cat", "Product Viewed");
        await SendAsync("dan", "Invented");
        await using var hub = await HubClient.ConnectAsync(_server, TestServer.AdminToken);
        Assert.Null(await hub.CallAsync("WatchDashboardOf", "stage/Considering"));
        var first = await hub.FrameAsync("dashboard");
        Assert.Equal((true, "stage/Considering", 1L), (first.GetProperty("full").GetBoolean(), first.GetProperty("scope").GetString(), first.GetProperty("n").GetInt64()));
        Assert.Equal(0, first.GetProperty("windows").GetProperty("5m").GetProperty("events").GetInt32());

        await SendAsync("dan", "Invented");
        await SendAsync("cat", "Product Added", new { product_id = "p", price = 10, quantity = 1 });
        var frame = await hub.FrameAsync("dashboard", next => next.GetProperty("touchpoints").GetArrayLength() > 0);
        Assert.Equal(["Product Added"], frame.GetProperty("touchpoints").EnumerateArray().Select(row => row.GetProperty("name").GetString()));
        Assert.Equal(1, frame.GetProperty("windows").GetProperty("5m").GetProperty("events").GetInt32());

        Assert.Null(await hub.CallAsync("WatchDashboard"));
        var whole = await hub.FrameAsync("dashboard", next => next.GetProperty("full").GetBoolean());
        Assert.Equal((JsonValueKind.Null, 4), (whole.GetProperty("scope").ValueKind, whole.GetProperty("windows").GetProperty("5m").GetProperty("events").GetInt32()));
        Assert.Contains("segment/vip", await hub.CallAsync("WatchDashboardOf", "vip"), StringComparison.Ordinal);
        Assert.Contains("Did you mean promoters?", await hub.CallAsync("WatchDashboardOf", "segment/promotors"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Boards_are_bounded_in_number_and_forgotten_when_nobody_looks()
    {
        var clock = new FakeClock();
        var store = _server.Services.GetRequiredService<Silo.Kpis.IKpiStore>();
        using var boards = new ScopeBoards(store, _server.Services.GetRequiredService<Grains.Value.IReportingCurrency>(), clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<ScopeBoards>.Instance);
        for (var i = 0; i < ScopeBoards.Most; i++) Assert.NotNull(await boards.GetAsync($"segment/s{i}", CancellationToken.None));
        Assert.Null(await boards.GetAsync("segment/one-more", CancellationToken.None));
        Assert.NotNull(await boards.GetAsync("segment/s3", CancellationToken.None));

        clock.Advance(ScopeBoards.InUse);
        Assert.NotNull(boards.Find("segment/s0"));
        Assert.NotNull(await boards.GetAsync("segment/one-more", CancellationToken.None));
        Assert.Equal(ScopeBoards.Most, boards.Count);
        Assert.NotNull(boards.Find("segment/s0"));

        clock.Advance(ScopeBoards.Kept - TimeSpan.FromSeconds(1));
        Assert.NotNull(boards.Find("segment/s0"));
        clock.Advance(TimeSpan.FromSeconds(1));
        boards.Forget();
        Assert.Equal(1, boards.Count);
    }

    async Task<(int Events, int Orders, int Active)> FiguresAsync(string scope)
    {
        var view = await _server.GetAsync($"/api/kpis?window=1h&{scope}");
        return (view.GetProperty("events").GetInt32(), view.GetProperty("orders").GetInt32(), view.GetProperty("activeCustomers").GetInt32());
    }

    Task<JsonElement> SendAsync(string id, string name, object? properties = null) =>
        _server.BatchAsync(new { type = "track", @event = name, userId = id, properties = properties ?? new { } });
}
