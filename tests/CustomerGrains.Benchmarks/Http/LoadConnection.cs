using System.Net.Sockets;
using System.Text;

namespace CustomerGrains.Benchmarks.Http;

/// <summary>One keep-alive connection that costs the machine as little as possible: what is left is the server's.</summary>
sealed class LoadConnection : IDisposable
{
    readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    readonly byte[] _answer = new byte[64 * 1024];

    public static async Task<LoadConnection> OpenAsync(Uri address)
    {
        var connection = new LoadConnection();
        await connection._socket.ConnectAsync(address.Host, address.Port);
        return connection;
    }

    /// <summary>A request, ready to send.</summary>
    public static byte[] Request(Uri address, string path, string key, string body)
    {
        var authorization = Convert.ToBase64String(Encoding.UTF8.GetBytes(key + ":"));
        return Encoding.UTF8.GetBytes(
            $"POST {path} HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Basic {authorization}\r\n" +
            $"Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
    }

    /// <summary>Sends a request and returns the status of its answer.</summary>
    public async Task<int> SendAsync(byte[] request)
    {
        for (var sent = 0; sent < request.Length;) sent += await _socket.SendAsync(request.AsMemory(sent));
        var received = 0;
        while (true)
        {
            var count = await _socket.ReceiveAsync(_answer.AsMemory(received));
            if (count == 0) throw new IOException("The server closed the connection.");
            received += count;
            if (IsWhole(_answer.AsSpan(0, received))) return (_answer[9] - '0') * 100 + (_answer[10] - '0') * 10 + _answer[11] - '0';
        }
    }

    public void Dispose() => _socket.Dispose();

    static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var end = answer.IndexOf("\r\n\r\n"u8);
        if (end < 0) return false;
        var head = answer[..end];
        var at = head.IndexOf("Content-Length: "u8);
        if (at < 0) return answer.EndsWith("0\r\n\r\n"u8); // chunked
        var length = 0;
        foreach (var digit in head[(at + 16)..])
        {
            if (digit is < (byte)'0' or > (byte)'9') break;
            length = length * 10 + digit - '0';
        }

        return answer.Length >= end + 4 + length;
    }
}
