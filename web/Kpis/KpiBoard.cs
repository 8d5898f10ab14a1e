using CustomerGrains.Contracts.Kpis;
using CustomerGrains.Domain.Kpis;
using CustomerGrains.Grains.Journal;
using CustomerGrains.Grains.Value;

namespace CustomerGrains.Web.Kpis;

/// <summary>
/// The live key figures: loaded once from the counters, then kept by adding what is committed. The API and the screens read this and
/// ask no database. Windows also move by time alone.
/// </summary>
sealed class KpiBoard(IReportingCurrency reporting, TimeProvider clock) : ICommitObserver
{
    readonly Lock _lock = new();
    SlidingSums? _sums;
    List<KpiDelta> _early = [];

    /// <summary>Whether the stored counters are in.</summary>
    public bool Loaded => Volatile.Read(ref _sums) is not null;

    /// <summary>The currency of the totals.</summary>
    public string Currency => reporting.Current.Currency;

    public void OnCommitted(IReadOnlyList<Commit> commits)
    {
        lock (_lock)
        {
            foreach (var commit in commits)
            {
                if (_sums is null) _early.AddRange(commit.Deltas);
                else foreach (var delta in commit.Deltas) _sums.Add(delta);
            }
        }
    }

    /// <summary>Starts from stored counters: rows of minutes and (minute -1) of totals. Until then nothing may be committed.</summary>
    public void Load(IEnumerable<KpiDelta> rows)
    {
        var sums = new SlidingSums(KpiDelta.MinuteOf(clock.GetUtcNow()));
        foreach (var row in rows) sums.Load(row);
        lock (_lock)
        {
            foreach (var delta in _early) sums.Add(delta);
            _early = [];
            _sums = sums;
        }
    }

    /// <summary>The key figures of one window: an index of <see cref="KpiWindows.Sliding"/>, or -1 for everything.</summary>
    public KpiView Read(int window)
    {
        lock (_lock) return Read(window, Now());
    }

    /// <summary>The key figures of all windows at one moment.</summary>
    public IReadOnlyDictionary<string, KpiView> ReadAll()
    {
        lock (_lock)
        {
            var now = Now();
            return KpiWindows.Names.ToDictionary(name => name, name => Read(KpiWindows.IndexOf(name)!.Value, now));
        }
    }

    KpiView Read(int window, DateTimeOffset now)
    {
        var sums = new Dictionary<(string Metric, string Dimension), decimal>();
        foreach (var (metric, dimension, value) in _sums!.Sums(window)) sums[(metric, dimension)] = value;
        // A gauge has no place in time: it is the same in every window.
        if (window >= 0) foreach (var (metric, dimension, value) in _sums.Gauges()) sums[(metric, dimension)] = value;
        return KpiView.From(window < 0 ? KpiWindows.All : KpiWindows.Sliding[window].Name, now, reporting.Current, sums);
    }

    DateTimeOffset Now()
    {
        if (_sums is null) throw new InvalidOperationException("The key figures are not loaded yet.");
        var now = clock.GetUtcNow();
        _sums.RollTo(KpiDelta.MinuteOf(now));
        return now;
    }
}
