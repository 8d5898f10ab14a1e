using CustomerGrains.Contracts.Kpis;

namespace CustomerGrains.Web.Alerts;

/// <summary>The key figures that an alert can watch: by the names that they have everywhere, each with its words and its value.</summary>
static class AlertMetrics
{
    public static IReadOnlyDictionary<string, (string Words, bool OfCustomers, Func<KpiView, decimal?> Value)> All { get; } =
        new Dictionary<string, (string, bool, Func<KpiView, decimal?>)>(StringComparer.Ordinal)
        {
            ["events"] = ("events", false, view => view.Events),
            ["activeCustomers"] = ("active customers", true, view => view.ActiveCustomers),
            ["newCustomers"] = ("new customers", true, view => view.NewCustomers),
            ["orders"] = ("orders", false, view => view.Orders),
            ["gross"] = ("gross revenue", false, view => view.Gross),
            ["refundCount"] = ("refunds", false, view => view.RefundCount),
            ["refunded"] = ("money refunded", false, view => view.Refunded),
            ["net"] = ("net revenue", false, view => view.Net),
            ["csat"] = ("CSAT", false, view => view.Csat.Share),
            ["nps"] = ("NPS", false, view => view.Nps.Score),
            ["ces"] = ("CES", false, view => view.Ces.Mean),
            ["openTickets"] = ("open tickets", true, view => view.OpenTickets),
        };
}
