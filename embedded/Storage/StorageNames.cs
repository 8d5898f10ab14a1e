using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;

namespace Orleans.Embedded;

static class StorageNames
{
    /// <summary>The storage of states that name none.</summary>
    public const string Default = "Default";
}

/// <summary>A storage that has to do something before the first grain is activated.</summary>
interface IStartedStorage
{
    Task StartAsync(CancellationToken cancellationToken);
}

/// <summary>Starts the storage of this name with the silo.</summary>
sealed record StorageStart(string Name)
{
    public Task StartAsync(IServiceProvider services, CancellationToken cancellationToken) =>
        services.GetRequiredKeyedService<IGrainStorage>(Name) is IStartedStorage storage
            ? storage.StartAsync(cancellationToken)
            : Task.CompletedTask;
}
