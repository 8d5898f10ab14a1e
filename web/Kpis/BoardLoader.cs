using CustomerGrains.Domain.Kpis;
using CustomerGrains.Silo.Kpis;
using CustomerGrains.Web.Flows;

namespace CustomerGrains.Web.Kpis;

/// <summary>Fills the boards of everybody from the stored counters, at the start and whenever something was missed.</summary>
sealed class BoardLoader(IKpiStore kpis, KpiBoard board, FlowBoard flows)
{
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var sums = board.BeginLoad();
        await kpis.LoadAsync(
            null,
            sums.Minute - KpiWindows.Kept,
            AtMoment,
            row =>
            {
                var counter = new KpiDelta(row.Minute, row.Metric, row.Dimension, row.Value);
                if (Metrics.IsFlow(row.Metric)) flows.Load(counter);
                else sums.Load(counter);
            },
            cancellationToken);
        board.EndLoad(sums);
    }

    void AtMoment()
    {
        board.AtMoment();
        flows.Clear();
    }
}
