using CustomerGrains.Silo.Storage.Migrations;
using Microsoft.Extensions.Hosting;

namespace CustomerGrains.Silo.Storage;

/// <summary>Migrates the stores before anything else of the program starts.</summary>
internal sealed class StoreMigration(IEnumerable<Migrator> migrators) : IHostedLifecycleService
{
    /// <summary>Migrates now; for programs without a host.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var migrator in migrators)
            await migrator.RunAsync(cancellationToken);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => RunAsync(cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
