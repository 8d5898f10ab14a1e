using CustomerGrains.Silo.Cluster;
using CustomerGrains.Web.Live;

namespace CustomerGrains.Web.Cluster;

/// <summary>Renews what this process watches as soon as a silo comes or goes: those who lived there live elsewhere now, and know of no watchers.</summary>
sealed class WatchKeeper(ClusterConnection connection, CustomerWatches watches) : BackgroundService
{
    readonly SemaphoreSlim _changed = new(0, 1);

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        connection.Changed += Wake;
        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        connection.Changed -= Wake;
        _changed.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await _changed.WaitAsync(stoppingToken);
            await watches.RenewAsync();
        }
    }

    void Wake()
    {
        lock (_changed) if (_changed.CurrentCount == 0) _changed.Release();
    }
}
