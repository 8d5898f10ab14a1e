using System.Net.WebSockets;
using System.Text.Json;

namespace CustomerGrains.Benchmarks.Push;

/// <summary>The hub's JSON protocol on a bare WebSocket: what is measured is the server, not a client library.</summary>
sealed class HubSocket : IAsyncDisposable
{
    const byte RecordSeparator = 0x1e;

    readonly ClientWebSocket _socket = new();
    readonly CancellationTokenSource _closed = new();
    Task _reading = Task.CompletedTask;

    /// <summary>Connects; <paramref name="hear"/> gets every frame's method and first argument, in order.</summary>
    public static async Task<HubSocket> ConnectAsync(Uri server, string path, string? token, Action<string, JsonElement> hear)
    {
        var hub = new HubSocket();
        if (token is not null)
            hub._socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        await hub._socket.ConnectAsync(new UriBuilder(server) { Scheme = "ws", Path = path }.Uri, CancellationToken.None);
        await hub.SendAsync(new { protocol = "json", version = 1 });
        hub._reading = Task.Run(() => hub.ReadAsync(hear));
        return hub;
    }

    public Task CallAsync(string method, params object[] arguments) => SendAsync(new { type = 1, target = method, arguments });

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        _socket.Abort();
        await _reading;
        _socket.Dispose();
        _closed.Dispose();
    }

    Task SendAsync(object message) =>
        _socket.SendAsync((byte[])[.. JsonSerializer.SerializeToUtf8Bytes(message), RecordSeparator], WebSocketMessageType.Text, true, CancellationToken.None);

    async Task ReadAsync(Action<string, JsonElement> hear)
    {
        var buffer = new byte[256 << 10];
        var used = 0;
        try
        {
            while (_socket.State == WebSocketState.Open)
            {
                if (used == buffer.Length)
                    Array.Resize(ref buffer, buffer.Length * 2);
                var result = await _socket.ReceiveAsync(buffer.AsMemory(used), _closed.Token);
                used += result.Count;
                var start = 0;
                for (int end; (end = buffer.AsSpan(start, used - start).IndexOf(RecordSeparator)) >= 0; start += end + 1)
                    Hear(buffer.AsMemory(start, end), hear);
                buffer.AsSpan(start, used - start).CopyTo(buffer);
                used -= start;
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The end of the measurement.
        }
    }

    static void Hear(ReadOnlyMemory<byte> record, Action<string, JsonElement> hear)
    {
        using var message = JsonDocument.Parse(record);
        if (message.RootElement.TryGetProperty("target", out var target))
            hear(target.GetString()!, message.RootElement.GetProperty("arguments")[0]);
    }
}
