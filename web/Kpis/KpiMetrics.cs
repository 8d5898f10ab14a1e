using System.Diagnostics.Metrics;
using CustomerGrains.Grains.Telemetry;

namespace CustomerGrains.Web.Kpis;

/// <summary>How much the key figures hold in memory.</summary>
sealed class KpiMetrics
{
    public KpiMetrics(IMeterFactory meters, KpiBoard board, ScopeBoards scopes)
    {
        var meter = meters.Create(Instruments.Name);
        meter.CreateObservableGauge("customergrains.kpis.series", () => board.Series, "{series}", "Counters that the board of everybody keeps in memory, each with 60 days of minutes.");
        meter.CreateObservableGauge("customergrains.kpis.boards", () => scopes.Count, "{board}", "Boards of segments, stages and channels that somebody looks at.");
    }
}
