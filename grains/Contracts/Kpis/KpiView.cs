using CustomerGrains.Domain.Value;

namespace CustomerGrains.Contracts.Kpis;

/// <summary>The live numbers of one window.</summary>
public sealed record KpiView(string Window, DateTimeOffset AsOf, string Currency)
{
    /// <summary>Builds the view from sums of counters.</summary>
    /// <param name="window">5m, 1h, 24h, 30d or all.</param>
    /// <param name="asOf">When the sums were taken.</param>
    /// <param name="reporting">The currency of the totals.</param>
    /// <param name="sums">Sum per metric and dimension over the window; the gauge (open tickets) as it is now.</param>
    public static KpiView From(
        string window, DateTimeOffset asOf, ReportingCurrency reporting, IReadOnlyDictionary<(string Metric, string Dimension), decimal> sums)
    {
        ArgumentNullException.ThrowIfNull(reporting);
        return new(window, asOf, reporting.Currency);
    }
}
