using System.Net;
using System.Text.Json;
using CustomerGrains.WebTests.Support;

namespace CustomerGrains.WebTests.Segments;

/// <summary>Trying a rule before it is published.</summary>
public sealed class PreviewTests(RulesServer rules) : IClassFixture<RulesServer>
{
    [Fact]
    public async Task A_preview_counts_everybody_samples_with_reasons_and_saves_nothing()
    {
        var mark = RulesServer.New("mark");
        for (var i = 0; i < 12; i++) await rules.TrackAsync($"{mark}-{i}", i % 3 == 0 ? mark : "Something else");
        var before = await rules.Server.GetAsync("/api/segments");
        var preview = await PreviewAsync(new { rule = $"""count("{mark}", 30d) >= 1""" });

        Assert.Equal(4, preview.GetProperty("matches").GetInt64());
        Assert.True(preview.GetProperty("exact").GetBoolean());
        Assert.True(preview.GetProperty("population").GetInt64() >= 12);
        Assert.Equal(preview.GetProperty("population").GetInt64(), preview.GetProperty("scanned").GetInt64());
        Assert.Equal(Math.Round(400m / preview.GetProperty("population").GetInt64(), 2), preview.GetProperty("share").GetDecimal());
        var sample = preview.GetProperty("sample").EnumerateArray().ToList();
        Assert.Equal(new[] { 0, 3, 6, 9 }.Select(n => $"{mark}-{n}").Order(StringComparer.Ordinal), sample.Select(one => one.GetProperty("id").GetString()!).Order(StringComparer.Ordinal));
        Assert.All(sample, one => Assert.False(string.IsNullOrEmpty(one.GetProperty("why").GetString())));
        Assert.False(preview.TryGetProperty("joins", out _));
        Assert.Equal(before.GetProperty("items").GetArrayLength(), (await rules.Server.GetAsync("/api/segments")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task What_if_says_who_would_join_and_who_would_leave()
    {
        var mark = RulesServer.New("mark");
        await rules.PublishAsync(mark, $"""count("{mark}", 30d) >= 2""");
        for (var i = 0; i < 3; i++)
            for (var n = 0; n <= i; n++) await rules.TrackAsync($"{mark}-{i}", mark);

        var preview = await PreviewAsync(new { rule = $"""count("{mark}", 30d) >= 1 and count("{mark}", 30d) <= 2""", key = mark });
        Assert.Equal((2, 1, 1), (preview.GetProperty("matches").GetInt64(), preview.GetProperty("joins").GetInt64(), preview.GetProperty("leaves").GetInt64()));
        Assert.Equal($"{mark}-0", Assert.Single(preview.GetProperty("joinSample").EnumerateArray()).GetProperty("id").GetString());
        Assert.Equal($"{mark}-2", Assert.Single(preview.GetProperty("leaveSample").EnumerateArray()).GetProperty("id").GetString());
        Assert.NotNull(await rules.MembershipAsync($"{mark}-2", mark));
    }

    [Fact]
    public async Task A_rule_with_a_mistake_or_a_segment_that_is_not_there_is_said_so()
    {
        using var wrong = await rules.Server.CallAsync(HttpMethod.Post, "/api/segments/preview", new { rule = "order.count > 1" });
        await ProblemAssert.IsAsync(HttpStatusCode.BadRequest, wrong, "rule", "order.count", "orders.count");
        using var unknown = await rules.Server.CallAsync(HttpMethod.Post, "/api/segments/preview", new { rule = "always", key = "no-such-segment" });
        await ProblemAssert.IsAsync(HttpStatusCode.NotFound, unknown, "key", "no-such-segment", "leave the key out");
    }

    async Task<JsonElement> PreviewAsync(object body)
    {
        using var response = await rules.Server.CallAsync(HttpMethod.Post, "/api/segments/preview", body);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, text + rules.Server.Log);
        return JsonDocument.Parse(text).RootElement;
    }
}
