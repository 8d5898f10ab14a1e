using System.Net;
using System.Text;
using System.Text.Json;
using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Decisions;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Kpis;
using CustomerGrains.Domain.Touchpoints;
using CustomerGrains.Grains.Journal;
using CustomerGrains.TestSupport;
using CustomerGrains.TestSupport.Postgres;
using CustomerGrains.Web.Alerts;
using CustomerGrains.WebTests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerGrains.WebTests.Alerts;

/// <summary>On SQLite.</summary>
public sealed class AlertsOnSqliteTests : AlertTests
{
    protected override Task<string[]> StoreSettingsAsync() => Task.FromResult<string[]>([]);
}

/// <summary>On PostgreSQL.</summary>
[NeedsPostgres]
public sealed class AlertsOnPostgresTests : AlertTests
{
    protected override async Task<string[]> StoreSettingsAsync() =>
        ["--Store:Provider=postgres", $"--Store:ConnectionString={await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync()}"];
}

/// <summary>Alerts: raised and cleared as the numbers cross their thresholds, once, whatever happens in between.</summary>
public abstract class AlertTests : IAsyncLifetime
{
    readonly SetClock _clock = new(new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero));
    readonly string _folder = Directory.CreateTempSubdirectory("customergrains-alerts-").FullName;
    string[] _settings = [];
    TestServer? _server;
    int _customers;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync();
        Repository.DeleteFolder(_folder);
    }

    protected abstract Task<string[]> StoreSettingsAsync();

    [StoreFact]
    public async Task More_than_20_customers_who_enter_At_risk_in_10_minutes_raise_one_alert_that_ends_when_it_is_over()
    {
        var server = await StartAsync();
        await PutAsync("rush", new { name = "At risk rush", source = "entered", scope = "stage/At risk", window = "10m", op = ">", threshold = 20 });
        await using var hub = await HubClient.ConnectAsync(server, await server.TokenAsync("agent"));
        await EnterAsync(11);
        Pass(minutes: 9);
        await EnterAsync(9);
        await CheckAsync();
        Assert.Empty(await AlertsAsync("open"));

        await EnterAsync(1);
        await CheckAsync();
        var alert = Assert.Single(await AlertsAsync("open"));
        Assert.Equal("21 customers entered At risk in 10 minutes (more than 20)", alert.GetProperty("text").GetString());
        Assert.Equal(("rush", "raised", 21, 20), (Text(alert, "rule"), Text(alert, "state"), alert.GetProperty("value").GetInt32(), alert.GetProperty("threshold").GetInt32()));
        Assert.Equal(alert.GetRawText(), (await hub.FrameAsync("alert")).GetRawText());
        await EnterAsync(5);
        await CheckAsync();
        Assert.Single(await AlertsAsync("all"));

        // A restart in between: what is open stays open, and is raised no second time.
        server = await RestartAsync();
        await CheckAsync();
        Assert.Equal(alert.GetRawText(), Assert.Single(await AlertsAsync("all")).GetRawText());
        var rule = Assert.Single((await server.GetAsync("/api/alerts/rules")).GetProperty("items").EnumerateArray());
        Assert.Equal((26, alert.GetProperty("id").GetInt64()), (rule.GetProperty("value").GetInt32(), rule.GetProperty("alert").GetInt64()));

        await using var other = await HubClient.ConnectAsync(server, TestServer.AdminToken);
        Pass(minutes: 1); // the first eleven leave the window
        await CheckAsync();
        Pass(seconds: 29);
        await CheckAsync();
        Assert.Single(await AlertsAsync("open"));
        Pass(seconds: 1);
        await CheckAsync();
        Assert.Empty(await AlertsAsync("open"));
        var cleared = Assert.Single(await AlertsAsync("all"));
        Assert.Equal(("cleared", _clock.GetUtcNow()), (Text(cleared, "state"), cleared.GetProperty("clearedAt").GetDateTimeOffset()));
        Assert.Equal(cleared.GetRawText(), (await other.FrameAsync("alert")).GetRawText());
    }

    [StoreFact]
    public async Task A_value_that_dances_around_the_threshold_raises_one_alert()
    {
        await StartAsync();
        await PutAsync("left", new { name = "Leaving", source = "size", scope = "stage/At risk", op = ">=", threshold = 3 });
        for (var i = 0; i < 4; i++)
        {
            await EnterAsync(3, back: false);
            await CheckAsync();
            Pass(seconds: 20);
            await EnterAsync(0, back: true);
            await CheckAsync();
            Pass(seconds: 20);
        }
        Assert.Single(await AlertsAsync("all"));
        Assert.Equal("3 customers in At risk (at least 3)", Text((await AlertsAsync("all"))[0], "text"));
        Pass(seconds: 10);
        await CheckAsync();
        Assert.Empty(await AlertsAsync("open"));
    }

    [StoreFact]
    public async Task Whoever_acknowledges_first_takes_care_of_it()
    {
        var server = await StartAsync();
        await PutAsync("size", new { name = "Size", source = "size", scope = "stage/At risk", op = ">", threshold = 0 });
        await EnterAsync(1);
        await CheckAsync();
        var id = Assert.Single(await AlertsAsync("open")).GetProperty("id").GetInt64();
        await using var hub = await HubClient.ConnectAsync(server, TestServer.AdminToken);
        using var agent = server.Client(await server.TokenAsync("agent"));

        var reply = await ReadAsync(await agent.PostAsync($"/api/alerts/{id}/acknowledge", Json(new { note = "I call them" })));
        Assert.Equal(("agent", "I call them", "raised"), (Text(reply, "acknowledgedBy"), Text(reply, "note"), Text(reply, "state")));
        Assert.Equal(_clock.GetUtcNow(), reply.GetProperty("acknowledgedAt").GetDateTimeOffset());
        Assert.Equal(reply.GetRawText(), (await hub.FrameAsync("alert")).GetRawText());
        Pass(seconds: 5);
        Assert.Equal(reply.GetRawText(), (await ReadAsync(await agent.PostAsync($"/api/alerts/{id}/acknowledge", null))).GetRawText());
        var late = await server.CallAsync(HttpMethod.Post, $"/api/alerts/{id}/acknowledge", "{}");
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Contains("agent has acknowledged it already", await late.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await server.CallAsync(HttpMethod.Post, "/api/alerts/999999/acknowledge", "{}")).StatusCode);
        var long_ = await server.CallAsync(HttpMethod.Post, $"/api/alerts/{id}/acknowledge", new { note = new string('x', 501) });
        Assert.Equal(HttpStatusCode.BadRequest, long_.StatusCode);

        await RestartAsync();
        Assert.Equal(reply.GetRawText(), Assert.Single(await AlertsAsync("open")).GetRawText());
    }

    [StoreFact]
    public async Task A_rule_that_changes_ends_its_alert_and_judges_anew()
    {
        var server = await StartAsync();
        await EnterAsync(3);
        var first = await PutAsync("size", new { name = "Size", source = "size", scope = "stage/At risk", op = ">", threshold = 1 });
        Assert.Equal((1, 3), (first.GetProperty("version").GetInt32(), first.GetProperty("value").GetInt32()));
        await CheckAsync();
        Pass(seconds: 1);
        await PutAsync("size", new { name = "Size", source = "size", scope = "stage/At risk", op = ">", threshold = 2, version = 1 });
        await CheckAsync();
        Assert.Equal([("raised", 2), ("cleared", 1)], (await AlertsAsync("all")).Select(alert => (Text(alert, "state"), alert.GetProperty("threshold").GetInt32())));

        var conflict = await server.CallAsync(HttpMethod.Put, "/api/alerts/rules/size", new { name = "Size", source = "size", scope = "stage/At risk", op = ">", threshold = 9, version = 1 });
        Assert.Equal(HttpStatusCode.Conflict, conflict.StatusCode);
        await PutAsync("size", new { name = "Size", source = "size", scope = "stage/At risk", op = ">", threshold = 2, enabled = false });
        await CheckAsync();
        Assert.Empty(await AlertsAsync("open"));
        await PutAsync("size", new { name = "Size", source = "size", scope = "stage/At risk", op = ">", threshold = 2 });
        await CheckAsync();
        Assert.Single(await AlertsAsync("open"));
        Assert.Equal(HttpStatusCode.NoContent, (await server.CallAsync(HttpMethod.Delete, "/api/alerts/rules/size")).StatusCode);
        await CheckAsync();
        Assert.Empty(await AlertsAsync("open"));
        Assert.Equal(HttpStatusCode.NotFound, (await server.CallAsync(HttpMethod.Delete, "/api/alerts/rules/size")).StatusCode);

        var page = await server.GetAsync("/api/alerts?state=all&limit=2");
        Assert.Equal(2, page.GetProperty("items").GetArrayLength());
        var rest = await server.GetAsync($"/api/alerts?state=all&limit=2&before={page.GetProperty("next").GetInt64()}");
        Assert.Equal((1, JsonValueKind.Null), (rest.GetProperty("items").GetArrayLength(), rest.GetProperty("next").ValueKind));
    }

    [StoreFact]
    public async Task Key_figures_of_everybody_and_of_a_stage_are_watched()
    {
        var server = await StartAsync();
        await PutAsync("orders", new { name = "Orders", source = "kpi", metric = "orders", window = "5m", op = ">=", threshold = 1 });
        await PutAsync("gross", new { name = "Money", source = "kpi", metric = "gross", scope = "stage/Buying", window = "1h", op = ">", threshold = 49.5 });
        await PutAsync("quiet", new { name = "Quiet", source = "kpi", metric = "events", window = "5m", op = "<", threshold = 1 });
        await PutAsync("nps", new { name = "NPS", source = "kpi", metric = "nps", window = "24h", op = "<", threshold = 0 });
        await CheckAsync();
        Assert.Equal(["quiet"], (await AlertsAsync("open")).Select(alert => Text(alert, "rule")));

        await SendAsync("Product Added", new { product_id = "p", price = 10, quantity = 1 });
        await SendAsync("Order Completed", new { order_id = "o1", total = 49.75m, currency = "GBP" });
        await CheckAsync();
        var open = (await AlertsAsync("open")).ToDictionary(alert => Text(alert, "rule"), alert => Text(alert, "text"));
        Assert.Equal("Orders in 5 minutes: 1 (at least 1)", open["orders"]);
        Assert.Equal("Gross revenue of Buying in 1 hour: 49.75 (more than 49.5)", open["gross"]);
        Assert.DoesNotContain("nps", open.Keys);
        Pass(seconds: 30);
        await CheckAsync();
        Assert.DoesNotContain("quiet", (await AlertsAsync("open")).Select(alert => Text(alert, "rule")));

        Task SendAsync(string name, object properties) => server.BatchAsync(new { type = "track", @event = name, userId = "ann", properties });
    }

    [StoreFact]
    public async Task Everything_wrong_with_a_rule_is_named_at_once()
    {
        var server = await StartAsync();
        await WrongAsync(new { }, "name", "source", "op", "threshold");
        await WrongAsync(new { name = "A", source = "joined", op = ">", threshold = 1 }, "scope");
        await WrongAsync(new { name = "A", source = "joined", scope = "stage/New", op = ">", threshold = 1 }, "scope");
        await WrongAsync(new { name = "A", source = "entered", scope = "stage/At rsk", op = ">", threshold = 1 }, "scope");
        await WrongAsync(new { name = "A", source = "size", scope = "channel/web", window = "5m", op = ">", threshold = 1 }, "window", "scope");
        await WrongAsync(new { name = "A", source = "kpi", metric = "sales", window = "2h", op = "=", threshold = "x", enabled = "no" }, "op", "threshold", "enabled", "metric", "window");
        await WrongAsync(new { name = "A", source = "kpi", metric = "newCustomers", scope = "channel/web", op = ">", threshold = 1 }, "metric");
        await WrongAsync(new { name = "A", source = "size", scope = "segment/promoters", metric = "orders", op = ">", threshold = 1 }, "metric");
        var key = await server.CallAsync(HttpMethod.Put, "/api/alerts/rules/Not%20a%20key", new { });
        Assert.Equal(HttpStatusCode.BadRequest, key.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, (await server.Admin.GetAsync("/api/alerts?state=closed")).StatusCode);

        async Task WrongAsync(object rule, params string[] fields)
        {
            var response = await server.CallAsync(HttpMethod.Put, "/api/alerts/rules/a", rule);
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            var errors = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("errors").EnumerateArray().Select(error => Text(error, "field"));
            Assert.Equal(fields, errors);
        }
    }

    async Task<TestServer> StartAsync()
    {
        if (_settings.Length == 0) _settings = await StoreSettingsAsync();
        return _server = await TestServer.StartAsync(
            _folder,
            ownsFolder: false,
            builder => builder.Services.AddSingleton<TimeProvider>(_clock),
            _settings);
    }

    async Task<TestServer> RestartAsync()
    {
        await _server!.DisposeAsync();
        return await StartAsync();
    }

    void Pass(int minutes = 0, int seconds = 0) => _clock.Set(_clock.GetUtcNow() + new TimeSpan(0, minutes, seconds));

    Task CheckAsync() => _server!.Services.GetRequiredService<AlertWatch>().CheckAsync(CancellationToken.None).SoonAsync("a look at the alerts");

    async Task<JsonElement> PutAsync(string key, object rule) => await ReadAsync(await _server!.CallAsync(HttpMethod.Put, $"/api/alerts/rules/{key}", rule));

    async Task<List<JsonElement>> AlertsAsync(string state) => [.. (await _server!.GetAsync($"/api/alerts?state={state}")).GetProperty("items").EnumerateArray()];

    /// <summary>So many new customers enter At risk now; or all of them go back.</summary>
    async Task EnterAsync(int count, bool back = false)
    {
        var journal = _server!.Services.GetRequiredService<IJournal>();
        var ids = back ? Enumerable.Range(0, _customers).ToList() : Enumerable.Range(_customers, count).ToList();
        if (!back) _customers += count;
        foreach (var i in ids)
        {
            var state = _states.TryGetValue(i, out var known) ? known : _states[i] = new($"risk-{i}");
            var (before, deltas, entries) = (CustomerKpis.Of(state), new List<KpiDelta>(), new List<JournalEntry>());
            if (state.Version == 0) Take(EntryKind.Track, "m1", "Order Completed", """{"type":"track","event":"Order Completed","properties":{"total":1}}"""u8.ToArray());
            var stage = back ? "New" : "At risk";
            if (state.Stage != stage) Take(EntryKind.StageEntered, null, stage, new DecisionBody(DecisionCause.Time, null, 1, null, state.Stage).ToJson());
            if (entries.Count == 0) continue;
            CustomerKpis.AddDifference(deltas, before, CustomerKpis.Of(state));
            await journal.AppendAsync(new(state.Id, entries, deltas, null, [])).SoonAsync("a commit");

            void Take(EntryKind kind, string? messageId, string name, byte[] body)
            {
                var now = _clock.GetUtcNow();
                var entry = new JournalEntry(state.Version + 1, kind, Channel.Server, messageId, name, now, now, body);
                TouchpointKpis.AddTo(deltas, entry, state.Scopes);
                DecisionKpis.AddTo(deltas, state, entry);
                state.Apply(entry);
                entries.Add(entry);
            }
        }
    }

    readonly Dictionary<int, CustomerState> _states = [];

    static StringContent Json(object body) => new(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");

    static async Task<JsonElement> ReadAsync(HttpResponseMessage response)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"{(int)response.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }

    static string Text(JsonElement json, string name) => json.GetProperty(name).GetString() ?? "";
}
