using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace CustomerGrains.WebTests.Support;

/// <summary>The hub's JSON protocol on a bare WebSocket: small, and able to read as slowly as a test wants.</summary>
public sealed class HubClient : IAsyncDisposable
{
    const char RecordSeparator = '\u001e';

    readonly ClientWebSocket _socket = new();
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // Apart, because neither waits for the other: a frame may come before the call that asked for it has ended, or after.
    readonly ConcurrentQueue<JsonElement> _frames = new();
    readonly ConcurrentDictionary<string, TaskCompletionSource<JsonElement>> _calls = new();
    readonly SemaphoreSlim _arrived = new(0);
    readonly CancellationTokenSource _closed = new();
    Task _reading = Task.CompletedTask;
    int _invocations;

    /// <summary>Connects with an API token; with <paramref name="reading"/> false nothing is read until <see cref="Read"/>.</summary>
    public static Task<HubClient> ConnectAsync(TestServer server, string? token, bool reading = true, string? cookie = null) => ConnectAsync(server.Address, token, reading, cookie);

    /// <summary>The same with a server that runs anywhere.</summary>
    public static async Task<HubClient> ConnectAsync(Uri server, string? token, bool reading = true, string? cookie = null)
    {
        var client = new HubClient();
        if (cookie is not null) client._socket.Options.SetRequestHeader("Cookie", cookie);
        if (token is not null) client._socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        await client._socket.ConnectAsync(new UriBuilder(server) { Scheme = "ws", Path = "/hubs/live" }.Uri, CancellationToken.None).SoonAsync("the hub");
        await client.SendAsync(new { protocol = "json", version = 1 });
        if (!reading) return client;
        client.Read();
        // The server knows a connection a moment after it has accepted it: what it says to everybody in between would be missed.
        await client.CallAsync("UnwatchDashboard");
        return client;
    }

    /// <summary>Ends when the server has closed the connection.</summary>
    public Task ClosedAsync() => _reading.WaitAsync(TimeSpan.FromSeconds(30));

    /// <summary>Starts to read.</summary>
    public void Read() => _reading = Task.Run(ReadAsync);

    /// <summary>Calls a hub method and waits for its end; the error if it failed.</summary>
    public async Task<string?> CallAsync(string method, params object[] arguments)
    {
        var id = $"{Interlocked.Increment(ref _invocations)}";
        var call = _calls[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await SendAsync(new { type = 1, invocationId = id, target = method, arguments });
        var done = await call.Task.WaitAsync(Patience);
        return done.TryGetProperty("error", out var error) ? error.GetString() : null;
    }

    /// <summary>Calls a hub method without waiting.</summary>
    public Task CallAndForgetAsync(string method, params object[] arguments) => SendAsync(new { type = 1, target = method, arguments });

    /// <summary>The next frame of a kind that fits; those before it are dropped.</summary>
    public async Task<JsonElement> FrameAsync(string method, Func<JsonElement, bool>? fits = null)
    {
        var skipped = new List<JsonElement>();
        using var late = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                await _arrived.WaitAsync(late.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"No such {method} frame within {Patience}; last: {string.Join('\n', skipped.TakeLast(3))}");
            }
            if (!_frames.TryDequeue(out var message)) continue;
            if (message.GetProperty("target").GetString() == method && (fits is null || fits(Frame(message)))) return Frame(message);
            skipped.Add(message);
        }
    }

    /// <summary>Frames of a kind that came and were not asked for yet.</summary>
    public List<JsonElement> Waiting(string method) => [.. _frames.Where(message => message.GetProperty("target").GetString() == method).Select(Frame)];

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        _socket.Abort();
        await _reading;
        _socket.Dispose();
        _closed.Dispose();
        _arrived.Dispose();
    }

    static int Type(JsonElement message) => message.TryGetProperty("type", out var type) ? type.GetInt32() : 0;

    static JsonElement Frame(JsonElement message) => message.GetProperty("arguments")[0];

    void Take(JsonElement message)
    {
        if (Type(message) == 1)
        {
            _frames.Enqueue(message);
            _arrived.Release();
        }
        else if (Type(message) == 3 && _calls.TryRemove(message.GetProperty("invocationId").GetString()!, out var call))
        {
            call.TrySetResult(message);
        }
    }

    Task SendAsync(object message) => _socket.SendAsync(
        Encoding.UTF8.GetBytes(JsonSerializer.Serialize(message) + RecordSeparator), WebSocketMessageType.Text, true, CancellationToken.None);

    async Task ReadAsync()
    {
        var buffer = new byte[64 * 1024];
        var text = new StringBuilder();
        try
        {
            while (_socket.State == WebSocketState.Open)
            {
                var result = await _socket.ReceiveAsync(buffer, _closed.Token);
                text.Append(Encoding.UTF8.GetString(buffer, 0, result.Count));
                var all = text.ToString();
                var end = all.LastIndexOf(RecordSeparator);
                if (end < 0) continue;
                foreach (var record in all[..end].Split(RecordSeparator))
                {
                    Take(JsonDocument.Parse(record).RootElement);
                }
                text.Clear().Append(all[(end + 1)..]);
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The connection is closed.
        }
    }
}
