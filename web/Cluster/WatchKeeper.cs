using CustomerGrains.Silo.Cluster;
using CustomerGrains.Web.Hosting;
using CustomerGrains.Web.Live;

namespace CustomerGrains.Web.Cluster;

/// <summary>Renews what this process watches as soon as a silo comes or goes: those who lived there live elsewhere now, and know of no watchers.</summary>
sealed class WatchKeeper(ClusterConnection connection, CustomerWatches watches) : BackgroundService
{
    readonly Nudge _changed = new();

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        connection.Changed += Wake;
        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        connection.Changed -= Wake;
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

    void Wake() => _changed.Give();
}
