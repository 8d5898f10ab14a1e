using System.Diagnostics;
using CustomerGrains.WebTests.Support;
using Xunit.Abstractions;

namespace CustomerGrains.WebTests.Faults;

/// <summary>A process that is asked to end (SIGTERM) under load, as every deployment does.</summary>
public sealed class EndingServerTests(ITestOutputHelper output) : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("customergrains-ending-").FullName;

    public void Dispose() => Repository.DeleteFolder(_folder);

    [Fact]
    public async Task What_it_accepted_is_answered_and_its_watchers_are_told_to_come_back()
    {
        using var server = await ServerProcess.StartAsync(_folder);
        var load = new EventLoad();
        load.Start(server);
        await load.MoreAsync(30);

        await EndAsync(server, load, output);

        using var next = await ServerProcess.StartAsync(_folder, $"--urls={server.Address.GetLeftPart(UriPartial.Authority)}");
        await load.MoreAsync(30);
        await load.StopAsync();
        await load.CheckAsync(next);
    }

    /// <summary>Asks a web process to end while requests and watchers are with it.</summary>
    internal static async Task EndAsync(ServerProcess server, EventLoad load, ITestOutputHelper output)
    {
        await using var hub = await HubClient.ConnectAsync(server.Address, TestServer.AdminToken);
        Assert.Null(await hub.CallAsync("WatchDashboard"));
        var held = new List<HeldBatch>();
        for (var i = 0; i < 8; i++) held.Add(await load.HoldAsync(server, 1_000_000 + i));
        var began = Stopwatch.GetTimestamp();
        server.AskToEnd();
        // From now on it ends: connections that would last are closed, so that browsers go elsewhere.
        await hub.ClosedAsync();
        foreach (var batch in held)
        {
            await batch.FinishAsync();
            batch.Dispose();
        }

        Assert.Equal(0, await server.EndedAsync());
        output.WriteLine(FormattableString.Invariant($"Asked to end under load, a web process had ended after {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s."));
    }
}
