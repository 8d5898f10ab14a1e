using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using CustomerGrains.TestSupport.Postgres;
using CustomerGrains.WebTests.Support;
using Npgsql;

namespace CustomerGrains.WebTests.Faults.Cluster;

/// <summary>A cluster of real processes on this machine: a PostgreSQL server, two silos and two web processes. Who does not answer for two seconds is given up.</summary>
sealed class TestCluster : IAsyncDisposable
{
    /// <summary>Who does not answer for so long is given up.</summary>
    public const int DeadAfterSeconds = 2;

    /// <summary>How long a web process tries again.</summary>
    public const int RetrySeconds = 20;

    static readonly IPAddress Wired = IPAddress.Parse("127.0.0.2");

    readonly string _folder = Directory.CreateTempSubdirectory("customergrains-cluster-").FullName;
    readonly List<SiloProcess> _silos = [];
    readonly List<ServerProcess> _webs = [];
    readonly List<Relay> _relays = [];
    readonly List<Relay> _gateways = [];
    PostgresCluster _postgres = null!;
    string _database = "";
    bool _isWired;

    public IReadOnlyList<SiloProcess> Silos => _silos;

    public IReadOnlyList<ServerProcess> Webs => _webs;

    public PostgresCluster Postgres => _postgres;

    public string Database => _database;

    public static async Task<TestCluster> StartAsync(int silos = 2, int webs = 2, bool isWired = false)
    {
        var cluster = new TestCluster { _isWired = isWired, _postgres = await PostgresCluster.StartAsync() };
        cluster._database = await cluster._postgres.CreateDatabaseAsync();
        for (var i = 0; i < silos; i++) await cluster.AddSiloAsync();
        for (var i = 0; i < webs; i++) await cluster.AddWebAsync();
        return cluster;
    }

    public async Task<SiloProcess> AddSiloAsync()
    {
        var (port, gateway) = (FreePort(), FreePort());
        // Whoever is wired is known by an address at which not it listens, but the wires do.
        var known = _isWired ? Wired : IPAddress.Loopback;
        if (_isWired)
        {
            Add(new(new(Wired, port), new IPEndPoint(IPAddress.Loopback, port)));
            _gateways.Add(Add(new(new(Wired, gateway), new IPEndPoint(IPAddress.Loopback, gateway))));
        }

        var (process, _) = await ServerProcess.StartAsync(
            _folder,
            "Silo",
            [.. Settings(_database), $"--Cluster:SiloPort={port}", $"--Cluster:GatewayPort={gateway}", $"--Cluster:Address={known}", "--Cluster:Listen=127.0.0.1"]);
        var silo = new SiloProcess(process, port);
        _silos.Add(silo);
        return silo;
    }

    public Task<ServerProcess> AddWebAsync() => AddWebAsync(_database);

    /// <summary>A web process whose every way to the database and to the silos there are can be cut: the cluster has to be wired.</summary>
    public async Task<(ServerProcess Web, WebWires Wires)> AddWiredWebAsync()
    {
        var toDatabase = Add(new(new(IPAddress.Loopback, 0), _postgres.Socket));
        var web = await AddWebAsync(new NpgsqlConnectionStringBuilder(_database) { Host = "127.0.0.1", Port = toDatabase.Port }.ConnectionString);
        return (web, new(web, toDatabase, _gateways));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var web in _webs) web.Dispose();
        foreach (var silo in _silos) silo.Dispose();
        foreach (var relay in _relays) relay.Dispose();
        await _postgres.DisposeAsync();
        Repository.DeleteFolder(_folder);
    }

    async Task<ServerProcess> AddWebAsync(string database)
    {
        var web = await ServerProcess.StartAsync(_folder, [.. Settings(database), "--Cluster:Mode=client"]);
        _webs.Add(web);
        return web;
    }

    Relay Add(Relay relay)
    {
        _relays.Add(relay);
        return relay;
    }

    static string[] Settings(string database) =>
    [
        "--Store:Provider=postgres", $"--Store:ConnectionString={database}", $"--Cluster:DeadAfterSeconds={DeadAfterSeconds}", $"--Cluster:RetrySeconds={RetrySeconds}",
        "--Value:ReportingCurrency=EUR",
    ];

    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>A silo as a process of its own.</summary>
sealed class SiloProcess(Process process, int port) : IDisposable
{
    public int Port => port;

    /// <summary>SIGKILL.</summary>
    public void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    /// <summary>SIGSTOP.</summary>
    public void Freeze() => ServerProcess.Signal(process.Id, "STOP");

    /// <summary>SIGCONT.</summary>
    public void Thaw() => ServerProcess.Signal(process.Id, "CONT");

    /// <summary>SIGTERM; the exit code once it has ended.</summary>
    public async Task<int> StopAsync()
    {
        ServerProcess.Signal(process.Id, "TERM");
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    public void Dispose()
    {
        if (!process.HasExited) Kill();
        process.Dispose();
    }
}
