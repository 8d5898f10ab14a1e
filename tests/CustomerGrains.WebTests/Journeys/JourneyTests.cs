using System.Net;
using System.Text.Json;
using CustomerGrains.WebTests.Segments;
using CustomerGrains.WebTests.Support;

namespace CustomerGrains.WebTests.Journeys;

/// <summary>The journey as a map that can be redrawn.</summary>
public sealed class JourneyTests : IAsyncLifetime
{
    static readonly string[] _default = ["Aware", "Considering", "Buying", "New", "Loyal", "Advocate", "At risk", "Lapsed"];

    readonly RulesServer _rules = new();

    public Task InitializeAsync() => _rules.InitializeAsync();

    public Task DisposeAsync() => _rules.DisposeAsync();

    [Fact]
    public async Task The_map_counts_everybody_once_with_flows_and_time_in_stage()
    {
        await _rules.TrackAsync("ann", "Signed Up");
        await _rules.TrackAsync("bob", "Signed Up");
        _rules.Clock.Advance(TimeSpan.FromMinutes(10));
        await _rules.OrderAsync("ann");
        var journey = await _rules.Server.GetAsync("/api/journey?window=1h");

        Assert.Equal((1, "1h"), (journey.GetProperty("version").GetInt32(), journey.GetProperty("window").GetString()));
        var stages = journey.GetProperty("stages").EnumerateArray().ToDictionary(stage => stage.GetProperty("name").GetString()!);
        Assert.Equal(_default, journey.GetProperty("stages").EnumerateArray().Select(stage => stage.GetProperty("name").GetString()!));
        Assert.Equal(2, stages.Values.Sum(stage => stage.GetProperty("customers").GetInt64()));
        var aware = stages["Aware"];
        Assert.Equal((1, 2, 1, 600), (Number(aware, "customers"), Number(aware, "entered"), Number(aware, "left"), Number(aware, "meanSeconds")));
        Assert.Equal(50, aware.GetProperty("share").GetDecimal());
        Assert.Equal(JsonValueKind.Null, stages["Loyal"].GetProperty("meanSeconds").ValueKind);
        var flows = journey.GetProperty("flows").EnumerateArray()
            .Select(flow => (From: flow.GetProperty("from").GetString(), To: flow.GetProperty("to").GetString(), Count: flow.GetProperty("count").GetInt64())).ToList();
        Assert.Contains((null, "Aware", 2), flows);
        Assert.Contains(("Aware", "New", 1), flows);
    }

    [Fact]
    public async Task Time_alone_moves_her_on_at_the_very_instants()
    {
        using var put = await PutAsync(
            1, ("Anybody", "always"), ("Buyer", "orders.count >= 1"), ("At risk", "last(orders) older than 1h"), ("Lapsed", "last(orders) older than 3h"));
        Assert.True(put.IsSuccessStatusCode, await put.Content.ReadAsStringAsync());
        await _rules.OrderAsync("ann");
        var ordered = _rules.Now;
        _rules.Clock.AdvanceTo(ordered.AddHours(1).AddMilliseconds(-1));
        Assert.Equal("Buyer", await StageAsync("ann"));
        await _rules.EventuallyAsync(() => StageAsync("ann"), stage => stage == "At risk", "ann to be at risk");
        _rules.Clock.AdvanceTo(ordered.AddHours(3));
        await _rules.EventuallyAsync(() => StageAsync("ann"), stage => stage == "Lapsed", "ann to lapse");

        var stages = (await _rules.TransitionsAsync("ann")).Where(item => item.GetProperty("kind").GetString() == "stage").Select(item =>
            (item.GetProperty("name").GetString(), item.GetProperty("from").GetString(), item.GetProperty("cause").GetString(), item.GetProperty("at").GetDateTimeOffset())).ToList();
        Assert.Equal(("Lapsed", "At risk", "time", ordered.AddHours(3)), stages[0]);
        Assert.Equal(("At risk", "Buyer", "time", ordered.AddHours(1)), stages[1]);
        var evidence = await _rules.Server.GetAsync("/api/customers/ann/stages/Lapsed");
        Assert.Equal((true, ordered.AddHours(3)), (evidence.GetProperty("member").GetBoolean(), evidence.GetProperty("since").GetDateTimeOffset()));
    }

    [Fact]
    public async Task Another_map_moves_everybody_and_the_old_one_is_kept()
    {
        await _rules.TrackAsync("ann", "Signed Up");
        await _rules.OrderAsync("bob");
        using var put = await PutAsync(1, ("Anybody", "always"), ("Kunden", "orders.count >= 1"), ("顧客", "orders.count >= 9"));
        Assert.True(put.StatusCode == HttpStatusCode.OK, await put.Content.ReadAsStringAsync());
        await _rules.SettleAsync();

        Assert.Equal("Anybody", await StageAsync("ann"));
        Assert.Equal("Kunden", await StageAsync("bob"));
        var journey = await _rules.Server.GetAsync("/api/journey");
        Assert.Equal(2, journey.GetProperty("version").GetInt32());
        Assert.Equal([("Anybody", 1L), ("Kunden", 1L), ("顧客", 0L)], journey.GetProperty("stages").EnumerateArray().Select(stage => (stage.GetProperty("name").GetString()!, Number(stage, "customers"))));
        Assert.Equal("rule", (await _rules.TransitionsAsync("ann"))[0].GetProperty("cause").GetString());
        var versions = (await _rules.Server.GetAsync("/api/journey/versions")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal([2, 1], versions.Select(version => version.GetProperty("version").GetInt32()));
        Assert.Equal(_default, versions[1].GetProperty("stages").EnumerateArray().Select(stage => stage.GetProperty("name").GetString()!));
        foreach (var stage in new[] { "Anybody", "Kunden" })
            Assert.Equal(1, (await _rules.Server.GetAsync($"/api/customers?stage={stage}")).GetProperty("total").GetInt32());

        using var late = await PutAsync(1, ("Everybody", "always"));
        await ProblemAssert.IsAsync(HttpStatusCode.Conflict, late, "version", "1", "Version 2 was published");
        Assert.Equal(2, JsonDocument.Parse(await late.Content.ReadAsStringAsync()).RootElement.GetProperty("current").GetProperty("version").GetInt32());
    }

    Task<HttpResponseMessage> PutAsync(int? version, params (string Name, string Rule)[] stages) => _rules.Server.CallAsync(
        HttpMethod.Put, "/api/journey", new { version, stages = stages.Select(stage => new { name = stage.Name, rule = stage.Rule, description = (string?)null }) });

    async Task<string?> StageAsync(string id) => (await _rules.Server.CustomerAsync(id)).GetProperty("journey").GetProperty("stage").GetString();

    static long Number(JsonElement element, string name) => (long)element.GetProperty(name).GetDouble();
}
