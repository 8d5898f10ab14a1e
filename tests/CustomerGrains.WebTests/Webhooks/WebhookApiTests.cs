using System.Net;
using System.Text.Json;
using CustomerGrains.TestSupport;
using CustomerGrains.WebTests.Support;

namespace CustomerGrains.WebTests.Webhooks;

/// <summary>Endpoints over HTTP, and events that reach a receiver from a whole server.</summary>
public sealed class WebhookApiTests : IAsyncLifetime
{
    readonly string _folder = Directory.CreateTempSubdirectory("customergrains-webhooks-").FullName;
    TestServer _server = null!;
    Receiver _receiver = null!;

    public async Task InitializeAsync()
    {
        _receiver = await Receiver.StartAsync();
        await StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _receiver.DisposeAsync();
        Repository.DeleteFolder(_folder);
    }

    [Fact]
    public async Task An_order_reaches_the_receiver_as_a_stage_entered_signed_with_the_secret_that_was_shown_once()
    {
        var (id, secret) = await AddAsync();
        await OrderAsync("ann");
        var got = await Wait.ForAsync(() => Task.FromResult(_receiver.Taken.FirstOrDefault(each => each.Data.TryGetProperty("stage", out var stage) && stage.GetProperty("name").GetString() == "New")), each => each is not null, "the message");
        Assert.True(got!.IsSignedWith(secret));
        Assert.Equal("ann", got.Customer);
        var webhook = await Wait.ForAsync(() => _server.GetAsync($"/api/webhooks/{id}"), each => each.GetProperty("state").GetString() == "ok" && each.GetProperty("pending").GetInt32() == 0, "the note");
        Assert.DoesNotContain(secret, webhook.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain(secret, (await _server.GetAsync("/api/webhooks")).GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain(secret, _server.Log, StringComparison.Ordinal);
        var page = await _server.GetAsync($"/api/webhooks/{id}/deliveries?state=delivered&limit=1");
        Assert.Equal((1, "delivered", 200), (page.GetProperty("items").GetArrayLength(), page.GetProperty("items")[0].GetProperty("state").GetString(), page.GetProperty("items")[0].GetProperty("status").GetInt32()));
    }

    [Fact]
    public async Task An_endpoint_is_paused_changed_resumed_and_removed()
    {
        var (id, _) = await AddAsync();
        var paused = await JsonAsync(HttpMethod.Put, $"/api/webhooks/{id}", new { paused = true });
        Assert.Equal("paused", paused.GetProperty("state").GetString());
        await RefusedAsync(await _server.CallAsync(HttpMethod.Post, $"/api/webhooks/{id}/test"));
        var changed = await JsonAsync(HttpMethod.Put, $"/api/webhooks/{id}", new { name = "Other", events = new[] { "segment.left", "alert.raised" } });
        Assert.Equal(("Other", "paused", _receiver.Url), (changed.GetProperty("name").GetString(), changed.GetProperty("state").GetString(), changed.GetProperty("url").GetString()));
        Assert.Equal(["segment.left", "alert.raised"], changed.GetProperty("events").EnumerateArray().Select(each => each.GetString()));
        await JsonAsync(HttpMethod.Put, $"/api/webhooks/{id}", new { paused = false });
        var test = await JsonAsync(HttpMethod.Post, $"/api/webhooks/{id}/test", null);
        await Wait.ForAsync(() => Task.FromResult(_receiver.Taken.Count), count => count == 1, "the test message");
        Assert.Equal(test.GetProperty("messageId").GetString(), _receiver.Taken[0].Id);

        var delivery = test.GetProperty("id").GetInt64();
        await Wait.ForAsync(() => _server.GetAsync($"/api/webhooks/{id}/deliveries"), page => page.GetProperty("items")[0].GetProperty("state").GetString() == "delivered", "the note");
        await JsonAsync(HttpMethod.Post, $"/api/webhooks/{id}/deliveries/{delivery}/replay", null);
        await Wait.ForAsync(() => Task.FromResult(_receiver.Taken.Count), count => count == 2, "the message again");
        Assert.Equal(_receiver.Taken[0].Id, _receiver.Taken[1].Id);
        Assert.Equal(0, (await JsonAsync(HttpMethod.Post, $"/api/webhooks/{id}/replay", null)).GetProperty("replayed").GetInt32());
        Assert.StartsWith("whsec_", (await JsonAsync(HttpMethod.Post, $"/api/webhooks/{id}/secret", null)).GetProperty("secret").GetString(), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.NoContent, (await _server.CallAsync(HttpMethod.Delete, $"/api/webhooks/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _server.CallAsync(HttpMethod.Get, $"/api/webhooks/{id}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await _server.CallAsync(HttpMethod.Get, $"/api/webhooks/{id}/deliveries")).StatusCode);
    }

    [Theory]
    [InlineData("""{"url":"https://a.example","events":["segment.joined"]}""", "name")]
    [InlineData("""{"name":"A","events":["segment.joined"]}""", "url")]
    [InlineData("""{"name":"A","url":"ftp://a.example","events":["segment.joined"]}""", "url")]
    [InlineData("""{"name":"A","url":"/hook","events":["segment.joined"]}""", "url")]
    [InlineData("""{"name":"A","url":"file:///etc/passwd","events":["segment.joined"]}""", "url")]
    [InlineData("""{"name":"A","url":"https://user:secret@a.example","events":["segment.joined"]}""", "url")]
    [InlineData("""{"name":"A","url":"https://a.example#b","events":["segment.joined"]}""", "url")]
    [InlineData("""{"name":"A","url":"https://a.example","events":[]}""", "events")]
    [InlineData("""{"name":"A","url":"https://a.example","events":["orders"]}""", "events")]
    [InlineData("""{"name":"A","url":"https://a.example","events":"segment.joined"}""", "events")]
    [InlineData("""{"name":"A","url":"https://a.example","events":["segment.joined"],"segments":["nobody"]}""", "segments")]
    [InlineData("""{"name":"A","url":"https://a.example","events":["segment.joined"],"segments":[7]}""", "segments")]
    [InlineData("""{"name":"A","url":"https://a.example","events":["stage.entered"],"stages":["Nowhere"]}""", "stages")]
    public async Task What_is_wrong_with_an_endpoint_is_said_field_by_field(string body, string field)
    {
        using var answer = await _server.CallAsync(HttpMethod.Post, "/api/webhooks", body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.StatusCode == HttpStatusCode.BadRequest, text);
        Assert.Equal(field, JsonDocument.Parse(text).RootElement.GetProperty("errors")[0].GetProperty("field").GetString());
        Assert.DoesNotContain("secret", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_restart_loses_nothing_that_was_waiting()
    {
        var (_, secret) = await AddAsync();
        _receiver.Answer = (_, context) => Receiver.With(context, 503, "Retry-After", "1");
        await OrderAsync("ann");
        await Wait.ForAsync(() => Task.FromResult(_receiver.All.Count), count => count > 0, "the first attempt");
        await _server.DisposeAsync();
        await StartAsync();
        _receiver.Answer = (_, _) => Task.CompletedTask;
        var expected = _receiver.All[0].Id;
        await Wait.ForAsync(() => Task.FromResult(_receiver.Taken.Any(got => got.Id == expected && got.IsSignedWith(secret))), there => there, "the message after the restart");
    }

    async Task StartAsync() => _server = await TestServer.StartAsync(_folder, ownsFolder: false, null);

    static async Task RefusedAsync(HttpResponseMessage response)
    {
        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Contains("resume", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    async Task<(long Id, string Secret)> AddAsync()
    {
        var made = await JsonAsync(HttpMethod.Post, "/api/webhooks", new { name = "Shop", url = _receiver.Url, events = new[] { "segment.joined", "segment.left", "stage.entered", "alert.raised" } });
        return (made.GetProperty("webhook").GetProperty("id").GetInt64(), made.GetProperty("secret").GetString()!);
    }

    Task<JsonElement> OrderAsync(string id) => _server.BatchAsync(
        new { type = "track", @event = "Order Completed", userId = id, messageId = $"{id}-1", properties = new { order_id = $"{id}-1", total = 40m, currency = "GBP" } });

    async Task<JsonElement> JsonAsync(HttpMethod method, string path, object? body)
    {
        using var answer = await _server.CallAsync(method, path, body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode} {text}");
        return JsonDocument.Parse(text).RootElement;
    }
}
