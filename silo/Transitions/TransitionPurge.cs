using CustomerGrains.Silo.Storage;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Silo.Transitions;

/// <summary>Forgets the transitions that are older than lists reach; the journal keeps them.</summary>
sealed class TransitionPurge(StoreDatabase database, TimeProvider clock, ILogger<TransitionPurge> logger)
    : DailyPurge(database, clock, logger, "transitions")
{
    /// <summary>How far back lists of transitions reach.</summary>
    public static readonly TimeSpan Reach = TimeSpan.FromDays(90);

    protected override TimeSpan Kept => Reach;

    // The smallest ids are the oldest, give or take what was decided at the same time: no index on the time is needed.
    protected override string Sql => "DELETE FROM transition WHERE decided_at < @before AND id IN (SELECT id FROM transition ORDER BY id LIMIT @piece)";
}
