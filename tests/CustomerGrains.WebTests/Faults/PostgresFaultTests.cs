using CustomerGrains.TestSupport.Postgres;
using CustomerGrains.WebTests.Support;
using Npgsql;
using Xunit.Abstractions;

namespace CustomerGrains.WebTests.Faults;

/// <summary>The database goes in three ways, under load, and comes back: one web process, either engine.</summary>
[NeedsPostgres]
public sealed class PostgresFaultTests(ITestOutputHelper output) : IAsyncLifetime
{
    // Longer than whoever waits for the database waits: requests of the pool 5 s, a look of /health/ready 5 s, a transaction that is idle 10 s, a command 8 s (30 s, were it not for this
    // test's connection string). By default half a minute is as long.
    static readonly TimeSpan Pause = TimeSpan.FromSeconds(12);
    const string Patience = ";Command Timeout=8";

    readonly string _folder = Directory.CreateTempSubdirectory("customergrains-faults-").FullName;
    PostgresCluster _postgres = null!;

    public async Task InitializeAsync() => _postgres = await PostgresCluster.StartAsync();

    public async Task DisposeAsync()
    {
        if (_postgres is not null) await _postgres.DisposeAsync();
        Repository.DeleteFolder(_folder);
    }

    [StoreFact]
    public async Task A_database_that_restarts_has_no_room_or_stands_still_loses_and_doubles_nothing_acknowledged()
    {
        var database = await _postgres.CreateDatabaseAsync();
        using var server = await ServerProcess.StartAsync(_folder, "--Store:Provider=postgres", $"--Store:ConnectionString={database}{Patience}");
        await using var hub = await HubClient.ConnectAsync(server.Address, TestServer.AdminToken);
        await hub.CallAsync("WatchCustomer", "killed-1");
        var load = new EventLoad();
        load.Start(server);
        await load.MoreAsync(50);

        await _postgres.StopServerAsync("immediate");
        await _postgres.StartServerAsync();
        Say("restarted", await load.MoreAsync(20));

        await FillAsync(database, async () =>
        {
            var before = load.Refused;
            await Wait.ForAsync(() => Task.FromResult(load.Refused), now => now > before, "somebody to be turned away");
        });
        Say("had no room", await load.MoreAsync(20));

        await _postgres.PauseServerAsync(Pause);
        Say("stood still", await load.MoreAsync(20));

        await load.StopAsync();
        await load.CheckAsync(server);
        hub.Waiting("customer").Clear();
        await server.Events.PostAsync("/v1/track", System.Net.Http.Json.JsonContent.Create(new { userId = "killed-1", @event = "Seen Again", messageId = "seen-again" }));
        await hub.FrameAsync("customer", frame => frame.GetProperty("touchpoints").ToString().Contains("Seen Again", StringComparison.Ordinal));
    }

    // Every place is taken, those of the server's connections too: it loses them, and finds no other.
    async Task FillAsync(string database, Func<Task> meanwhile)
    {
        var text = new NpgsqlConnectionStringBuilder(database) { Pooling = false, ApplicationName = "filling" }.ConnectionString;
        var taken = new List<NpgsqlConnection>();
        try
        {
            while (await TryTakeAsync())
            {
                // More.
            }
            await using (var end = new NpgsqlCommand("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'CustomerGrains'", taken[0])) await end.ExecuteNonQueryAsync();
            while (await TryTakeAsync())
            {
                // Those that became free.
            }
            await using (var end = new NpgsqlCommand("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'CustomerGrains'", taken[0])) await end.ExecuteNonQueryAsync();
            await meanwhile();
        }
        finally
        {
            foreach (var connection in taken) await connection.DisposeAsync();
        }

        async Task<bool> TryTakeAsync()
        {
            var connection = new NpgsqlConnection(text);
            try
            {
                await connection.OpenAsync();
                taken.Add(connection);
                return true;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.TooManyConnections)
            {
                await connection.DisposeAsync();
                return false;
            }
        }
    }

    void Say(string what, TimeSpan took) => output.WriteLine($"After the database {what}, 20 batches were acknowledged within {took.TotalSeconds:0.0} s.");
}
