using System.Net;
using System.Text.Json;
using CustomerGrains.WebTests.Support;

namespace CustomerGrains.WebTests.Segments;

/// <summary>Publishing, editing and deleting segments: versions, conflicts, and what is refused.</summary>
public sealed class PublishingTests(RulesServer rules) : IClassFixture<RulesServer>
{
    [Fact]
    public async Task Every_version_is_kept_with_who_published_it_when()
    {
        var key = RulesServer.New("versions");
        var first = await rules.PublishAsync(key, "orders.count >= 1", version: 0, name: "Buyers");
        Assert.Equal((1, "Buyers", "orders.count >= 1"), (first.GetProperty("version").GetInt32(), first.GetProperty("name").GetString(), first.GetProperty("rule").GetString()));
        var at = rules.Now;
        rules.Clock.Advance(TimeSpan.FromMinutes(1));
        using var token = rules.Server.Client(await rules.Server.TokenAsync("operator"));
        using var put = await token.PutAsync($"/api/segments/{key}", Json(new { name = "Good buyers", rule = "orders.count >= 2\n-- twice at least", description = "For the newsletter", version = 1 }));
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);

        var segment = await rules.Server.GetAsync($"/api/segments/{key}");
        Assert.Equal((2, "Good buyers", "For the newsletter"), (segment.GetProperty("version").GetInt32(), segment.GetProperty("name").GetString(), segment.GetProperty("description").GetString()));
        var versions = segment.GetProperty("versions").EnumerateArray().ToList();
        Assert.Equal([2, 1], versions.Select(version => version.GetProperty("version").GetInt32()));
        Assert.Equal(["operator", "first"], versions.Select(version => version.GetProperty("publishedBy").GetString()));
        Assert.InRange(versions[1].GetProperty("publishedAt").GetDateTimeOffset(), at.AddMinutes(-1), at);
        Assert.Contains(key, (await rules.Server.GetAsync("/api/segments")).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("key").GetString()));
    }

    [Fact]
    public async Task Whoever_edited_an_older_version_is_told_what_is_there_now()
    {
        var key = RulesServer.New("conflict");
        await rules.PublishAsync(key, "orders.count >= 1");
        await rules.PublishAsync(key, "orders.count >= 2", version: 1);

        using var late = await rules.PutAsync(key, "orders.count >= 3", version: 1);
        await ProblemAssert.IsAsync(HttpStatusCode.Conflict, late, "version", "1", "Version 2 was published");
        var current = JsonDocument.Parse(await late.Content.ReadAsStringAsync()).RootElement.GetProperty("current");
        Assert.Equal((2, "orders.count >= 2"), (current.GetProperty("version").GetInt32(), current.GetProperty("rule").GetString()));
        using var again = await rules.PutAsync(key, "orders.count >= 3", version: 0);
        await ProblemAssert.IsAsync(HttpStatusCode.Conflict, again, "version", "0", "choose another key");
        using var delete = await rules.Server.CallAsync(HttpMethod.Delete, $"/api/segments/{key}?version=1");
        await ProblemAssert.IsAsync(HttpStatusCode.Conflict, delete, "version", "1", "Version 2 was published");
        Assert.Equal("orders.count >= 2", (await rules.Server.GetAsync($"/api/segments/{key}")).GetProperty("rule").GetString());
    }

    [Fact]
    public async Task Of_many_who_edit_the_same_version_one_publishes()
    {
        var key = RulesServer.New("race");
        await rules.PublishAsync(key, "orders.count >= 1");
        var answers = await Task.WhenAll(Enumerable.Range(2, 8).Select(n => rules.PutAsync(key, $"orders.count >= {n}", version: 1)));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.Equal(7, answers.Count(answer => answer.StatusCode == HttpStatusCode.Conflict));
        Assert.Equal(2, (await rules.Server.GetAsync($"/api/segments/{key}")).GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task What_is_deleted_can_be_made_again_and_its_history_goes_on()
    {
        var key = RulesServer.New("again");
        await rules.PublishAsync(key, "orders.count >= 1");
        using var deleted = await rules.Server.CallAsync(HttpMethod.Delete, $"/api/segments/{key}?version=1");
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        using var gone = await rules.Server.Admin.GetAsync($"/api/segments/{key}");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        using var twice = await rules.Server.CallAsync(HttpMethod.Delete, $"/api/segments/{key}");
        await ProblemAssert.IsAsync(HttpStatusCode.NotFound, twice, "key", key, "There is no segment");
        using var edited = await rules.PutAsync(key, "orders.count >= 2", version: 1);
        await ProblemAssert.IsAsync(HttpStatusCode.Conflict, edited, "version", "1", "publish it with version 0");

        var made = await rules.PublishAsync(key, "orders.count >= 3", version: 0);
        Assert.Equal(3, made.GetProperty("version").GetInt32());
        var versions = (await rules.Server.GetAsync($"/api/segments/{key}")).GetProperty("versions").EnumerateArray().ToList();
        Assert.Equal([(3, false), (2, true), (1, false)], versions.Select(version => (version.GetProperty("version").GetInt32(), version.GetProperty("deleted").GetBoolean())));
    }

    [Fact]
    public async Task A_segment_that_others_are_made_of_is_not_deleted()
    {
        var (inner, outer) = (RulesServer.New("inner"), RulesServer.New("outer"));
        await rules.PublishAsync(inner, "orders.count >= 1");
        await rules.PublishAsync(outer, $"""segments has "{inner}" and orders.count >= 2""");
        using var refused = await rules.Server.CallAsync(HttpMethod.Delete, $"/api/segments/{inner}");
        await ProblemAssert.IsAsync(HttpStatusCode.Conflict, refused, "key", inner[..Math.Min(40, inner.Length)], outer);

        using var circle = await rules.PutAsync(inner, $"""not segments has "{outer}" """, version: 1);
        Assert.Equal(HttpStatusCode.BadRequest, circle.StatusCode);
        Assert.Equal(1, (await rules.Server.GetAsync($"/api/segments/{inner}")).GetProperty("version").GetInt32());
    }

    [Fact]
    public async Task A_rule_with_mistakes_is_refused_with_the_place_of_each_and_the_way_out()
    {
        var key = RulesServer.New("mistakes");
        using var response = await rules.PutAsync(key, "order.count >= 2\n  and cart.itms > 0");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var errors = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("errors").EnumerateArray().ToList();

        Assert.Equal(2, errors.Count);
        Assert.All(errors, error => Assert.Equal("rule", error.GetProperty("field").GetString()));
        Assert.Equal((0, 11, 1, 1, "orders.count"), Place(errors[0]));
        Assert.Equal((23, 9, 2, 7, "cart.items"), Place(errors[1]));
        Assert.Equal("order.count", errors[0].GetProperty("value").GetString());
        Assert.Contains("did you mean", errors[0].GetProperty("reason").GetString(), StringComparison.Ordinal);
        using var none = await rules.Server.Admin.GetAsync($"/api/segments/{key}");
        Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);

        static (int Start, int Length, int Line, int Column, string? Suggestion) Place(JsonElement error) => (
            error.GetProperty("start").GetInt32(), error.GetProperty("length").GetInt32(), error.GetProperty("line").GetInt32(), error.GetProperty("column").GetInt32(),
            error.GetProperty("suggestion").GetString());
    }

    [Fact]
    public async Task A_new_store_has_segments_that_are_of_use_at_once()
    {
        var items = (await rules.Server.GetAsync("/api/segments")).GetProperty("items").EnumerateArray().ToList();

        Assert.Contains("cart-abandoned", items.Select(item => item.GetProperty("key").GetString()));
        Assert.All(items, item => Assert.Equal(JsonValueKind.Null, item.GetProperty("broken").ValueKind));
        Assert.All(items, item => Assert.Equal(24, item.GetProperty("spark").GetArrayLength()));
    }

    static StringContent Json(object body) => new(JsonSerializer.Serialize(body), new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));
}
