using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Silo.Storage;

/// <summary>Once a day deletes what nobody asks for any more, a small piece at a time: the journal's writer waits for nobody long.</summary>
/// <param name="database">Where it lies.</param>
/// <param name="clock">Says when a day is over.</param>
/// <param name="logger">Told what went wrong.</param>
/// <param name="what">What is purged, for the log.</param>
abstract partial class DailyPurge(StoreDatabase database, TimeProvider clock, ILogger logger, string what) : BackgroundService
{
    const int Piece = 5_000;
    static readonly TimeSpan Interval = TimeSpan.FromDays(1);

    /// <summary>How long it is kept.</summary>
    protected abstract TimeSpan Kept { get; }

    /// <summary>Deletes at most @piece rows that are older than @before.</summary>
    protected abstract string Sql { get; }

    /// <summary>Purges now.</summary>
    /// <returns>How many rows were deleted.</returns>
    public async Task<long> PurgeAsync(CancellationToken cancellationToken)
    {
        var before = (clock.GetUtcNow() - Kept).ToUnixTimeMilliseconds();
        long total = 0;
        int deleted;
        do
        {
            deleted = await database.ExecuteAsync(Sql, c => c.With("@before", before).With("@piece", Piece), cancellationToken);
            total += deleted;
        }
        while (deleted == Piece);
        return total;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                await PurgeAsync(stoppingToken);
            }
            catch (Exception e) when (database.IsUnavailable(e))
            {
                Failed(logger, e, what);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old {What} could not be purged; trying again tomorrow")]
    static partial void Failed(ILogger logger, Exception exception, string what);
}
