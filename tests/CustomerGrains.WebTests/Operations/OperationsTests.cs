using System.Net;
using System.Text.Json;
using CustomerGrains.Grains.Journal;
using CustomerGrains.Silo.Operations;
using CustomerGrains.WebTests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerGrains.WebTests.Operations;

/// <summary>What a process says of itself to those who run it.</summary>
public sealed class OperationsTests
{
    [Fact]
    public async Task A_process_says_what_it_is_what_it_measured_and_that_all_is_well()
    {
        await using var server = await TestServer.StartAsync();
        var history = server.Services.GetRequiredService<MeterHistory>();
        await server.BatchAsync(new { type = "track", @event = "A", userId = "ann" }, new { type = "track", @event = "B", userId = "ben" });
        history.Sample();

        var reply = await server.GetAsync("/api/operations");

        var process = reply.GetProperty("process");
        Assert.Equal("web and silo", process.GetProperty("role").GetString());
        Assert.Matches("^(embedded|Orleans)", process.GetProperty("engine").GetString());
        Assert.Equal("sqlite", process.GetProperty("store").GetString());
        Assert.Equal("ok", reply.GetProperty("state").GetString());
        Assert.Equal(5, reply.GetProperty("step").GetDouble());
        Assert.Equal(2, Sum(reply, "customergrains.ingest.events"));
        Assert.Equal(2, Sum(reply, "customergrains.customers.activated"));
        Assert.True(Sum(reply, "customergrains.journal.group") >= 1);
        Assert.True(Sum(reply, "customergrains.rules.evaluations") > 0);
        Assert.True(Of(reply, "customergrains.journal.lag").GetProperty("series")[0].GetProperty("lastP99").GetDouble() >= 0);
        Assert.True(Sum(reply, "dotnet.process.memory.working_set") > 0);
    }

    [Fact]
    public async Task Whoever_knows_a_part_gets_only_what_came_since()
    {
        await using var server = await TestServer.StartAsync();
        var history = server.Services.GetRequiredService<MeterHistory>();
        history.Sample();
        var sample = (await server.GetAsync("/api/operations")).GetProperty("sample").GetInt64();
        history.Sample();

        var reply = await server.GetAsync($"/api/operations?after={sample}");

        Assert.True(reply.GetProperty("sample").GetInt64() > sample);
        Assert.Equal(reply.GetProperty("sample").GetInt64() - sample, reply.GetProperty("times").GetArrayLength());
        using var bad = await server.Admin.GetAsync("/api/operations?after=soon");
        Assert.Equal(HttpStatusCode.BadRequest, bad.StatusCode);
    }

    [Fact]
    public async Task Senders_that_are_turned_away_are_trouble_and_the_answer_says_what_to_do()
    {
        var journal = new TroubledJournal { Trouble = () => new JournalFullException("full") };
        await using var server = await TestServer.StartAsync(journal.Install);
        using var refused = await server.PostAsync("/v1/track", """{"event":"A","userId":"ann"}""");
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        server.Services.GetRequiredService<MeterHistory>().Sample();

        var reply = await server.GetAsync("/api/operations");

        Assert.Equal("trouble", reply.GetProperty("state").GetString());
        var finding = reply.GetProperty("findings")[0];
        Assert.Equal("senders-429", finding.GetProperty("key").GetString());
        Assert.Equal("trouble", finding.GetProperty("level").GetString());
        Assert.StartsWith("1 request got 429", finding.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    static JsonElement Of(JsonElement reply, string name) =>
        reply.GetProperty("instruments").EnumerateArray().Single(each => each.GetProperty("name").GetString() == name);

    static double Sum(JsonElement reply, string name) => Of(reply, name).GetProperty("series").EnumerateArray()
        .Sum(series => series.GetProperty("values").EnumerateArray().Sum(value => value.ValueKind == JsonValueKind.Null ? 0 : value.GetDouble()));
}
