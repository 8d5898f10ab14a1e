using System.Net.Http.Json;
using System.Text.Json;
using CustomerGrains.TestSupport;
using CustomerGrains.WebTests.Support;

namespace CustomerGrains.WebTests.Faults;

/// <summary>
/// Customers who join and leave a segment at every event, and a receiver who is told. Whatever becomes of the processes between them, he hears of each change at least once, and of each customer's
/// changes in their order.
/// </summary>
sealed class WebhookLoad(Receiver receiver) : IAsyncDisposable
{
    const int Customers = 8;
    const int ChangesInOneBatch = 4;

    int _sent;

    /// <summary>How many messages came, some of them perhaps again.</summary>
    public int Came => receiver.All.Count;

    /// <summary>How many of them came again.</summary>
    public int Again => receiver.All.Count - receiver.All.DistinctBy(got => got.Id).Count();

    public static async Task<WebhookLoad> StartAsync(ServerProcess server)
    {
        var load = new WebhookLoad(await Receiver.StartAsync());
        // With somebody to look at, the end of looking says that every process goes by the rule.
        await DoneAsync(server.Events.PostAsJsonAsync("/v1/identify", new { userId = "somebody", messageId = "first" }));
        await DoneAsync(server.Api.PutAsJsonAsync("/api/segments/on", new { name = "On", rule = "traits.on = yes", description = "" }));
        await Wait.ForAsync(() => server.Api.GetFromJsonAsync<JsonElement>("/api/backfills"), page => page.GetProperty("items")[0].GetProperty("state").GetString() == "done", "the rule to be in force");
        await DoneAsync(server.Api.PostAsJsonAsync("/api/webhooks", new { name = "All", url = load.Url, events = new[] { "segment.joined", "segment.left" }, segments = new[] { "on" } }));
        return load;
    }

    string Url => receiver.Url;

    /// <summary>Does something when so many messages more have come, before the last of them is answered.</summary>
    public void After(int messages, Action act)
    {
        var left = messages;
        receiver.Answer = (_, _) =>
        {
            if (Interlocked.Decrement(ref left) == 0) act();
            return Task.CompletedTask;
        };
    }

    /// <summary>Changes every customer a few times; acknowledged, whoever has to be asked again.</summary>
    public async Task SendAsync(int batches, Func<ServerProcess> server)
    {
        for (var i = 0; i < batches; i++)
        {
            var first = _sent;
            var batch = Enumerable.Range(0, Customers).SelectMany(customer => Enumerable.Range(first, ChangesInOneBatch).Select(n => new
            {
                type = "identify",
                messageId = $"{customer}-{n}",
                userId = $"hook-{customer}",
                timestamp = DateTimeOffset.UnixEpoch.AddDays(20_000).AddSeconds(n),
                traits = new { on = n % 2 == 0 },
            })).ToArray();
            await Wait.ForAsync(() => TryAsync(server(), batch), acknowledged => acknowledged, "a batch to be acknowledged", seconds: 90);
            _sent += ChangesInOneBatch;
        }
    }

    /// <summary>Every change has come, first of all in its order.</summary>
    public async Task CheckAsync()
    {
        await Wait.ForAsync(
            () => Task.FromResult(receiver.Taken.Select(got => got.Id).Distinct().Count()), count => count == Customers * _sent, $"all {Customers * _sent} messages", seconds: 90);
        var ofEach = receiver.All.GroupBy(got => got.Customer).Select(got => got.DistinctBy(each => each.Id).ToList()).ToList();
        Assert.Equal(Customers, ofEach.Count);
        Assert.All(ofEach, got =>
        {
            Assert.Equal(got.Select(each => each.Seq).Order(), got.Select(each => each.Seq));
            Assert.Equal(Enumerable.Range(0, _sent).Select(n => n % 2 == 0 ? "segment.joined" : "segment.left"), got.Select(each => each.Type));
        });
    }

    public ValueTask DisposeAsync() => receiver.DisposeAsync();

    static async Task<bool> TryAsync(ServerProcess server, object batch)
    {
        try
        {
            using var answer = await server.Events.PostAsJsonAsync("/v1/batch", new { batch });
            return answer.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or TaskCanceledException)
        {
            return false;
        }
    }

    static async Task DoneAsync(Task<HttpResponseMessage> call)
    {
        using var answer = await call;
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }
}
