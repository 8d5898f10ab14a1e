using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CustomerGrains.WebTests.Support;

namespace CustomerGrains.WebTests.FollowUps;

/// <summary>From a low score to its outcome, over HTTP.</summary>
public sealed class FollowUpApiTests : IAsyncLifetime
{
    TestServer _server = null!;
    HttpClient _ann = null!;
    HttpClient _lead = null!;

    public async Task InitializeAsync()
    {
        _server = await TestServer.StartAsync("--FollowUps:Ces=off");
        _ann = _server.Client(await _server.TokenAsync("agent"));
        _lead = _server.Client(await _server.TokenAsync("operator"));
    }

    public async Task DisposeAsync()
    {
        _ann.Dispose();
        _lead.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_low_score_is_told_to_every_screen_taken_noted_and_resolved()
    {
        await using var hub = await HubClient.ConnectAsync(_server, TestServer.AdminToken);
        await _server.SendAsync("/v1/identify", new { userId = "ann", traits = new { name = "Ann Smith" } });
        await AnswerAsync("ann", "nps", 3, "Never again");
        Assert.Equal((1, 0), CountsOf(await hub.FrameAsync("followUps")));

        var list = await ListAsync(_ann, "");
        var it = Assert.Single(list.GetProperty("items").EnumerateArray());
        Assert.Equal(("ann", "Ann Smith", "nps", "open", 3, "Never again"), (
            Text(it, "customerId"), Text(it, "displayName"), Text(it, "metric"), Text(it, "state"), it.GetProperty("score").GetInt32(), Text(it, "comment")));
        Assert.Equal((1, 0), CountsOf(list));
        var id = Text(it, "id")!;

        Assert.Equal("taken", Text(await DoAsync(_ann, id, "take"), "state"));
        Assert.Equal((0, 1), CountsOf(await hub.FrameAsync("followUps", frame => frame.GetProperty("taken").GetInt32() == 1)));
        var noted = await DoAsync(_lead, id, "note", new { text = "Her third parcel.\nCall her." });
        Assert.Equal("Her third parcel.\nCall her.", Text(noted.GetProperty("notes")[0], "text"));
        await DoAsync(_ann, id, "resolve", new { outcome = "Sent a new one" });

        Assert.Equal((0, 0), CountsOf(await hub.FrameAsync("followUps", frame => frame.GetProperty("taken").GetInt32() == 0)));
        Assert.Empty((await ListAsync(_ann, "")).GetProperty("items").EnumerateArray());
        var resolved = Assert.Single((await ListAsync(_ann, "?state=resolved&mine=true&metric=nps")).GetProperty("items").EnumerateArray());
        Assert.Equal(("Sent a new one", 1), (Text(resolved, "outcome"), resolved.GetProperty("noteCount").GetInt32()));
        Assert.Empty((await ListAsync(_lead, "?state=resolved&mine=true")).GetProperty("items").EnumerateArray());
        var onPage = Assert.Single((await _server.CustomerAsync("ann")).GetProperty("experience").GetProperty("followUps").EnumerateArray());
        Assert.Equal((id, "resolved", "Sent a new one"), (Text(onPage, "id"), Text(onPage, "state"), Text(onPage, "outcome")));
        Assert.True((await PostAsync(_server.Admin, "/api/kpis/recount")).GetProperty("matches").GetBoolean());
        Assert.DoesNotContain("parcel", _server.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_comes_second_is_told_who_has_it_and_an_operator_hands_it_back()
    {
        await AnswerAsync("ben", "csat", 1);
        var id = Text((await ListAsync(_ann, "?state=open")).GetProperty("items")[0], "id")!;
        await DoAsync(_ann, id, "take");
        await DoAsync(_ann, id, "take");
        var name = Text((await ListAsync(_ann, "?mine=true")).GetProperty("items")[0], "takenBy")!;
        foreach (var (act, body) in ((string, object)[])[("take", new { }), ("resolve", new { outcome = "no" })])
        {
            using var refused = await _lead.PostAsJsonAsync($"/api/followups/{id}/{act}", body);
            Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
            var problem = await refused.Content.ReadFromJsonAsync<JsonElement>();
            Assert.StartsWith($"{name} has had it since ", Text(problem, "detail"), StringComparison.Ordinal);
            Assert.Equal(("taken", name), (Text(problem.GetProperty("current"), "state"), Text(problem.GetProperty("current"), "by")));
        }
        await DoAsync(_lead, id, "release");
        await DoAsync(_lead, id, "take");
        using (var refused = await _ann.PostAsync($"/api/followups/{id}/release", null)) Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);
        await DoAsync(_lead, id, "resolve", new { outcome = "Called." });
        using var late = await _ann.PostAsync($"/api/followups/{id}/take", null);
        Assert.Equal(HttpStatusCode.Conflict, late.StatusCode);
        Assert.Contains("resolved it", Text(await late.Content.ReadFromJsonAsync<JsonElement>(), "detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_is_sent_again_is_done_once()
    {
        await AnswerAsync("eve", "nps", 0);
        var id = Text((await ListAsync(_ann, "")).GetProperty("items")[0], "id")!;
        var replies = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => DoAsync(_ann, id, "note", new { text = "once", commandId = "c-1" })));
        Assert.All(replies, reply => Assert.Equal(1, reply.GetProperty("noteCount").GetInt32()));
    }

    [Fact]
    public async Task What_is_old_or_off_opens_none_and_what_a_device_opened_goes_along_when_it_is_linked()
    {
        await _server.BatchAsync(
            new { type = "track", userId = "old", @event = "Survey Answered", timestamp = DateTimeOffset.UtcNow.AddDays(-40), properties = new { metric = "nps", score = 1 } },
            new { type = "track", userId = "off", @event = "Survey Answered", properties = new { metric = "ces", score = 1 } },
            new { type = "track", anonymousId = "device", @event = "Survey Answered", properties = new { metric = "nps", score = 1 } });
        var id = Text(Assert.Single((await ListAsync(_ann, "")).GetProperty("items").EnumerateArray()), "id")!;
        await _server.SendAsync("/v1/identify", new { userId = "zoe", anonymousId = "device", traits = new { name = "Zoe" } });
        var it = Assert.Single((await ListAsync(_ann, "")).GetProperty("items").EnumerateArray());
        Assert.Equal((id, "zoe", "Zoe"), (Text(it, "id"), Text(it, "customerId"), Text(it, "displayName")));
        await DoAsync(_ann, id, "take");
    }

    [Fact]
    public async Task Pages_follow_each_other()
    {
        for (var i = 0; i < 5; i++) await AnswerAsync($"p{i}", "nps", 1);
        var ids = new List<string?>();
        string? cursor = null;
        do
        {
            var page = await ListAsync(_ann, $"?limit=2&cursor={cursor}");
            ids.AddRange(page.GetProperty("items").EnumerateArray().Select(item => Text(item, "customerId")));
            cursor = Text(page, "next");
        }
        while (cursor is not null);
        Assert.Equal(["p0", "p1", "p2", "p3", "p4"], ids.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_makes_no_sense_is_refused_with_the_field_and_the_way_out()
    {
        foreach (var (query, field, value, reason) in ((string, string, string, string)[])
        [
            ("state=done", "state", "done", "state must be one of open, taken, resolved."),
            ("mine=yes", "mine", "yes", "mine must be one of true, false."),
            ("metric=NPS", "metric", "NPS", "metric must be one of csat, nps, ces."),
            ("limit=201", "limit", "201", "limit must be a whole number from 1 to 200."),
            ("cursor=x", "cursor", "x", "This is not a cursor of this list: take it from the page before, or leave it out to start again."),
        ])
        {
            using var response = await _ann.GetAsync($"/api/followups?{query}");
            await ProblemAssert.IsAsync(HttpStatusCode.BadRequest, response, field, value, reason);
        }
        foreach (var (act, body, field) in ((string, string, string)[])
        [
            ("note", "{}", "text"),
            ("note", """{"text":"  \n "}""", "text"),
            ("note", """{"text":5}""", "text"),
            ("note", """{"text":"a\u0000b"}""", "text"),
            ("note", """{"text":"\ud800"}""", "text"),
            ("note", $$"""{"text":"{{new string('a', 1_001)}}"}""", "text"),
            ("resolve", """{"text":"not an outcome"}""", "outcome"),
            ("resolve", """{"outcome":"ok","commandId":""}""", "commandId"),
            ("note", "[]", "body"),
            ("note", """{"text":""", "body"),
        ])
        {
            using var response = await _ann.PostAsync($"/api/followups/anything/{act}", new StringContent(body, new MediaTypeHeaderValue("application/json")));
            Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
            Assert.Equal(field, Text((await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors")[0], "field"));
        }
        using var unknown = await _ann.PostAsync("/api/followups/x/take", null);
        await ProblemAssert.IsAsync(HttpStatusCode.NotFound, unknown, "id", "x", "There is no such follow-up. GET /api/followups lists them.");
    }

    async Task AnswerAsync(string id, string metric, int score, string? comment = null) =>
        await _server.SendAsync("/v1/track", new { userId = id, @event = "Survey Answered", properties = new { metric, score, comment } });

    static async Task<JsonElement> ListAsync(HttpClient client, string query) => await client.GetFromJsonAsync<JsonElement>($"/api/followups{query}");

    static Task<JsonElement> DoAsync(HttpClient client, string id, string act, object? body = null) => PostAsync(client, $"/api/followups/{id}/{act}", body);

    static async Task<JsonElement> PostAsync(HttpClient client, string path, object? body = null)
    {
        using var response = body is null ? await client.PostAsync(path, null) : await client.PostAsJsonAsync(path, body);
        var json = await response.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(response.IsSuccessStatusCode, json.GetRawText());
        return json;
    }

    static (int Open, int Taken) CountsOf(JsonElement reply) => (reply.GetProperty("open").GetInt32(), reply.GetProperty("taken").GetInt32());

    static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();
}
