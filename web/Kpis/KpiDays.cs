using CustomerGrains.Silo.Kpis;

namespace CustomerGrains.Web.Kpis;

/// <summary>
/// Every counter by day, from the first day on: the latest 58 days or more from the board, which is exact at any moment, those before from the
/// store. The old days are read when somebody first asks, then again only when something was counted there (an import) or the day ended.
/// </summary>
sealed class KpiDays(KpiBoard board, IKpiStore store, TimeProvider clock) : IDisposable
{
    /// <summary>Minutes of a day.</summary>
    public const long Minutes = 24 * 60;

    // While old events keep coming, the store is asked no more often than this.
    static readonly TimeSpan _shortest = TimeSpan.FromSeconds(10);

    readonly SemaphoreSlim _gate = new(1, 1);
    (IReadOnlyList<KpiDay> Days, long Before, long Version, DateTimeOffset At)? _old;

    /// <summary>The first day of which the board has every minute, now and for the rest of the day.</summary>
    public static long FirstKept(long minute) => ((minute - KpiWindows.Kept) / Minutes) + 2;

    /// <summary>All days that have anything, oldest first within what is old and what is new.</summary>
    public async Task<IReadOnlyList<KpiDay>> ReadAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            // The version first: what is counted while the store reads makes the next one read again.
            var (minute, version) = board.ReadClock();
            var before = FirstKept(minute);
            if (_old is not { } old || old.Before != before || (old.Version != version && clock.GetUtcNow() - old.At >= _shortest))
                _old = old = (await store.DaysAsync(board.Scope, (before * Minutes) - 1, cancellationToken), before, version, clock.GetUtcNow());
            return [.. old.Days, .. board.ReadDays(before)];
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _gate.Dispose();
}
