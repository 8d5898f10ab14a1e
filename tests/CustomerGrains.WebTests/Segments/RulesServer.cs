using System.Globalization;
using System.Net;
using System.Text.Json;
using CustomerGrains.TestSupport;
using CustomerGrains.WebTests.Support;

namespace CustomerGrains.WebTests.Segments;

/// <summary>
/// A server whose time the tests move. Its sweeper, pumps and polls wait on that clock too: whatever they bring about is waited for by moving it on a little
/// at a time, so no test depends on how quick the machine is.
/// </summary>
public sealed class RulesServer : IAsyncLifetime
{
    static readonly TimeSpan _nudge = TimeSpan.FromMilliseconds(250);

    public FakeClock Clock { get; } = new();

    public TestServer Server { get; private set; } = null!;

    public DateTimeOffset Now => Clock.GetUtcNow();

    public async Task InitializeAsync() => Server = await TestServer.StartAsync(builder => builder.Services.AddFakeClock(Clock), "--Value:ReportingCurrency=GBP");

    public async Task DisposeAsync() => await Server.DisposeAsync();

    /// <summary>An id or key that no other test uses.</summary>
    public static string New(string prefix) => $"{prefix}-{Guid.NewGuid():N}"[..Math.Min(40, prefix.Length + 13)];

    /// <summary>Something she does now.</summary>
    /// <returns>Its message id.</returns>
    public async Task<string> TrackAsync(string id, string name, object? properties = null, bool anonymous = false)
    {
        var messageId = Guid.NewGuid().ToString("N");
        var answer = await Server.BatchAsync(
            new { type = "track", @event = name, messageId, userId = anonymous ? null : id, anonymousId = anonymous ? id : null, timestamp = Now, properties });
        Assert.Equal(1, answer.GetProperty("accepted").GetInt32());
        return messageId;
    }

    /// <summary>Puts something into her cart.</summary>
    public Task<string> AddToCartAsync(string id, bool anonymous = false) =>
        TrackAsync(id, "Product Added", new { product_id = "p1", name = "Kettle", price = 20m, currency = "GBP", quantity = 2 }, anonymous);

    /// <summary>She buys.</summary>
    public Task<string> OrderAsync(string id, decimal total = 40m) =>
        TrackAsync(id, "Order Completed", new { order_id = Guid.NewGuid().ToString("N"), total, currency = "GBP" });

    /// <summary>Publishes a segment, expects 200, and waits until everybody was looked at.</summary>
    public async Task<JsonElement> PublishAsync(string key, string rule, int? version = null, string? name = null)
    {
        var response = await PutAsync(key, rule, version, name);
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.OK, $"{(int)response.StatusCode} {text} {Server.Log}");
        await SettleAsync();
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>Publishes a segment, whatever comes of it.</summary>
    public Task<HttpResponseMessage> PutAsync(string key, string rule, int? version = null, string? name = null) =>
        Server.CallAsync(HttpMethod.Put, $"/api/segments/{key}", new { name = name ?? $"The {key}", rule, version });

    /// <summary>Waits until no backfill runs any more.</summary>
    public Task SettleAsync() => EventuallyAsync(
        () => Server.GetAsync("/api/backfills"),
        all => all.GetProperty("items").EnumerateArray().All(backfill => backfill.GetProperty("state").GetString() == "done"),
        "the backfills to end");

    /// <summary>Moves the time on until something is so.</summary>
    public async Task<T> EventuallyAsync<T>(Func<Task<T>> read, Func<T, bool> enough, string what)
    {
        var deadline = DateTime.UtcNow.AddSeconds(30);
        while (true)
        {
            var value = await read();
            if (enough(value)) return value;
            Assert.True(DateTime.UtcNow < deadline, $"Waited for {what}; last seen: {value} {Server.Log}");
            Clock.Advance(_nudge);
            await Task.Delay(10);
        }
    }

    /// <summary>The next frame of segments that fits, while the time moves on.</summary>
    public async Task<JsonElement> FrameAsync(HubClient hub, Func<JsonElement, bool>? fits = null)
    {
        var frame = hub.FrameAsync("segments", fits);
        while (!frame.IsCompleted)
        {
            Clock.Advance(_nudge);
            await Task.WhenAny(frame, Task.Delay(10));
        }
        return await frame;
    }

    /// <summary>Whether she is in a segment, and since when.</summary>
    public async Task<JsonElement?> MembershipAsync(string id, string key)
    {
        foreach (var segment in (await Server.CustomerAsync(id)).GetProperty("segments").EnumerateArray())
            if (segment.GetProperty("key").GetString() == key) return segment;
        return null;
    }

    /// <summary>Waits until she is in a segment.</summary>
    public async Task<JsonElement> JoinedAsync(string id, string key) =>
        (await EventuallyAsync(() => MembershipAsync(id, key), membership => membership is not null, $"{id} to join {key}"))!.Value;

    /// <summary>Waits until she is not in a segment.</summary>
    public Task LeftAsync(string id, string key) => EventuallyAsync(() => MembershipAsync(id, key), membership => membership is null, $"{id} to leave {key}");

    public Task<JsonElement> EvidenceAsync(string id, string key, DateTimeOffset? at = null) =>
        Server.GetAsync($"/api/customers/{id}/segments/{key}{(at is { } then ? $"?at={then.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture)}" : "")}");

    /// <summary>The transitions of a customer, newest first.</summary>
    public async Task<List<JsonElement>> TransitionsAsync(string id) =>
        [.. (await Server.GetAsync($"/api/transitions?customer={id}&limit=500")).GetProperty("items").EnumerateArray()];
}
