using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using CustomerGrains.TestSupport.Postgres;
using CustomerGrains.WebTests.Support;
using Npgsql;
using Xunit.Abstractions;

namespace CustomerGrains.WebTests.Faults.Cluster;

/// <summary>
/// Processes of a cluster are killed, frozen and replaced under load. These tests exist only in builds whose engine has clusters (docs/decisions/001-engine-selection.md): the folder's name keeps them
/// out of the others.
/// </summary>
[NeedsPostgres]
public sealed class ClusterFaultTests(ITestOutputHelper output)
{
    // So many that both silos have some of the customers.
    const string Watched = "killed-";
    const int Customers = 12;

    // What a busy machine may take on top of what the settings say.
    const int Patience = 20;

    [StoreFact]
    public async Task A_silo_that_is_killed_takes_nothing_along_and_its_watchers_live_on()
    {
        await using var cluster = await TestCluster.StartAsync();
        await using var watching = await WatchingAsync(cluster.Webs[0]);
        var load = new EventLoad();
        load.Start([.. cluster.Webs]);
        await load.MoreAsync(50);

        cluster.Silos[0].Kill();

        await RecoveredAsync("A silo was killed", load, cluster, watching);
    }

    [StoreFact]
    public async Task A_silo_that_stands_still_until_it_is_given_up_can_do_no_harm_when_it_goes_on()
    {
        await using var cluster = await TestCluster.StartAsync();
        await using var watching = await WatchingAsync(cluster.Webs[0]);
        var load = new EventLoad();
        load.Start([.. cluster.Webs]);
        await load.MoreAsync(50);

        cluster.Silos[0].Freeze();
        await Wait.ForAsync(() => IsDeadAsync(cluster, cluster.Silos[0]), dead => dead, "the others to give it up", seconds: 60);
        await load.MoreAsync(50);
        cluster.Silos[0].Thaw();

        await RecoveredAsync("A silo stood still, was given up and went on", load, cluster, watching);
    }

    [StoreFact]
    public async Task Silos_are_replaced_one_after_the_other_without_a_request_that_fails()
    {
        await using var cluster = await TestCluster.StartAsync();
        await using var watching = await WatchingAsync(cluster.Webs[0]);
        var load = new EventLoad();
        load.Start([.. cluster.Webs]);
        await load.MoreAsync(50);

        foreach (var silo in cluster.Silos.ToList())
        {
            await cluster.AddSiloAsync();
            var began = Stopwatch.GetTimestamp();
            Assert.Equal(0, await silo.StopAsync());
            Say($"A silo that was asked to end under load had ended after {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s.");
            await load.MoreAsync(50);
        }

        await RecoveredAsync("Both silos were replaced", load, cluster, watching);
        Assert.Equal(0, load.Refused);
    }

    [StoreFact]
    public async Task A_web_process_that_is_killed_takes_its_watchers_along_and_nobody_else()
    {
        await using var cluster = await TestCluster.StartAsync();
        await using var watching = await WatchingAsync(cluster.Webs[0]);
        var gone = await WatchingAsync(cluster.Webs[1]);
        var load = new EventLoad();
        load.Start(cluster.Webs[0]);
        await load.MoreAsync(50);

        cluster.Webs[1].Kill();
        await gone.ClosedAsync();
        await gone.DisposeAsync();
        var web = await cluster.AddWebAsync();
        await using var back = await WatchingAsync(web);

        await RecoveredAsync("A web process was killed", load, cluster, watching, back);
    }

    [StoreFact]
    public async Task A_database_that_crashes_under_all_of_them_takes_nothing_along()
    {
        await using var cluster = await TestCluster.StartAsync();
        await using var watching = await WatchingAsync(cluster.Webs[0]);
        var load = new EventLoad();
        load.Start([.. cluster.Webs]);
        await load.MoreAsync(50);

        await cluster.Postgres.StopServerAsync("immediate");
        var before = load.Refused;
        await Wait.ForAsync(() => Task.FromResult(load.Refused), now => now > before, "somebody to be turned away", seconds: 60);
        await cluster.Postgres.StartServerAsync();

        await RecoveredAsync("The database crashed and came back", load, cluster, watching);
    }

    [StoreFact]
    public async Task A_web_process_that_is_asked_to_end_answers_what_it_accepted()
    {
        await using var cluster = await TestCluster.StartAsync();
        await using var watching = await WatchingAsync(cluster.Webs[0]);
        var load = new EventLoad();
        load.Start([.. cluster.Webs]);
        await load.MoreAsync(50);

        await EndingServerTests.EndAsync(cluster.Webs[1], load, output);

        await RecoveredAsync("A web process was asked to end", load, cluster, watching);
    }

    [StoreFact]
    public async Task A_silo_that_is_killed_while_it_delivers_webhooks_leaves_them_to_another()
    {
        await using var cluster = await TestCluster.StartAsync(webs: 1);
        var web = cluster.Webs[0];
        await using var load = await WebhookLoad.StartAsync(web);
        await load.SendAsync(5, () => web);
        await load.CheckAsync();
        Assert.Equal(0, load.Again);

        // Whoever came first delivers.
        load.After(40, cluster.Silos[0].Kill);
        await load.SendAsync(10, () => web);
        await load.CheckAsync();
        Say($"A silo was killed while it delivered webhooks: all came, {load.Again} of them twice.");

        // In whichever silo comes next the same is true of one that stands still.
        await cluster.AddSiloAsync();
        load.After(40, cluster.Silos[1].Freeze);
        var began = Stopwatch.GetTimestamp();
        await load.SendAsync(10, () => web);
        await load.CheckAsync();
        Say($"The other stood still while it delivered: all had come after {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s.");
        cluster.Silos[1].Thaw();
        await load.SendAsync(5, () => web);
        await load.CheckAsync();
    }

    [StoreFact]
    public async Task A_web_process_that_is_cut_off_says_so_and_is_well_again_by_itself()
    {
        const int once = 1_000_000;
        await using var cluster = await TestCluster.StartAsync(webs: 1, isWired: true);
        var (cut, wires) = await cluster.AddWiredWebAsync();
        await using var watching = await WatchingAsync(cut);
        await using var elsewhere = await WatchingAsync(cluster.Webs[0]);
        var load = new EventLoad();
        load.Start([.. cluster.Webs]);
        await load.MoreAsync(50);

        wires.Cut();
        var (first, next) = (await RefusedAsync(), await RefusedAsync());
        Say($"A web process was cut off: it answered 503 after {first.TotalSeconds:0.0} s, then after {next.TotalSeconds:0.0} s.");
        Assert.InRange(first, TimeSpan.Zero, TimeSpan.FromSeconds(TestCluster.RetrySeconds + TestCluster.DeadAfterSeconds + Patience));
        Assert.InRange(next, TimeSpan.Zero, TimeSpan.FromSeconds(TestCluster.RetrySeconds));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await cut.Api.GetAsync("/health/ready")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await cut.Api.GetAsync("/health/live")).StatusCode);
        await load.MoreAsync(20);

        wires.Mend();
        var began = Stopwatch.GetTimestamp();
        await Wait.ForAsync(async () => (await cut.Api.GetAsync("/health/ready")).IsSuccessStatusCode, ready => ready, "the web process to be ready again");
        Say($"Its wires were mended: it was ready after {Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s.");
        // What it could not say whether it was done counts once.
        Assert.True(await load.TrySendAsync(cut, once));
        await RecoveredAsync("It was cut off and came back", load, cluster, watching, elsewhere);

        async Task<TimeSpan> RefusedAsync()
        {
            var asked = Stopwatch.GetTimestamp();
            Assert.False(await load.TrySendAsync(cut, once));
            return Stopwatch.GetElapsedTime(asked);
        }
    }

    async Task RecoveredAsync(string what, EventLoad load, TestCluster cluster, params HubClient[] watching)
    {
        var began = DateTime.UtcNow;
        await load.MoreAsync(50);
        await load.StopAsync();
        Say($"{what}: 50 more batches were acknowledged within {(DateTime.UtcNow - began).TotalSeconds:0.0} s; {load.Refused} requests were refused.");
        foreach (var each in cluster.Webs.Where(each => each.IsRunning)) await load.CheckAsync(each);
        var web = cluster.Webs[0];
        // Every customer, wherever she lives now, reaches whoever watches her, by herself.
        for (var i = 0; i < Customers; i++)
        {
            var (id, name) = ($"{Watched}{i}", $"Seen Again {i}");
            var answer = await web.Events.PostAsJsonAsync("/v1/track", new { userId = id, @event = name, messageId = $"again-{i}" });
            Assert.True(answer.IsSuccessStatusCode);
            foreach (var hub in watching)
                await hub.FrameAsync("customer", frame => frame.GetProperty("watched").GetString() == id && frame.GetProperty("customer").ToString().Contains(name, StringComparison.Ordinal));
        }
        Say($"All watchers lived again within {(DateTime.UtcNow - began).TotalSeconds:0.0} s.");
    }

    void Say(FormattableString what) => output.WriteLine(FormattableString.Invariant(what));

    static async Task<HubClient> WatchingAsync(ServerProcess web)
    {
        var hub = await HubClient.ConnectAsync(web.Address, TestServer.AdminToken);
        for (var i = 0; i < Customers; i++) Assert.Null(await hub.CallAsync("WatchCustomer", $"{Watched}{i}"));
        return hub;
    }

    // As its own table says; 6 is Orleans' word for dead.
    static async Task<bool> IsDeadAsync(TestCluster cluster, SiloProcess silo)
    {
        await using var connection = new NpgsqlConnection(cluster.Database);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand("SELECT status FROM cluster_silo WHERE port = $1", connection) { Parameters = { new() { Value = silo.Port } } };
        return (int)(await command.ExecuteScalarAsync())! == 6;
    }
}
