using CustomerGrains.Silo.Storage.Migrations;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Silo.Storage;

/// <summary>Migrates the stores, and fills what a migration only made room for, before anything else of the program starts.</summary>
sealed partial class StoreMigration(
    StoreDatabase database, IEnumerable<Migrator> migrators, IEnumerable<StoreFill> fills, TimeProvider clock, ILogger<StoreMigration> logger) : IHostedLifecycleService
{
    /// <summary>How long a database that does not answer is waited for: it may be starting beside this process. Then the start fails, for the address may be wrong.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>The time between two tries.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>Migrates now; for programs without a host.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var migrator in migrators)
            await migrator.RunAsync(cancellationToken);
        foreach (var fill in fills)
            await fill.RunAsync(cancellationToken);
    }

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        var end = clock.GetUtcNow() + Patience;
        while (true)
        {
            try
            {
                await RunAsync(cancellationToken);
                return;
            }
            catch (Exception e) when (database.MayBeStarting(e) && clock.GetUtcNow() < end)
            {
                NotReached(logger, e.Message, Pause.TotalSeconds);
                await Task.Delay(Pause, clock, cancellationToken);
            }
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(Level = LogLevel.Warning, Message = "The store does not answer yet ({Reason}); trying again in {Seconds} s")]
    static partial void NotReached(ILogger logger, string reason, double seconds);
}
