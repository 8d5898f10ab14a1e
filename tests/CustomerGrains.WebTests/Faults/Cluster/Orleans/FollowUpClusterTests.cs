using System.Net.Http.Json;
using System.Text.Json;
using CustomerGrains.TestSupport.Postgres;
using CustomerGrains.WebTests.Support;

namespace CustomerGrains.WebTests.Faults.Cluster;

/// <summary>Follow-ups where several processes share the customers.</summary>
[NeedsPostgres]
public sealed class FollowUpClusterTests
{
    [StoreFact]
    public async Task A_low_score_at_one_web_process_shows_at_another_is_taken_there_and_outlives_the_silo_that_has_her()
    {
        await using var cluster = await TestCluster.StartAsync();
        var (here, there) = (cluster.Webs[0], cluster.Webs[1]);
        await using var hub = await HubClient.ConnectAsync(here.Address, TestServer.AdminToken);
        // So many that both silos have some of them.
        for (var i = 0; i < 8; i++)
        {
            using var answer = await there.Events.PostAsJsonAsync("/v1/track", new { userId = $"c{i}", @event = "Survey Answered", properties = new { metric = "nps", score = i % 3 } });
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        }

        Assert.Equal(0, (await hub.FrameAsync("followUps", frame => frame.GetProperty("open").GetInt32() == 8)).GetProperty("taken").GetInt32());
        var ids = (await here.Api.GetFromJsonAsync<JsonElement>("/api/followups")).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()!).ToList();
        foreach (var id in ids) await DoAsync(here, id, "take", new { });
        await hub.FrameAsync("followUps", frame => frame.GetProperty("taken").GetInt32() == 8);

        cluster.Silos[0].Kill();
        foreach (var id in ids)
        {
            await DoAsync(there, id, "note", new { text = "Called.", commandId = "once" });
            Assert.Equal(1, (await DoAsync(here, id, "note", new { text = "Called.", commandId = "once" })).GetProperty("noteCount").GetInt32());
            await DoAsync(there, id, "resolve", new { outcome = "Well again." });
        }

        await hub.FrameAsync("followUps", frame => frame.GetProperty("open").GetInt32() + frame.GetProperty("taken").GetInt32() == 0);
        using var recount = await here.Api.PostAsync("/api/kpis/recount", null);
        var report = await recount.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(report.GetProperty("matches").GetBoolean(), report.GetRawText());
    }

    static async Task<JsonElement> DoAsync(ServerProcess web, string id, string act, object body)
    {
        using var answer = await web.Api.PostAsJsonAsync($"/api/followups/{id}/{act}", body);
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(answer.IsSuccessStatusCode, json.GetRawText());
        return json;
    }
}
