using System.Net;
using System.Text.Json;
using CustomerGrains.WebTests.Support;

namespace CustomerGrains.WebTests.Customers;

[Collection(SharedServerCollection.Name)]
public sealed class QueryTests(SharedServer shared)
{
    [Theory]
    [InlineData("/api/customers?limit=0", "limit")]
    [InlineData("/api/customers?limit=201", "limit")]
    [InlineData("/api/customers?limit=-1", "limit")]
    [InlineData("/api/customers?limit=ten", "limit")]
    [InlineData("/api/customers?limit=1e2", "limit")]
    [InlineData("/api/customers?cursor=nonsense", "cursor")]
    [InlineData("/api/customers?cursor=%00", "cursor")]
    [InlineData("/api/customers?query=a%00b", "query")]
    [InlineData("/api/customers?segment=vip", "segment")]
    [InlineData("/api/customers/x%0Ay", "id")]
    [InlineData("/api/customers/x?at=yesterday", "at")]
    [InlineData("/api/customers/x?at=2026-13-01", "at")]
    [InlineData("/api/customers/x/touchpoints?limit=501", "limit")]
    [InlineData("/api/customers/x/touchpoints?at=now", "at")]
    [InlineData("/api/customers/x/touchpoints?channel=pigeon", "channel")]
    [InlineData("/api/kpis?window=7d", "window")]
    [InlineData("/api/kpis?window=5M", "window")]
    [InlineData("/api/kpis/trend?window=1w", "window")]
    [InlineData("/api/kpis/breakdown?window=1w", "window")]
    [InlineData("/api/kpis/series", "metric")]
    [InlineData("/api/kpis/series?metric=churn", "metric")]
    [InlineData("/api/kpis/series?metric=net&step=week", "step")]
    [InlineData("/api/kpis/series?metric=net&from=x", "from")]
    [InlineData("/api/kpis/series?metric=net&from=1960-01-01", "from")]
    [InlineData("/api/kpis/series?metric=net&from=2026-02-01&to=2026-01-01", "to")]
    [InlineData("/api/kpis/series?metric=net&step=minute&from=2026-01-01&to=2026-02-01", "step")]
    public async Task A_parameter_that_cannot_be_used_is_400_and_named(string path, string field)
    {
        var response = await shared.Server.Admin.GetAsync(path);
        var text = await response.Content.ReadAsStringAsync();

        Assert.True(response.StatusCode == HttpStatusCode.BadRequest, $"{response.StatusCode} {text}");
        var error = JsonDocument.Parse(text).RootElement.GetProperty("errors").EnumerateArray().Single();
        Assert.Equal(field, error.GetProperty("field").GetString());
        Assert.False(string.IsNullOrWhiteSpace(error.GetProperty("reason").GetString()));
    }

    [Theory]
    [InlineData("/api/customers/nobody-of-this-name")]
    [InlineData("/api/customers/nobody-of-this-name/touchpoints")]
    [InlineData("/api/customers/nobody-of-this-name?at=2026-01-01T00:00:00Z")]
    [InlineData("/api/nothing")]
    [InlineData("/v1/nothing")]
    [InlineData("/hubs/nothing")]
    [InlineData("/health/nothing")]
    public async Task What_is_not_there_is_404_with_a_problem(string path)
    {
        var response = await shared.Server.Admin.GetAsync(path);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("a/b")]
    [InlineData("a%2Fb")]
    [InlineData("a b+c&d=e?f#g")]
    [InlineData("Ünï€ødé 🦊")]
    [InlineData("ann@example.com")]
    [InlineData("..")]
    [InlineData("' OR 1=1 --")]
    [InlineData("<script>")]
    public async Task Any_id_can_be_asked_for(string tail)
    {
        var id = tail == ".." ? ".." : $"{SharedServer.NewId()} {tail}";
        await shared.Server.BatchAsync(new { type = "track", @event = "A", userId = id });
        if (id == "..") return; // A browser and HttpClient never send such an address.

        Assert.Equal(id, (await shared.Server.CustomerAsync(id)).GetProperty("id").GetString());
        Assert.Single((await shared.Server.GetAsync($"/api/customers/{Uri.EscapeDataString(id)}/touchpoints")).GetProperty("items").EnumerateArray());
        Assert.Contains((await shared.Server.GetAsync($"/api/customers?query={Uri.EscapeDataString(id)}")).GetProperty("items").EnumerateArray(), item => item.GetProperty("id").GetString() == id);
    }

    [Fact]
    public async Task Pages_of_customers_and_of_touchpoints_follow_each_other_without_gaps()
    {
        var word = SharedServer.NewId("page");
        var ids = Enumerable.Range(0, 7).Select(i => $"{word}-{i}").ToList();
        await shared.Server.BatchAsync([.. ids.Select(id => (object)new { type = "track", @event = "A", userId = id })]);
        await shared.Server.BatchAsync([.. Enumerable.Range(0, 7).Select(i => (object)new { type = "track", @event = $"E{i}", userId = ids[0] })]);

        Assert.Equal(ids, (await AllAsync($"/api/customers?query={word}&limit=3", "cursor")).Select(item => item.GetProperty("id").GetString()!).Order(StringComparer.Ordinal));
        Assert.Equal(8, (await AllAsync($"/api/customers/{ids[0]}/touchpoints?limit=3", "before")).Select(item => item.GetProperty("messageId").GetString()).Distinct().Count());
    }

    [Fact]
    public async Task Touchpoints_are_filtered_by_channel_and_by_the_name_that_is_shown()
    {
        var id = SharedServer.NewId();
        await shared.Server.BatchAsync(
            new { type = "identify", userId = id, messageId = $"{id}-1", channel = "web", traits = new { name = "Ann Lee" } },
            new { type = "page", name = "Home", userId = id, messageId = $"{id}-2", channel = "web" },
            new { type = "track", @event = "Product Viewed", userId = id, messageId = $"{id}-3", channel = "web" },
            new { type = "track", @event = "Viewed Product", userId = id, messageId = $"{id}-4", channel = "mobile" });

        Assert.Equal(["3", "4"], await FoundAsync("name=Product+Viewed"));
        Assert.Equal(["4"], await FoundAsync("name=Product+Viewed&channel=mobile"));
        Assert.Equal(["2"], await FoundAsync("name=Viewed+Home+Page"));
        Assert.Equal(["2"], await FoundAsync("name=Page+Viewed"));
        Assert.Equal(["1"], await FoundAsync("name=Identified"));
        Assert.Equal(["1", "2", "3"], await FoundAsync("channel=web"));
        Assert.Empty(await FoundAsync("name=Nothing+of+the+kind"));

        async Task<IEnumerable<string>> FoundAsync(string filter) =>
            (await AllAsync($"/api/customers/{id}/touchpoints?limit=1&{filter}", "before")).Select(item => item.GetProperty("messageId").GetString()!.Split('-')[^1]).Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task Lists_show_what_somebody_is_worth()
    {
        var id = SharedServer.NewId();
        await shared.Server.BatchAsync(
            new { type = "identify", userId = id, traits = new { name = "Ann Lee", email = $"{id}@example.com", phone = "+44 20 7946 0000" } },
            new { type = "track", @event = "Order Completed", userId = id, properties = new { total = 49.90, currency = "GBP" } },
            new { type = "track", @event = "Order Refunded", userId = id, properties = new { total = 9.90, currency = "GBP" } });
        var item = (await shared.Server.GetAsync($"/api/customers?query={id}")).GetProperty("items").EnumerateArray().Single();

        Assert.Equal(1, item.GetProperty("orders").GetInt32());
        Assert.Equal(40.00m, item.GetProperty("net").GetDecimal());
        Assert.Equal("Ann Lee", item.GetProperty("displayName").GetString());
        Assert.True(item.GetProperty("known").GetBoolean());
    }

    [Fact]
    public async Task A_series_adds_up_to_the_window()
    {
        await using var server = await TestServer.StartAsync();
        var now = DateTimeOffset.UtcNow;
        await server.BatchAsync([.. Enumerable.Range(0, 30).Select(i => (object)new
        {
            type = "track", @event = "Order Completed", userId = $"u{i % 4}", timestamp = now.AddMinutes(-i * 3), properties = new { total = 1.5m, currency = "GBP" },
        })]);
        var day = await server.GetAsync("/api/kpis?window=24h");
        var series = await server.GetAsync("/api/kpis/series?metric=gross&step=minute");
        var hours = await server.GetAsync("/api/kpis/series?metric=orders&step=hour");

        Assert.Equal(45m, day.GetProperty("gross").GetDecimal());
        Assert.Equal(60, series.GetProperty("points").GetArrayLength());
        Assert.Equal("GBP", series.GetProperty("currency").GetString());
        Assert.InRange(series.GetProperty("points").EnumerateArray().Sum(point => point.GetProperty("value").GetDecimal()), 19 * 1.5m, 20 * 1.5m);
        Assert.Equal(30, hours.GetProperty("points").EnumerateArray().Sum(point => point.GetProperty("value").GetInt32()));
        Assert.Equal(4, (await server.GetAsync("/api/journey")).GetProperty("stages").EnumerateArray().Sum(stage => stage.GetProperty("customers").GetInt32()));
        var buyers = (await server.GetAsync("/api/segments")).GetProperty("items").EnumerateArray().Single(segment => segment.GetProperty("key").GetString() == "frequent-buyers");
        Assert.Equal(4, buyers.GetProperty("size").GetInt32());
        var recount = await (await server.Admin.PostAsync("/api/kpis/recount", null)).Content.ReadAsStringAsync();
        Assert.Contains("\"matches\":true", recount, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_board_shows_after_a_restart_what_it_showed_before()
    {
        var folder = Directory.CreateTempSubdirectory("customergrains-web-").FullName;
        try
        {
            string before;
            await using (var server = await TestServer.StartAsync(folder, ownsFolder: false, null))
            {
                await server.BatchAsync([.. Enumerable.Range(0, 40).Select(i => (object)new
                {
                    type = "track", @event = i % 3 == 0 ? "Order Refunded" : "Order Completed", userId = $"u{i % 5}",
                    timestamp = DateTimeOffset.UtcNow.AddHours(-i), properties = new { total = i + 0.01m, currency = i % 2 == 0 ? "EUR" : "GBP" },
                })]);
                before = await NumbersAsync(server);
            }
            await using (var server = await TestServer.StartAsync(folder, ownsFolder: false, null)) Assert.Equal(before, await NumbersAsync(server));
        }
        finally
        {
            Repository.DeleteFolder(folder);
        }
    }

    static async Task<string> NumbersAsync(TestServer server)
    {
        var lines = new List<string>();
        foreach (var window in new[] { "30d", "all" })
        {
            var kpi = await server.GetAsync($"/api/kpis?window={window}");
            lines.AddRange(kpi.EnumerateObject().Where(member => member.Name != "asOf").Select(member => $"{window} {member.Name} {member.Value}"));
        }
        return string.Join('\n', lines);
    }

    async Task<List<JsonElement>> AllAsync(string path, string parameter)
    {
        var items = new List<JsonElement>();
        string? next = null;
        do
        {
            var page = await shared.Server.GetAsync(next is null ? path : $"{path}&{parameter}={next}");
            items.AddRange(page.GetProperty("items").EnumerateArray());
            next = page.GetProperty("next").GetString();
        }
        while (next is not null && items.Count < 100);
        return items;
    }
}
