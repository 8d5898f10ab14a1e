using CustomerGrains.TestSupport.Postgres;
using CustomerGrains.WebTests.Support;
using Xunit.Abstractions;

namespace CustomerGrains.WebTests.Faults;

/// <summary>On SQLite.</summary>
public sealed class WebhookFaultOnSqliteTests : WebhookFaultTests
{
    protected override Task<string[]> StoreSettingsAsync() => Task.FromResult<string[]>([]);
}

/// <summary>On PostgreSQL, where two processes may share a store.</summary>
[NeedsPostgres]
public sealed class WebhookFaultOnPostgresTests(ITestOutputHelper output) : WebhookFaultTests
{
    protected override async Task<string[]> StoreSettingsAsync() =>
        ["--Store:Provider=postgres", $"--Store:ConnectionString={await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync()}"];

    [StoreFact]
    public async Task Of_two_processes_one_delivers_and_if_it_stands_still_the_other_does_within_seconds()
    {
        string[] settings = [.. await StoreSettingsAsync(), "--Cluster:DeadAfterSeconds=1"];
        using var first = await ServerProcess.StartAsync(Folder, settings);
        using var second = await ServerProcess.StartAsync(Directory.CreateDirectory(Path.Combine(Folder, "second")).FullName, settings);
        await using var load = await WebhookLoad.StartAsync(second);
        await load.SendAsync(5, () => second);
        await load.CheckAsync();
        // Two at once would send much twice.
        Assert.Equal(0, load.Again);

        // Whoever came first delivers; the other one takes the events.
        using var frozen = new ManualResetEventSlim();
        load.After(40, () =>
        {
            ServerProcess.Signal(first.Id, "STOP");
            frozen.Set();
        });
        await load.SendAsync(10, () => second);
        Assert.True(frozen.Wait(TimeSpan.FromMinutes(1)), "The first process delivered nothing more.");
        var (began, came) = (DateTime.UtcNow, load.Came);
        await Wait.ForAsync(() => Task.FromResult(load.Came), now => now > came + 16, "the other process to deliver", seconds: 60);
        output.WriteLine(FormattableString.Invariant($"A process that delivered stood still: another delivered within {(DateTime.UtcNow - began).TotalSeconds:0.0} s."));
        await load.CheckAsync();

        // What it was about to do when it stood still it may do now: again, and no more.
        ServerProcess.Signal(first.Id, "CONT");
        await load.SendAsync(5, () => second);
        await load.CheckAsync();
        output.WriteLine($"{load.Again} messages came again.");
    }
}

/// <summary>Nothing that was decided is kept from a receiver by the end of a process.</summary>
public abstract class WebhookFaultTests : IAsyncLifetime
{
    protected string Folder { get; } = Directory.CreateTempSubdirectory("customergrains-webhooks-").FullName;

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        Repository.DeleteFolder(Folder);
        return Task.CompletedTask;
    }

    protected abstract Task<string[]> StoreSettingsAsync();

    [StoreFact]
    public async Task Killed_in_the_middle_of_delivering_a_process_delivers_the_rest_when_it_is_back()
    {
        var settings = await StoreSettingsAsync();
        var server = await ServerProcess.StartAsync(Folder, settings);
        await using var load = await WebhookLoad.StartAsync(server);
        for (var kill = 0; kill < 2; kill++)
        {
            using var killed = server;
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            load.After(50, () =>
            {
                killed.Kill();
                done.SetResult();
            });
            // Under load: while events are sent it goes, and comes back.
            var sending = load.SendAsync(20, () => server);
            await done.Task.WaitAsync(TimeSpan.FromMinutes(1));
            server = await ServerProcess.StartAsync(Folder, settings);
            await sending;
        }

        using var last = server;
        await load.CheckAsync();
    }
}
