using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using CustomerGrains.TestSupport.Postgres;
using CustomerGrains.WebTests.Support;
using Xunit.Abstractions;

namespace CustomerGrains.WebTests.Faults;

/// <summary>On SQLite.</summary>
public sealed class KilledServerOnSqliteTests(ITestOutputHelper output) : KilledServerTests(output)
{
    protected override Task<string[]> StoreSettingsAsync() => Task.FromResult<string[]>([]);
}

/// <summary>On PostgreSQL.</summary>
[NeedsPostgres]
public sealed class KilledServerOnPostgresTests(ITestOutputHelper output) : KilledServerTests(output)
{
    protected override async Task<string[]> StoreSettingsAsync() =>
        ["--Store:Provider=postgres", $"--Store:ConnectionString={await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync()}"];
}

/// <summary>The whole server, killed again and again under load, keeps what it acknowledged, once.</summary>
public abstract class KilledServerTests(ITestOutputHelper output) : IAsyncLifetime
{
    const int Senders = 4;
    const int Kills = 3;
    const int BatchesBetweenKills = 60;
    const string Watched = "killed-1";

    readonly string _folder = Directory.CreateTempSubdirectory("customergrains-killed-").FullName;
    string[] _settings = [];

    public async Task InitializeAsync() => _settings = await StoreSettingsAsync();

    public Task DisposeAsync()
    {
        Repository.DeleteFolder(_folder);
        return Task.CompletedTask;
    }

    protected abstract Task<string[]> StoreSettingsAsync();

    [StoreFact]
    public async Task What_was_acknowledged_survives_kill_9_under_load_exactly_once()
    {
        var batches = Enumerable.Range(0, BatchesBetweenKills * (Kills + 1)).Select(EventLoad.Batch).ToArray();
        var waiting = new ConcurrentQueue<JsonElement[]>(batches);
        for (var kill = 0; kill <= Kills; kill++)
        {
            var restarted = Stopwatch.GetTimestamp();
            using var server = await ServerProcess.StartAsync(_folder, _settings);
            if (kill > 0) output.WriteLine(FormattableString.Invariant($"Killed under load, the server was ready {Stopwatch.GetElapsedTime(restarted).TotalSeconds:0.0} s after it was started again."));
            await using var watching = await WatchingAsync(server);
            var acknowledged = 0;
            await Task.WhenAll(Enumerable.Range(0, Senders).Select(async _ =>
            {
                while (waiting.TryDequeue(out var batch))
                {
                    if (!await TrySendAsync(server, batch))
                    {
                        waiting.Enqueue(batch);
                        return;
                    }

                    // The others' requests are under way when it happens.
                    if (Interlocked.Increment(ref acknowledged) == BatchesBetweenKills && kill < Kills) server.Kill();
                }
            }));
            if (kill < Kills)
            {
                server.Kill();
                await watching.ClosedAsync();
            }
        }

        using var last = await ServerProcess.StartAsync(_folder, _settings);
        Assert.Empty(waiting);
        var sent = batches.SelectMany(batch => batch).ToLookup(EventLoad.CustomerOf, EventLoad.MessageIdOf);
        foreach (var customer in sent)
        {
            Assert.Equal(customer.Order(StringComparer.Ordinal), (await EventLoad.MessageIdsAsync(last, customer.Key)).Order(StringComparer.Ordinal));
        }

        var recount = await (await last.Api.PostAsync("/api/kpis/recount", null)).Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(recount.GetProperty("matches").GetBoolean(), recount.ToString());
        var kpis = await EventLoad.KpisAsync(last);
        Assert.Equal(batches.Sum(batch => batch.Length), kpis.GetProperty("events").GetInt64());

        foreach (var batch in batches) Assert.True(await TrySendAsync(last, batch));
        Assert.Equal(Without(kpis, "asOf"), Without(await EventLoad.KpisAsync(last), "asOf"));

        // Who watched comes back, as browsers do by themselves, and sees what happens.
        await using var back = await WatchingAsync(last);
        Assert.True(await TrySendAsync(last, [JsonSerializer.SerializeToElement(new { type = "track", userId = Watched, @event = "Seen Again", messageId = "seen-again" })]));
        await back.FrameAsync("customer", frame => frame.GetProperty("customer").ToString().Contains("Seen Again", StringComparison.Ordinal));
    }

    static async Task<HubClient> WatchingAsync(ServerProcess server)
    {
        var hub = await HubClient.ConnectAsync(server.Address, TestServer.AdminToken);
        Assert.Null(await hub.CallAsync("WatchCustomer", Watched));
        return hub;
    }

    static async Task<bool> TrySendAsync(ServerProcess server, JsonElement[] batch)
    {
        try
        {
            using var answer = await server.Events.PostAsJsonAsync("/v1/batch", new { batch });
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
            return true;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return false; // killed: whether it was recorded is unknown
        }
    }

    static string Without(JsonElement json, string property) =>
        string.Join(',', json.EnumerateObject().Where(each => each.Name != property));
}
