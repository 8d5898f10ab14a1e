using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Kpis;
using CustomerGrains.Grains.Value;
using CustomerGrains.Silo.Kpis;
using CustomerGrains.Web.Live;

namespace CustomerGrains.Web.Kpis;

/// <summary>The live key figures and the stream of one segment, stage or channel.</summary>
sealed class ScopeBoard : IDisposable
{
    readonly List<KpiDelta> _deltas = [];
    readonly List<(string CustomerId, JournalEntry Entry)> _touchpoints = [];
    long _counted;

    public ScopeBoard(string scope, IKpiStore store, IReportingCurrency reporting, TimeProvider clock)
    {
        Board = new(reporting, clock, scope);
        Days = new(Board, store, clock);
        Trend = new(Board, Days, reporting, clock);
        Feed = new(clock);
        Source = new(Board, Feed);
        LastUsed = clock.GetUtcNow();
    }

    /// <summary>A name of <see cref="Scopes"/>.</summary>
    public string Scope => Board.Scope!;

    /// <summary>The key figures.</summary>
    public KpiBoard Board { get; }

    /// <summary>The key figures over time.</summary>
    public KpiTrend Trend { get; }

    /// <summary>The latest touchpoints.</summary>
    public LiveFeed Feed { get; }

    /// <summary>What the dashboard is drawn from.</summary>
    public DashboardSource Source { get; }

    /// <summary>Ends when the stored counters are in.</summary>
    public Task Loading { get; set; } = Task.CompletedTask;

    /// <summary>When somebody last asked or watched.</summary>
    public DateTimeOffset LastUsed { get; set; }

    KpiDays Days { get; }

    /// <summary>Notes a change of this scope; <see cref="Flush"/> ends the group.</summary>
    public void Note(in KpiDelta delta)
    {
        if (delta.Metric == Metrics.Touchpoints) _counted += (long)delta.Value;
        if (delta.Value != 0) _deltas.Add(delta);
    }

    /// <summary>Notes a touchpoint of this scope.</summary>
    public void Note(string customerId, JournalEntry touchpoint) => _touchpoints.Add((customerId, touchpoint));

    /// <summary>Counts and shows what was noted. Called on the announcing thread only, as the others.</summary>
    public void Flush()
    {
        if (_deltas.Count > 0) Board.Add(_deltas);
        if (_touchpoints.Count > 0 || _counted > 0) Feed.Add(_touchpoints, _counted);
        _deltas.Clear();
        _touchpoints.Clear();
        _counted = 0;
    }

    public void Dispose() => Days.Dispose();
}
