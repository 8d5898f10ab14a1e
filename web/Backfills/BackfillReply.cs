using CustomerGrains.Silo.Backfills;

namespace CustomerGrains.Web.Backfills;

/// <summary>How far the evaluation of everybody is that followed a publication.</summary>
/// <param name="Id">Later ones have greater ids.</param>
/// <param name="Generation">Of the rules that made it necessary.</param>
/// <param name="Reason"><c>segment/&lt;key&gt;</c>, <c>journey</c>, or what else made it necessary.</param>
/// <param name="State">running, paused (it lets live events pass) or done.</param>
/// <param name="Done">Customers looked at.</param>
/// <param name="Total">Customers there are, about.</param>
/// <param name="Changed">Customers whose memberships or stage it changed.</param>
/// <param name="StartedAt">When it was asked for.</param>
/// <param name="FinishedAt">When everybody had been looked at; null before.</param>
/// <param name="PerSecond">Customers a second.</param>
sealed record BackfillReply(
    long Id, long Generation, string Reason, string State, long Done, long Total, long Changed, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt, double PerSecond)
{
    public static BackfillReply Of(BackfillProgress progress) => new(
        progress.Id,
        progress.Generation,
        progress.Reason,
        progress.State switch
        {
            BackfillState.Running => "running",
            BackfillState.Paused => "paused",
            _ => "done",
        },
        progress.Done,
        progress.Total,
        progress.Changed,
        progress.StartedAt,
        progress.FinishedAt,
        Math.Round(progress.PerSecond, 1));
}

/// <summary>Evaluations of everybody.</summary>
/// <param name="Items">Newest first.</param>
sealed record BackfillsReply(IReadOnlyList<BackfillReply> Items);
