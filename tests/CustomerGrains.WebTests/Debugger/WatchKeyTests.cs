using System.Net.Http.Headers;
using System.Text.Json;
using CustomerGrains.Grains.Journal;
using CustomerGrains.Silo.Security;
using CustomerGrains.Web.Debugger;
using CustomerGrains.Web.Security;
using CustomerGrains.WebTests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerGrains.WebTests.Debugger;

public sealed class WatchKeyTests : IAsyncLifetime
{
    readonly TroubledJournal _journal = new();
    TestServer _server = null!;
    string _keyId = "";

    public async Task InitializeAsync()
    {
        _server = await TestServer.StartAsync(_journal.Install);
        _keyId = (await _server.Services.GetRequiredService<ICredentialStore>().ListAsync(CancellationToken.None)).Single(credential => credential.Kind == CredentialKind.WriteKey).Id;
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task What_was_sent_before_is_in_the_first_frame_and_what_is_sent_then_in_the_next()
    {
        await _server.SendAsync("/v1/track", new { @event = "A", userId = "ann", messageId = "m1" });
        await using var hub = await HubClient.ConnectAsync(_server, TestServer.AdminToken);
        Assert.Null(await hub.CallAsync("WatchKey", _keyId));
        var first = await hub.FrameAsync("key");
        Assert.True(first.GetProperty("full").GetBoolean());
        Assert.Equal(_keyId, first.GetProperty("keyId").GetString());
        var row = Assert.Single(Rows(first));
        Assert.Equal("accepted", row.GetProperty("outcome").GetString());
        Assert.Equal("track", row.GetProperty("type").GetString());
        Assert.Equal("A", row.GetProperty("name").GetString());
        Assert.Equal("ann", row.GetProperty("customerId").GetString());
        Assert.Equal("m1", JsonDocument.Parse(row.GetProperty("body").GetString()!).RootElement.GetProperty("messageId").GetString());

        await _server.BatchAsync(
            new { type = "track", @event = "A", userId = "ann", messageId = "m1" },
            new { type = "track", @event = "Order Completed", userId = "ann", messageId = "m2", properties = new { total = "many" } },
            new { type = "page", name = "Home", userId = "bob", messageId = "m3" });
        var second = await hub.FrameAsync("key");
        Assert.False(second.GetProperty("full").GetBoolean());
        Assert.Equal(2, second.GetProperty("n").GetInt64());
        Assert.Equal(["accepted", "rejected", "duplicate"], Rows(second).Select(event_ => event_.GetProperty("outcome").GetString()));
        Assert.Equal([4L, 3, 2], Rows(second).Select(event_ => event_.GetProperty("n").GetInt64()));
        var rejected = Rows(second)[1];
        Assert.Equal("properties.total", rejected.GetProperty("field").GetString());
        Assert.Equal("\"many\"", rejected.GetProperty("value").GetString());
        Assert.Equal("Order Completed", rejected.GetProperty("name").GetString());
        Assert.Contains("properties.total", rejected.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal("""{"accepted":2,"duplicates":1,"rejected":1}""", second.GetProperty("counts").GetRawText());
    }

    [Fact]
    public async Task Refused_requests_are_there_with_status_and_reason()
    {
        await _server.PostAsync("/v1/batch", "{ nonsense");
        await _server.PostAsync("/v1/batch", """{"batch":5}""");
        await _server.PostAsync("/v1/track", new string(' ', 600_000));
        await _server.PostAsync("/v1/batch", JsonSerializer.Serialize(new { batch = Enumerable.Repeat(0, 2_501) }));
        await _server.PostAsync("/v1/track", Packed());
        _journal.Trouble = () => new JournalFullException("full");
        await _server.PostAsync("/v1/track", """{"event":"A","userId":"ann"}""");
        _journal.Trouble = () => new JournalUnavailableException("gone", null);
        await _server.PostAsync("/v1/track", """{"event":"A","userId":"ann"}""");
        _journal.Trouble = null;
        await _server.PostAsync("/v1/track", """{"event":"A","userId":"ann"}""", "wrong");

        await using var hub = await HubClient.ConnectAsync(_server, TestServer.AdminToken);
        await hub.CallAsync("WatchKey", _keyId);
        var frame = await hub.FrameAsync("key");
        Assert.Equal([503, 429, 415, 413, 413, 400, 400], Rows(frame).Select(row => row.GetProperty("status").GetInt32()));
        Assert.All(Rows(frame), row => Assert.Equal("rejected", row.GetProperty("outcome").GetString()));
        Assert.Equal(7, frame.GetProperty("counts").GetProperty("rejected").GetInt64());
        Assert.Contains("line 1, byte 3", Rows(frame)[^1].GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal("{ nonsense", Rows(frame)[^1].GetProperty("body").GetString());
        Assert.Equal("batch", Rows(frame)[^2].GetProperty("field").GetString());
        Assert.Equal("5", Rows(frame)[^2].GetProperty("value").GetString());
        Assert.Equal("""{"batch":5}""", Rows(frame)[^2].GetProperty("body").GetString());
        Assert.Contains("as much work as it can take", Rows(frame)[1].GetProperty("reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Under_load_frames_are_few_numbered_and_account_for_every_event()
    {
        await using var hub = await HubClient.ConnectAsync(_server, TestServer.AdminToken);
        await hub.CallAsync("WatchKey", _keyId);
        var start = DateTime.UtcNow;
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async sender =>
        {
            for (var i = 0; i < 10; i++)
                await _server.BatchAsync([.. Enumerable.Range(0, 100).Select(j => (object)new { type = "track", @event = "A", userId = $"u{sender}-{j}", messageId = $"{i}" })]);
        }));
        var frames = new List<JsonElement>();
        await hub.FrameAsync("key", frame =>
        {
            frames.Add(frame);
            return frame.GetProperty("counts").GetProperty("accepted").GetInt64() == 4_000;
        });
        var took = DateTime.UtcNow - start;

        Assert.Equal(Enumerable.Range(1, frames.Count).Select(i => (long)i), frames.Select(frame => frame.GetProperty("n").GetInt64()));
        Assert.Equal(4_000, frames.Sum(frame => Rows(frame).Count + frame.GetProperty("skipped").GetInt64()));
        Assert.InRange(frames.Count, 1, (took.TotalSeconds * 5) + 3);
        Assert.All(frames, frame => Assert.InRange(Rows(frame).Count, 0, KeyHistory.Latest));
    }

    [Fact]
    public async Task Only_admins_watch_and_only_write_keys_are_watched()
    {
        foreach (var role in new[] { Roles.Agent, Roles.Operator })
        {
            await using var other = await HubClient.ConnectAsync(_server, await _server.TokenAsync(role));
            Assert.NotNull(await other.CallAsync("WatchKey", _keyId));
            Assert.NotNull(await other.CallAsync("UnwatchKey", _keyId));
        }
        await using var hub = await HubClient.ConnectAsync(_server, TestServer.AdminToken);
        var token = (await _server.Services.GetRequiredService<ICredentialStore>().ListAsync(CancellationToken.None)).First(credential => credential.Kind == CredentialKind.ApiToken).Id;
        foreach (var id in new[] { "", "nobody", token, new string('x', 3_000) })
            Assert.Contains("no such write key", await hub.CallAsync("WatchKey", id), StringComparison.Ordinal);
        Assert.Equal(0, _server.Services.GetRequiredService<KeyPump>().Count);
    }

    [Fact]
    public async Task When_the_last_watcher_leaves_the_watch_ends()
    {
        var pump = _server.Services.GetRequiredService<KeyPump>();
        var one = await HubClient.ConnectAsync(_server, TestServer.AdminToken);
        await using var other = await HubClient.ConnectAsync(_server, TestServer.AdminToken);
        await one.CallAsync("WatchKey", _keyId);
        await other.CallAsync("WatchKey", _keyId);
        Assert.Equal(1, pump.Count);

        await one.DisposeAsync();
        Assert.Null(await other.CallAsync("UnwatchKey", _keyId));
        await Wait.ForAsync(() => Task.FromResult(pump.Count), count => count == 0, "the watch to end");
    }

    static List<JsonElement> Rows(JsonElement frame) => [.. frame.GetProperty("events").EnumerateArray()];

    static ByteArrayContent Packed()
    {
        var content = new ByteArrayContent([1, 2, 3]);
        content.Headers.ContentEncoding.Add("br");
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return content;
    }
}
