using CustomerGrains.Silo.Storage;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Silo.Webhooks;

/// <summary>Forgets what was delivered long ago.</summary>
sealed class DeliveredPurge(StoreDatabase database, TimeProvider clock, ILogger<DeliveredPurge> logger) : DailyPurge(database, clock, logger, "deliveries")
{
    protected override TimeSpan Kept => WebhookLimits.DeliveredKept;

    protected override string Sql =>
        "DELETE FROM webhook_delivery WHERE id IN (SELECT id FROM webhook_delivery WHERE state = 1 AND finished_at < @before LIMIT @piece)";
}

/// <summary>Forgets dead letters that nobody replayed.</summary>
sealed class DeadLetterPurge(StoreDatabase database, TimeProvider clock, ILogger<DeadLetterPurge> logger) : DailyPurge(database, clock, logger, "dead letters")
{
    protected override TimeSpan Kept => WebhookLimits.DeadKept;

    protected override string Sql =>
        "DELETE FROM webhook_delivery WHERE id IN (SELECT id FROM webhook_delivery WHERE state = 2 AND finished_at < @before LIMIT @piece)";
}
