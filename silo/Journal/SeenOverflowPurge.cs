using CustomerGrains.Grains.Journal;
using CustomerGrains.Silo.Storage;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Silo.Journal;

/// <summary>Forgets evicted message ids that are older than the horizon of exactness.</summary>
sealed class SeenOverflowPurge(StoreDatabase database, TimeProvider clock, ILogger<SeenOverflowPurge> logger)
    : DailyPurge(database, clock, logger, "message ids")
{
    protected override TimeSpan Kept => SeenMessages.Horizon;

    protected override string Sql => """
        DELETE FROM seen_overflow WHERE (customer_id, hash) IN (
            SELECT customer_id, hash FROM seen_overflow WHERE received_at < @before LIMIT @piece)
        """;
}
