using CustomerGrains.Silo.Storage;
using CustomerGrains.Silo.Value.Models;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Silo.Value;

/// <summary>Learns, in a process without customers, which currency others settled on and which models they fitted.</summary>
sealed partial class ValueFollower(
    StoredReportingCurrency currency, StoredModels models, StoreDatabase database, TimeProvider clock, ILogger<ValueFollower> logger) : BackgroundService
{
    /// <summary>How late news may be here.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>The models are there before anybody is asked about.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await FollowAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await FollowAsync(stoppingToken);
    }

    async Task FollowAsync(CancellationToken cancellationToken)
    {
        try
        {
            await currency.FindAsync(cancellationToken);
            await models.RefreshAsync(cancellationToken);
        }
        catch (Exception e) when (database.IsUnavailable(e))
        {
            NotRead(logger, e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Currency and models could not be read; trying again: {Reason}")]
    static partial void NotRead(ILogger logger, string reason);
}
