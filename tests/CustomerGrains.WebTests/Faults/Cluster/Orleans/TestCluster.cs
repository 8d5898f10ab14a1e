using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using CustomerGrains.TestSupport.Postgres;
using CustomerGrains.WebTests.Support;

namespace CustomerGrains.WebTests.Faults.Cluster;

/// <summary>A cluster of real processes on this machine: a PostgreSQL server, two silos and two web processes. Who does not answer for two seconds is given up.</summary>
sealed class TestCluster : IAsyncDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("customergrains-cluster-").FullName;
    readonly List<SiloProcess> _silos = [];
    readonly List<ServerProcess> _webs = [];
    PostgresCluster _postgres = null!;
    string _database = "";

    public IReadOnlyList<SiloProcess> Silos => _silos;

    public IReadOnlyList<ServerProcess> Webs => _webs;

    public PostgresCluster Postgres => _postgres;

    public string Database => _database;

    public static async Task<TestCluster> StartAsync(int silos = 2, int webs = 2)
    {
        var cluster = new TestCluster { _postgres = await PostgresCluster.StartAsync() };
        cluster._database = await cluster._postgres.CreateDatabaseAsync();
        for (var i = 0; i < silos; i++) await cluster.AddSiloAsync();
        for (var i = 0; i < webs; i++) await cluster.AddWebAsync();
        return cluster;
    }

    public async Task<SiloProcess> AddSiloAsync()
    {
        var (port, gateway) = (FreePort(), FreePort());
        var (process, _) = await ServerProcess.StartAsync(
            _folder, "Silo", [.. Settings(), $"--Cluster:SiloPort={port}", $"--Cluster:GatewayPort={gateway}", "--Cluster:Address=127.0.0.1"]);
        var silo = new SiloProcess(process, port);
        _silos.Add(silo);
        return silo;
    }

    public async Task<ServerProcess> AddWebAsync()
    {
        var web = await ServerProcess.StartAsync(_folder, [.. Settings(), "--Cluster:Mode=client"]);
        _webs.Add(web);
        return web;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var web in _webs) web.Dispose();
        foreach (var silo in _silos) silo.Dispose();
        await _postgres.DisposeAsync();
        Repository.DeleteFolder(_folder);
    }

    string[] Settings() =>
        ["--Store:Provider=postgres", $"--Store:ConnectionString={_database}", "--Cluster:DeadAfterSeconds=2", "--Cluster:RetrySeconds=20", "--Value:ReportingCurrency=EUR"];

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
