using CustomerGrains.Domain.Kpis;

namespace CustomerGrains.Web.Kpis;

/// <summary>A figure over time: which counters it needs, and what it makes of them.</summary>
/// <param name="Counters">Names of <see cref="Metrics"/>.</param>
/// <param name="Money">Whether it is money, and therefore converted into the reporting currency.</param>
/// <param name="Value">The figure of one step from the counters of that step; null where there is no answer.</param>
sealed record SeriesMetric(string[] Counters, bool Money, Func<IReadOnlyList<decimal>, decimal?> Value);

/// <summary>The figures that can be asked for over time, by the names that the key figures have.</summary>
static class SeriesMetrics
{
    public static IReadOnlyDictionary<string, SeriesMetric> All { get; } = new Dictionary<string, SeriesMetric>(StringComparer.Ordinal)
    {
        ["events"] = Sum(Metrics.Events),
        ["newCustomers"] = Sum(Metrics.CustomersNew),
        ["orders"] = Sum(Metrics.Orders),
        ["gross"] = Sum(Metrics.Gross, money: true),
        ["refundCount"] = Sum(Metrics.Refunds),
        ["refunded"] = Sum(Metrics.Refunded, money: true),
        ["net"] = new([Metrics.Gross, Metrics.Refunded], Money: true, sums => sums[0] - sums[1]),
        ["csat"] = new([Metrics.CsatAnswers, Metrics.CsatSatisfied], Money: false, sums => Share(sums[1], sums[0])),
        ["nps"] = new([Metrics.NpsAnswers, Metrics.NpsPromoters, Metrics.NpsDetractors], Money: false, sums => Share(sums[1] - sums[2], sums[0])),
        ["ces"] = new([Metrics.CesAnswers, Metrics.CesSum], Money: false, sums => sums[0] == 0 ? null : decimal.Round(sums[1] / sums[0], 4)),
    };

    static SeriesMetric Sum(string counter, bool money = false) => new([counter], money, sums => sums[0]);

    // Percent, as everywhere.
    static decimal? Share(decimal part, decimal whole) => whole == 0 ? null : decimal.Round(100 * part / whole, 4);
}
