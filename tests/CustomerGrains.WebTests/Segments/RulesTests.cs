using System.Text.Json;

namespace CustomerGrains.WebTests.Segments;

/// <summary>What an editor asks while somebody types.</summary>
public sealed class RulesTests(RulesServer rules) : IClassFixture<RulesServer>
{
    [Fact]
    public async Task The_vocabulary_has_every_word_with_its_type_and_an_example_that_can_be_read()
    {
        var vocabulary = await rules.Server.GetAsync("/api/rules/vocabulary");
        var items = vocabulary.GetProperty("items").EnumerateArray().ToList();

        Assert.Contains("orders.count", items.Select(item => item.GetProperty("path").GetString()));
        Assert.Contains("and", vocabulary.GetProperty("keywords").EnumerateArray().Select(word => word.GetString()));
        Assert.NotEmpty(vocabulary.GetProperty("operators").EnumerateArray());
        var functions = vocabulary.GetProperty("functions").EnumerateArray().ToList();
        Assert.Contains("count", functions.Select(function => function.GetProperty("name").GetString()));
        foreach (var word in items.Concat(functions))
        {
            var example = word.GetProperty("example").GetString()!;
            // Examples that mention a segment can't know which there are.
            var check = await CheckAsync(new { rule = example });
            Assert.True(check.GetProperty("ok").GetBoolean() || example.Contains("segments", StringComparison.Ordinal), $"{example}: {check}");
        }
    }

    [Fact]
    public async Task A_rule_that_is_right_says_whether_time_changes_it_and_whom_it_mentions()
    {
        var timeless = await CheckAsync(new { rule = "orders.count >= 2" });
        Assert.True(timeless.GetProperty("ok").GetBoolean());
        Assert.False(timeless.GetProperty("dependsOnTime").GetBoolean());
        var timely = await CheckAsync(new { rule = """last(orders) older than 60d and segments has "cart-abandoned" """ });
        Assert.True(timely.GetProperty("ok").GetBoolean(), timely.ToString());
        Assert.True(timely.GetProperty("dependsOnTime").GetBoolean());
        Assert.Equal(["cart-abandoned"], timely.GetProperty("segments").EnumerateArray().Select(key => key.GetString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("orders.count")]
    [InlineData("orders.count >= ")]
    [InlineData("(orders.count >= 2")]
    [InlineData("orders.count >= 2 orders.count")]
    [InlineData("order.count >= 2")]
    [InlineData("orders.count >= \"two\"")]
    [InlineData("count(\"A\", 7d) >= 300")]
    [InlineData("segments has \"no-such-segment\"")]
    [InlineData("\ud83d\ude00 = 1")]
    [InlineData("\"")]
    public async Task A_rule_that_is_wrong_is_no_error_of_the_request(string rule)
    {
        var check = await CheckAsync(new { rule });

        Assert.False(check.GetProperty("ok").GetBoolean());
        foreach (var error in check.GetProperty("errors").EnumerateArray())
        {
            Assert.InRange(error.GetProperty("start").GetInt32(), 0, rule.Length);
            Assert.InRange(error.GetProperty("start").GetInt32() + error.GetProperty("length").GetInt32(), 0, rule.Length);
            Assert.False(string.IsNullOrWhiteSpace(error.GetProperty("message").GetString()));
        }
        Assert.NotEqual(0, check.GetProperty("errors").GetArrayLength());
    }

    [Fact]
    public async Task A_stage_may_mention_neither_the_journey_nor_segments()
    {
        Assert.True((await CheckAsync(new { rule = "journey.stage = \"Loyal\"", use = "segment" })).GetProperty("ok").GetBoolean());
        Assert.False((await CheckAsync(new { rule = "journey.stage = \"Loyal\"", use = "stage" })).GetProperty("ok").GetBoolean());
        Assert.False((await CheckAsync(new { rule = "segments has \"cart-abandoned\"", use = "stage" })).GetProperty("ok").GetBoolean());
    }

    async Task<JsonElement> CheckAsync(object body)
    {
        using var response = await rules.Server.CallAsync(HttpMethod.Post, "/api/rules/check", body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }
}
