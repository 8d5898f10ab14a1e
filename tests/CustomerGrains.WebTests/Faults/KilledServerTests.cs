using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using CustomerGrains.TestSupport.Postgres;
using CustomerGrains.WebTests.Support;

namespace CustomerGrains.WebTests.Faults;

/// <summary>On SQLite.</summary>
public sealed class KilledServerOnSqliteTests : KilledServerTests
{
    protected override Task<string[]> StoreSettingsAsync() => Task.FromResult<string[]>([]);
}

/// <summary>On PostgreSQL.</summary>
[NeedsPostgres]
public sealed class KilledServerOnPostgresTests : KilledServerTests
{
    protected override async Task<string[]> StoreSettingsAsync() =>
        ["--Store:Provider=postgres", $"--Store:ConnectionString={await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync()}"];
}

/// <summary>The whole server, killed again and again under load, keeps what it acknowledged, once.</summary>
public abstract class KilledServerTests : IAsyncLifetime
{
    const int Senders = 4;
    const int Kills = 3;
    const int BatchesBetweenKills = 60;

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
        var batches = Enumerable.Range(0, BatchesBetweenKills * (Kills + 1)).Select(Batch).ToArray();
        var waiting = new ConcurrentQueue<JsonElement[]>(batches);
        for (var kill = 0; kill <= Kills; kill++)
        {
            using var server = await ServerProcess.StartAsync(_folder, _settings);
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
            if (kill < Kills) server.Kill();
        }

        using var last = await ServerProcess.StartAsync(_folder, _settings);
        Assert.Empty(waiting);
        var sent = batches.SelectMany(batch => batch).ToLookup(CustomerOf, MessageIdOf);
        foreach (var customer in sent)
        {
            Assert.Equal(customer.Order(StringComparer.Ordinal), (await MessageIdsAsync(last, customer.Key)).Order(StringComparer.Ordinal));
        }

        var recount = await (await last.Api.PostAsync("/api/kpis/recount", null)).Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(recount.GetProperty("matches").GetBoolean(), recount.ToString());
        var kpis = await KpisAsync(last);
        Assert.Equal(batches.Sum(batch => batch.Length), kpis.GetProperty("events").GetInt64());

        foreach (var batch in batches) Assert.True(await TrySendAsync(last, batch));
        Assert.Equal(Without(kpis, "asOf"), Without(await KpisAsync(last), "asOf"));
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

    static JsonElement[] Batch(int number)
    {
        var random = new Random(number);
        return [.. Enumerable.Range(0, random.Next(1, 12)).Select(i => Event(random, $"m-{number}-{i}"))];
    }

    static JsonElement Event(Random random, string messageId)
    {
        var timestamp = DateTimeOffset.UnixEpoch.AddDays(20_000).AddSeconds(random.Next(5_000_000));
        var userId = $"killed-{random.Next(25)}";
        object message = random.Next(4) switch
        {
            0 => new { type = "track", @event = "Order Completed", messageId, userId, timestamp, properties = new { total = random.Next(10_000) / 100m, currency = "EUR" } },
            1 => new { type = "track", @event = "Survey Answered", messageId, userId, timestamp, properties = new { metric = "nps", score = random.Next(11) } },
            2 => new { type = "identify", messageId, userId, timestamp, traits = new { plan = random.Next(3) } },
            _ => new { type = "page", name = "Home", messageId, userId, timestamp },
        };
        return JsonSerializer.SerializeToElement(message);
    }

    static async Task<List<string>> MessageIdsAsync(ServerProcess server, string customer)
    {
        var ids = new List<string>();
        string? before = null;
        do
        {
            var page = await server.Api.GetFromJsonAsync<JsonElement>($"/api/customers/{customer}/touchpoints?limit=50{(before is null ? "" : $"&before={Uri.EscapeDataString(before)}")}");
            ids.AddRange(page.GetProperty("items").EnumerateArray().Select(MessageIdOf));
            before = page.GetProperty("next").GetString();
        }
        while (before is not null);
        return ids;
    }

    static Task<JsonElement> KpisAsync(ServerProcess server) => server.Api.GetFromJsonAsync<JsonElement>("/api/kpis?window=all");

    static string MessageIdOf(JsonElement message) => message.GetProperty("messageId").GetString()!;

    static string CustomerOf(JsonElement message) => message.GetProperty("userId").GetString()!;

    static string Without(JsonElement json, string property) =>
        string.Join(',', json.EnumerateObject().Where(each => each.Name != property));
}
