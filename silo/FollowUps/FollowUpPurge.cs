using CustomerGrains.Silo.Storage;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Silo.FollowUps;

/// <summary>Forgets the follow-ups that were resolved longer ago than lists reach; the journals keep them.</summary>
sealed class FollowUpPurge(StoreDatabase database, TimeProvider clock, ILogger<FollowUpPurge> logger)
    : DailyPurge(database, clock, logger, "follow-ups")
{
    /// <summary>How far back lists of resolved follow-ups reach.</summary>
    public static readonly TimeSpan Reach = TimeSpan.FromDays(365);

    protected override TimeSpan Kept => Reach;

    protected override string Sql =>
        "DELETE FROM follow_up WHERE id IN (SELECT id FROM follow_up WHERE state = 2 AND resolved_at < @before ORDER BY resolved_at LIMIT @piece)";
}
