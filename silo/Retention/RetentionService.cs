using System.Globalization;
using CustomerGrains.Silo.Backfills;
using CustomerGrains.Silo.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Silo.Retention;

/// <summary>Once a day, in one of the processes, removes what is older than the policy says; slower while events come in.</summary>
sealed partial class RetentionService(
    RetentionOptions options, RetentionPass pass, StoreDatabase database, LiveTraffic traffic, TimeProvider clock, ILogger<RetentionService> logger) : BackgroundService
{
    static readonly TimeSpan Look = TimeSpan.FromHours(1);
    static readonly TimeSpan StepBack = TimeSpan.FromMilliseconds(50);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.Touchpoints is not { } kept)
            return;
        using var timer = new PeriodicTimer(Look, clock);
        do
        {
            try
            {
                if (await TakeTodayAsync(stoppingToken))
                    await RunAsync(kept, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                Failed(logger, e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    async Task RunAsync(TimeSpan kept, CancellationToken stoppingToken)
    {
        var removed = await pass.RunAsync(kept, () => StepBackAsync(stoppingToken), stoppingToken);
        if (removed > 0)
            Removed(logger, removed, kept.TotalDays);
    }

    async Task StepBackAsync(CancellationToken stoppingToken)
    {
        do
            await Task.Delay(traffic.IsBusy ? StepBack : TimeSpan.Zero, clock, stoppingToken);
        while (traffic.IsCrowded);
    }

    // Who writes the day down first has it. If that process ends before it is through, the rest is tomorrow's.
    async Task<bool> TakeTodayAsync(CancellationToken cancellationToken) => await database.ExecuteAsync(
        """
        INSERT INTO setting (name, value) VALUES ('retention.day', @day)
        ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE setting.value <> excluded.value
        """,
        c => c.With("@day", clock.GetUtcNow().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        cancellationToken) > 0;

    [LoggerMessage(Level = LogLevel.Information, Message = "Removed {Entries} entries that were older than {Days} days; nothing that is counted or known changed")]
    static partial void Removed(ILogger logger, long entries, double days);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old touchpoints could not be removed; what is left is tomorrow's")]
    static partial void Failed(ILogger logger, Exception exception);
}
