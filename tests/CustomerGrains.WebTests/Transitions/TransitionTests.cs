using CustomerGrains.WebTests.Segments;
using System.Text.Json;

namespace CustomerGrains.WebTests.Transitions;

/// <summary>The list of who joined, left and moved on.</summary>
public sealed class TransitionTests(RulesServer rules) : IClassFixture<RulesServer>
{
    [Fact]
    public async Task Pages_have_each_transition_once_newest_first()
    {
        var key = RulesServer.New("pages");
        await rules.PublishAsync(key, $"""count("{key}", 30d) >= 1""");
        for (var i = 0; i < 23; i++) await rules.TrackAsync($"{key}-{i:00}", key);

        var (seen, before) = (new List<JsonElement>(), "");
        do
        {
            var page = await rules.Server.GetAsync($"/api/transitions?segment={key}&limit=10&before={before}");
            seen.AddRange(page.GetProperty("items").EnumerateArray());
            before = page.GetProperty("next").GetString() ?? "";
        }
        while (before.Length > 0);
        Assert.Equal(Enumerable.Range(0, 23).Reverse().Select(n => $"{key}-{n:00}"), seen.Select(item => item.GetProperty("customerId").GetString()));
        Assert.Equal(seen.Select(item => item.GetProperty("id").GetInt64()).Distinct().OrderDescending(), seen.Select(item => item.GetProperty("id").GetInt64()));
        Assert.All(seen, item => Assert.Equal("joined", item.GetProperty("kind").GetString()));
    }

    [Fact]
    public async Task Filters_leave_out_everything_else_and_names_are_those_of_people()
    {
        var (key, ann) = (RulesServer.New("named"), RulesServer.New("ann"));
        await rules.PublishAsync(key, "orders.count >= 1", name: "Has bought");
        await rules.Server.BatchAsync(new { type = "identify", userId = ann, traits = new { name = "Ann Lee" }, timestamp = rules.Now });
        await rules.OrderAsync(ann);

        var joined = Assert.Single((await rules.Server.GetAsync($"/api/transitions?segment={key}&customer={ann}")).GetProperty("items").EnumerateArray());
        Assert.Equal(("Has bought", "Ann Lee", ann), (joined.GetProperty("name").GetString(), joined.GetProperty("displayName").GetString(), joined.GetProperty("customerId").GetString()));
        var entered = Assert.Single((await rules.Server.GetAsync($"/api/transitions?stage=New&customer={ann}")).GetProperty("items").EnumerateArray());
        Assert.Equal(("stage", "New", "Aware"), (entered.GetProperty("kind").GetString(), entered.GetProperty("key").GetString(), entered.GetProperty("from").GetString()));
        Assert.Empty((await rules.Server.GetAsync($"/api/transitions?stage=Lapsed&customer={ann}")).GetProperty("items").EnumerateArray());

        // A segment that is gone keeps its past, under its key.
        using var deleted = await rules.Server.CallAsync(HttpMethod.Delete, $"/api/segments/{key}");
        await rules.LeftAsync(ann, key);
        var items = (await rules.Server.GetAsync($"/api/transitions?segment={key}&customer={ann}")).GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(["left", "joined"], items.Select(item => item.GetProperty("kind").GetString()));
        Assert.All(items, item => Assert.Equal(key, item.GetProperty("name").GetString()));
    }
}
