using CustomerGrains.Grains.Journal;
using CustomerGrains.Silo.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Silo.Journal;

/// <summary>Once a day forgets evicted message ids that are older than the horizon of exactness, a small piece at a time.</summary>
sealed partial class SeenOverflowPurge(StoreDatabase database, TimeProvider clock, ILogger<SeenOverflowPurge> logger) : BackgroundService
{
    const int Piece = 5_000;
    static readonly TimeSpan Interval = TimeSpan.FromDays(1);

    /// <summary>Purges now.</summary>
    /// <returns>How many ids were forgotten.</returns>
    public async Task<long> PurgeAsync(CancellationToken cancellationToken)
    {
        // A piece is what one short transaction can delete: the journal's writer waits for nobody long.
        const string sql = """
            DELETE FROM seen_overflow WHERE (customer_id, hash) IN (
                SELECT customer_id, hash FROM seen_overflow WHERE received_at < @before LIMIT @piece)
            """;
        var before = (clock.GetUtcNow() - SeenMessages.Horizon).ToUnixTimeMilliseconds();
        long total = 0;
        int deleted;
        do
        {
            deleted = await database.ExecuteAsync(sql, c => c.With("@before", before).With("@piece", Piece), cancellationToken);
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
                Failed(logger, e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old message ids could not be purged; trying again tomorrow")]
    static partial void Failed(ILogger logger, Exception exception);
}
