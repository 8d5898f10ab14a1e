using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using CustomerGrains.WebTests.Support;

namespace CustomerGrains.WebTests.Faults;

/// <summary>A request to record events that is under way: the server reads its body, whose end has not been sent.</summary>
sealed class HeldRequest : IDisposable
{
    readonly TcpClient _connection;
    readonly StreamReader _answers;
    readonly byte[] _body;

    HeldRequest(TcpClient connection, byte[] body) => (_connection, _answers, _body) = (connection, new(connection.GetStream(), Encoding.ASCII), body);

    /// <summary>Ends when the server asks for the body: it does so when it reads it.</summary>
    public static async Task<HeldRequest> StartAsync(ServerProcess server, object message)
    {
        var connection = new TcpClient();
        await connection.ConnectAsync(server.Address.Host, server.Address.Port);
        var request = new HeldRequest(connection, JsonSerializer.SerializeToUtf8Bytes(message));
        await request.WriteAsync(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"""
            POST /v1/batch HTTP/1.1
            Host: {server.Address.Authority}
            Authorization: Bearer {TestServer.WriteKey}
            Content-Type: application/json
            Content-Length: {request._body.Length}
            Expect: 100-continue


            """).ReplaceLineEndings("\r\n")));
        Assert.Equal("HTTP/1.1 100 Continue", await request.LineAsync());
        Assert.Equal("", await request.LineAsync());
        await request.WriteAsync(request._body.AsMemory(0, request._body.Length / 2));
        return request;
    }

    /// <summary>Sends the rest.</summary>
    /// <returns>The first line of the answer.</returns>
    public async Task<string> FinishAsync()
    {
        await WriteAsync(_body.AsMemory(_body.Length / 2));
        return await LineAsync();
    }

    public void Dispose()
    {
        _answers.Dispose();
        _connection.Dispose();
    }

    async Task WriteAsync(ReadOnlyMemory<byte> bytes) => await _connection.GetStream().WriteAsync(bytes);

    async Task<string> LineAsync()
    {
        using var late = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        return await _answers.ReadLineAsync(late.Token) ?? "the connection ended";
    }
}

/// <summary>A batch of a load that is under way.</summary>
sealed class HeldBatch(HeldRequest request, Action acknowledged) : IDisposable
{
    /// <summary>Sends the rest, and expects that it is acknowledged.</summary>
    public async Task FinishAsync()
    {
        Assert.Equal("HTTP/1.1 200 OK", await request.FinishAsync());
        acknowledged();
    }

    public void Dispose() => request.Dispose();
}
