using CustomerGrains.Silo.Storage.Migrations;
using Microsoft.Extensions.Hosting;

namespace CustomerGrains.Silo.Storage;

/// <summary>Migrates the stores, and fills what a migration only made room for, before anything else of the program starts.</summary>
internal sealed class StoreMigration(IEnumerable<Migrator> migrators, IEnumerable<StoreFill> fills) : IHostedLifecycleService
{
    /// <summary>Migrates now; for programs without a host.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var migrator in migrators)
            await migrator.RunAsync(cancellationToken);
        foreach (var fill in fills)
            await fill.RunAsync(cancellationToken);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => RunAsync(cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
