using CustomerGrains.Silo.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Silo.Transitions;

/// <summary>Once a day forgets the transitions that are older than lists reach, a small piece at a time; the journal keeps them.</summary>
sealed partial class TransitionPurge(StoreDatabase database, TimeProvider clock, ILogger<TransitionPurge> logger) : BackgroundService
{
    /// <summary>How far back lists of transitions reach.</summary>
    public static readonly TimeSpan Reach = TimeSpan.FromDays(90);

    const int Piece = 5_000;
    static readonly TimeSpan Interval = TimeSpan.FromDays(1);

    /// <summary>Purges now.</summary>
    /// <returns>How many were forgotten.</returns>
    public async Task<long> PurgeAsync(CancellationToken cancellationToken)
    {
        // The smallest ids are the oldest, give or take what was decided at the same time: no index on the time is needed.
        const string sql = """
            DELETE FROM transition WHERE decided_at < @before AND id IN (SELECT id FROM transition ORDER BY id LIMIT @piece)
            """;
        var before = (clock.GetUtcNow() - Reach).ToUnixTimeMilliseconds();
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old transitions could not be purged; trying again tomorrow")]
    static partial void Failed(ILogger logger, Exception exception);
}
