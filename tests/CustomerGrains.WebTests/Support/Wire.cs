using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace CustomerGrains.WebTests.Support;

/// <summary>A wire between a browser and a server that can be cut, or go dead without either end being told, as it does when a laptop sleeps.</summary>
sealed class Wire : IAsyncDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly ConcurrentBag<Link> _links = [];
    readonly CancellationTokenSource _closed = new();
    readonly Uri _server;
    readonly Task _accepting;

    public Wire(Uri server)
    {
        _server = server;
        _listener.Start();
        Address = new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");
        _accepting = AcceptAsync();
    }

    /// <summary>Where the browser connects to.</summary>
    public Uri Address { get; }

    /// <summary>From now on nothing passes through the connections there are, and neither end hears of it. New ones work.</summary>
    public void GoDead()
    {
        foreach (var link in _links) link.Dead = true;
    }

    /// <summary>Ends the connections there are, and both ends hear of it.</summary>
    public void Cut()
    {
        foreach (var link in _links) link.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        _listener.Stop();
        await _accepting;
        Cut();
        _closed.Dispose();
    }

    async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var browser = await _listener.AcceptTcpClientAsync(_closed.Token);
                var server = new TcpClient { NoDelay = true };
                await server.ConnectAsync(_server.Host, _server.Port, _closed.Token);
                browser.NoDelay = true;
                var link = new Link(browser, server);
                _links.Add(link);
                _ = link.CarryAsync(browser, server, _closed.Token);
                _ = link.CarryAsync(server, browser, _closed.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    sealed class Link(TcpClient browser, TcpClient server) : IDisposable
    {
        public volatile bool Dead;

        public async Task CarryAsync(TcpClient from, TcpClient to, CancellationToken cancellationToken)
        {
            var buffer = new byte[64 * 1024];
            try
            {
                var (source, target) = (from.GetStream(), to.GetStream());
                while (await source.ReadAsync(buffer, cancellationToken) is > 0 and var length)
                    if (!Dead) await target.WriteAsync(buffer.AsMemory(0, length), cancellationToken);
                if (!Dead) to.Client.Shutdown(SocketShutdown.Send);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or SocketException)
            {
                if (!Dead) to.Dispose();
            }
        }

        public void Dispose()
        {
            browser.Dispose();
            server.Dispose();
        }
    }
}
