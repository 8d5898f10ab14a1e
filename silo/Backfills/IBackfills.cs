namespace CustomerGrains.Silo.Backfills;

/// <summary>The evaluations of everybody that follow publications: how far they are.</summary>
public interface IBackfills
{
    /// <summary>Those that are not finished, oldest first, wherever they run.</summary>
    IReadOnlyList<BackfillProgress> Current { get; }

    /// <summary>One of them moved on or ended; from another process within a second. Must be quick and must not throw.</summary>
    event Action<BackfillProgress>? Changed;

    /// <summary>The latest ones, newest first, finished ones included.</summary>
    Task<IReadOnlyList<BackfillProgress>> ListAsync(int limit, CancellationToken cancellationToken);
}

/// <summary>What a backfill is doing.</summary>
public enum BackfillState
{
    /// <summary>It goes through everybody, or is about to.</summary>
    Running = 1,

    /// <summary>Everybody was looked at.</summary>
    Done = 2,

    /// <summary>It lets live traffic pass, or waits for the store.</summary>
    Paused = 3,
}

/// <summary>How far a backfill is.</summary>
/// <param name="Id">Later ones have greater ids.</param>
/// <param name="Generation">Of the rules that made it necessary.</param>
/// <param name="Reason"><c>segment/&lt;key&gt;</c>, <c>journey</c> or <c>first start</c>.</param>
/// <param name="State">What it is doing.</param>
/// <param name="Done">Customers looked at.</param>
/// <param name="Total">Customers there are, about.</param>
/// <param name="Changed">Customers of whom something was decided anew.</param>
/// <param name="StartedAt">When it was asked for.</param>
/// <param name="FinishedAt">When everybody had been looked at, or null.</param>
/// <param name="PerSecond">Customers a second, lately or (when it is done) altogether.</param>
public sealed record BackfillProgress(
    long Id, long Generation, string Reason, BackfillState State, long Done, long Total, long Changed, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt, double PerSecond);
