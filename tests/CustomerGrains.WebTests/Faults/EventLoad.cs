using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using CustomerGrains.WebTests.Support;

namespace CustomerGrains.WebTests.Faults;

/// <summary>
/// Senders as SDKs are: each sends its batches one after the other, and the same again until it is acknowledged. Then what was acknowledged is compared with what is there.
/// </summary>
sealed class EventLoad
{
    const int Senders = 4;

    readonly ConcurrentDictionary<int, JsonElement[]> _acknowledged = [];
    volatile bool _stopping;
    readonly List<Task> _senders = [];
    int _next;
    int _refused;

    /// <summary>Batches that were acknowledged.</summary>
    public int Acknowledged => _acknowledged.Count;

    /// <summary>Requests that were answered with something else, or not at all.</summary>
    public int Refused => Volatile.Read(ref _refused);

    /// <summary>Begins to send: each sender to one of the servers after the other.</summary>
    public void Start(params ServerProcess[] servers)
    {
        for (var i = 0; i < Senders; i++)
        {
            var first = i;
            _senders.Add(Task.Run(() => SendAsync(servers, first)));
        }
    }

    /// <summary>Waits until so many more batches are acknowledged.</summary>
    public async Task<TimeSpan> MoreAsync(int batches, int seconds = 90)
    {
        var (before, began) = (Acknowledged, DateTime.UtcNow);
        await Wait.ForAsync(() => Task.FromResult(Acknowledged), now => now >= before + batches, $"{batches} more batches to be acknowledged", seconds);
        return DateTime.UtcNow - began;
    }

    /// <summary>Sends one batch more, once.</summary>
    /// <returns>Whether it was acknowledged; if not, the answer said when to come back.</returns>
    public async Task<bool> TrySendAsync(ServerProcess server, int number)
    {
        var batch = Batch(number);
        if (!await TrySendAsync(server, batch)) return false;
        _acknowledged[number] = batch;
        return true;
    }

    /// <summary>Begins to send one batch more, and holds the rest of it back: the server has begun to read it.</summary>
    public async Task<HeldBatch> HoldAsync(ServerProcess server, int number)
    {
        var batch = Batch(number);
        return new(await HeldRequest.StartAsync(server, new { batch }), () => _acknowledged[number] = batch);
    }

    /// <summary>Ends the sending, every batch that was begun acknowledged.</summary>
    public Task StopAsync()
    {
        _stopping = true;
        return Task.WhenAll(_senders);
    }

    /// <summary>Nothing acknowledged is lost or there twice, also when all of it is sent once more, and the counters are what the journals say.</summary>
    public async Task CheckAsync(ServerProcess server)
    {
        foreach (var batch in _acknowledged.Values) Assert.True(await TrySendAsync(server, batch));
        var sent = _acknowledged.Values.SelectMany(batch => batch).ToLookup(CustomerOf, MessageIdOf);
        foreach (var customer in sent)
            Assert.Equal(customer.Order(StringComparer.Ordinal), (await MessageIdsAsync(server, customer.Key)).Order(StringComparer.Ordinal));
        var events = _acknowledged.Values.Sum(batch => batch.Length);
        await Wait.ForAsync(async () => (await KpisAsync(server)).GetProperty("events").GetInt64(), count => count == events, $"the board to show {events} events");
        var recount = await (await server.Api.PostAsync("/api/kpis/recount", null)).Content.ReadFromJsonAsync<JsonElement>();
        Assert.True(recount.GetProperty("matches").GetBoolean(), recount.ToString());
    }

    /// <summary>A batch of events of a few customers; the same number gives the same batch.</summary>
    public static JsonElement[] Batch(int number)
    {
        var random = new Random(number);
        return [.. Enumerable.Range(0, random.Next(1, 12)).Select(i => Event(random, $"m-{number}-{i}"))];
    }

    public static async Task<List<string>> MessageIdsAsync(ServerProcess server, string customer)
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

    public static Task<JsonElement> KpisAsync(ServerProcess server) => server.Api.GetFromJsonAsync<JsonElement>("/api/kpis?window=all");

    public static string MessageIdOf(JsonElement message) => message.GetProperty("messageId").GetString()!;

    public static string CustomerOf(JsonElement message) => message.GetProperty("userId").GetString()!;

    async Task SendAsync(ServerProcess[] servers, int first)
    {
        for (var turn = first; !_stopping; turn++)
        {
            var number = Interlocked.Increment(ref _next);
            var batch = Batch(number);
            for (var attempt = 0; !await TrySendAsync(servers[(turn + attempt) % servers.Length], batch); attempt++)
            {
                Interlocked.Increment(ref _refused);
                await Task.Delay(100);
            }
            _acknowledged[number] = batch;
        }
    }

    static async Task<bool> TrySendAsync(ServerProcess server, JsonElement[] batch)
    {
        try
        {
            using var answer = await server.Events.PostAsJsonAsync("/v1/batch", new { batch });
            // 503 and 429 say: the same again later. Anything else would make an SDK give up.
            Assert.True(answer.IsSuccessStatusCode || (int)answer.StatusCode is 503 or 429, $"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
            Assert.True(answer.IsSuccessStatusCode || answer.Headers.RetryAfter is not null, "no Retry-After");
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
        {
            return false; // whether it was recorded is unknown
        }
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
}
