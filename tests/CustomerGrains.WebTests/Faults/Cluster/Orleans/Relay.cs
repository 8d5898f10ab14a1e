using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace CustomerGrains.WebTests.Faults.Cluster;

/// <summary>
/// Wires that a test can cut: it takes connections on this machine and passes what they say to where they are meant to go. Those that are cut do what a network does that drops packets:
/// nothing passes in either direction, nobody is told, connections stay open and new ones get no answer. Mended, they deliver what waited, as TCP does. It needs no rights.
/// </summary>
sealed class Relay : IDisposable
{
    readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    readonly EndPoint _to;
    readonly CancellationTokenSource _ended = new();
    readonly ConcurrentDictionary<Wire, byte> _wires = [];
    readonly Lock _lock = new();
    Func<IPEndPoint, bool>? _cut;

    public Relay(IPEndPoint at, EndPoint to)
    {
        _to = to;
        _listener.Bind(at);
        _listener.Listen();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>Cuts the connections, and those to come, whose other end says so.</summary>
    public void Cut(Func<IPEndPoint, bool> whose)
    {
        lock (_lock)
        {
            _cut = whose;
            foreach (var wire in _wires.Keys.Where(wire => whose(wire.Peer))) wire.Cut();
        }
    }

    public void Mend()
    {
        lock (_lock)
        {
            _cut = null;
            foreach (var wire in _wires.Keys) wire.Mend();
        }
    }

    /// <summary>Whether a process has a connection with this end.</summary>
    public static bool IsOf(int process, IPEndPoint end)
    {
        var address = BitConverter.ToUInt32(end.Address.MapToIPv4().GetAddressBytes());
        var local = string.Create(CultureInfo.InvariantCulture, $"{address:X8}:{end.Port:X4}");
        var inode = File.ReadLines("/proc/net/tcp").Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).FirstOrDefault(words => words[1] == local)?[9];
        return inode is not null && new DirectoryInfo($"/proc/{process}/fd").EnumerateFiles().Any(file => file.LinkTarget == $"socket:[{inode}]");
    }

    public void Dispose()
    {
        _ended.Cancel();
        _listener.Dispose();
        _ended.Dispose();
    }

    async Task AcceptAsync()
    {
        var ended = _ended.Token;
        try
        {
            while (true) _ = CarryAsync(await _listener.AcceptAsync(ended), ended);
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            // The test is over.
        }
    }

    async Task CarryAsync(Socket from, CancellationToken ended)
    {
        using var to = new Socket(_to.AddressFamily, SocketType.Stream, _to.AddressFamily == AddressFamily.Unix ? ProtocolType.Unspecified : ProtocolType.Tcp);
        using (from)
        {
            var wire = Add((IPEndPoint)from.RemoteEndPoint!);
            try
            {
                await wire.WholeAsync(ended);
                await to.ConnectAsync(_to, ended);
                await Task.WhenAll(PumpAsync(wire, from, to, ended), PumpAsync(wire, to, from, ended));
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                // Either end is gone: the other learns it as both sockets close.
            }
            finally
            {
                _wires.TryRemove(wire, out _);
            }
        }
    }

    Wire Add(IPEndPoint peer)
    {
        lock (_lock)
        {
            var wire = new Wire(peer);
            if (_cut?.Invoke(peer) == true) wire.Cut();
            _wires.TryAdd(wire, 0);
            return wire;
        }
    }

    // What was read while the wire was whole may be sent after it was cut: it waits here, like packets that are sent again.
    static async Task PumpAsync(Wire wire, Socket from, Socket to, CancellationToken ended)
    {
        var buffer = new byte[64 * 1024];
        while (await from.ReceiveAsync(buffer, SocketFlags.None, ended) is > 0 and var read)
        {
            await wire.WholeAsync(ended);
            for (var sent = 0; sent < read;) sent += await to.SendAsync(buffer.AsMemory(sent, read - sent), SocketFlags.None, ended);
        }

        await wire.WholeAsync(ended);
        to.Shutdown(SocketShutdown.Send);
    }

    sealed class Wire(IPEndPoint peer)
    {
        volatile TaskCompletionSource? _cut;

        public IPEndPoint Peer => peer;

        public void Cut() => _cut ??= new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Mend()
        {
            _cut?.TrySetResult();
            _cut = null;
        }

        public Task WholeAsync(CancellationToken ended) => _cut?.Task.WaitAsync(ended) ?? Task.CompletedTask;
    }
}

/// <summary>All wires of one web process: to the database, which are its own, and to every silo's gateway, which are among those of others.</summary>
sealed class WebWires(ServerProcess web, Relay database, IReadOnlyList<Relay> gateways)
{
    public void Cut()
    {
        database.Cut(_ => true);
        foreach (var gateway in gateways) gateway.Cut(peer => Relay.IsOf(web.Id, peer));
    }

    public void Mend()
    {
        database.Mend();
        foreach (var gateway in gateways) gateway.Mend();
    }
}
