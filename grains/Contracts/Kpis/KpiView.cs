using System.Text.Json;
using CustomerGrains.Contracts.Customers;
using CustomerGrains.Domain.Experience;
using CustomerGrains.Domain.Kpis;
using CustomerGrains.Domain.Value;

namespace CustomerGrains.Contracts.Kpis;

/// <summary>The live numbers of one window. Money is in <paramref name="Currency"/>; percentages are 0 to 100 (NPS -100 to 100), null where nobody answered.</summary>
/// <param name="Window">5m, 1h, 24h, 30d (whole minutes of event time, up to and including the current one) or all.</param>
/// <param name="AsOf">When the numbers were taken.</param>
/// <param name="Currency">The reporting currency.</param>
/// <param name="Events">Touchpoints.</param>
/// <param name="ActiveCustomers">Customers whose latest touchpoint is in the window; over all time: all customers. Null by channel: nobody belongs to one.</param>
/// <param name="NewCustomers">Customers whose first touchpoint is in the window; null by channel.</param>
/// <param name="Orders">Completed orders, whatever their currency.</param>
/// <param name="Gross">Their money.</param>
/// <param name="RefundCount">Refunds and cancellations, whatever their currency.</param>
/// <param name="Refunded">Money given back by them.</param>
/// <param name="Net">Gross minus refunded.</param>
/// <param name="Cancelled">Cancelled orders; they are among the refunds too.</param>
/// <param name="Unconverted">Orders and refunds whose money is left out of the totals because their currency has no rate.</param>
/// <param name="ByCurrency">The exact amounts; those sent without a currency count as the reporting currency.</param>
/// <param name="Csat">Satisfaction.</param>
/// <param name="Nps">Recommendation.</param>
/// <param name="Ces">Effort.</param>
/// <param name="OpenTickets">Tickets open now, whatever the window; null by channel.</param>
public sealed record KpiView(
    string Window,
    DateTimeOffset AsOf,
    string Currency,
    long Events,
    long? ActiveCustomers,
    long? NewCustomers,
    long Orders,
    decimal Gross,
    long RefundCount,
    decimal Refunded,
    decimal Net,
    long Cancelled,
    long Unconverted,
    IReadOnlyDictionary<string, MoneyView> ByCurrency,
    CsatKpi Csat,
    NpsKpi Nps,
    CesKpi Ces,
    long? OpenTickets)
{
    /// <summary>Builds the view from sums of counters.</summary>
    /// <param name="window">5m, 1h, 24h, 30d or all.</param>
    /// <param name="asOf">When the sums were taken.</param>
    /// <param name="reporting">The currency of the totals.</param>
    /// <param name="sums">Sum per metric and dimension over the window; the gauge of open tickets as it is now, in every window.</param>
    public static KpiView From(
        string window, DateTimeOffset asOf, ReportingCurrency reporting, IReadOnlyDictionary<(string Metric, string Dimension), decimal> sums)
    {
        ArgumentNullException.ThrowIfNull(reporting);
        ArgumentNullException.ThrowIfNull(sums);
        var money = new MoneyTotals(reporting);
        foreach (var currency in CurrenciesOf(sums))
        {
            money.Add(
                currency,
                Count(Metrics.Orders, currency),
                sums.GetValueOrDefault((Metrics.Gross, currency)),
                Count(Metrics.Refunds, currency),
                sums.GetValueOrDefault((Metrics.Refunded, currency)),
                Count(Metrics.Cancelled, currency));
        }

        return new(
            window,
            asOf,
            reporting.Currency,
            Count(Metrics.Events),
            Count(Metrics.CustomersSeen),
            Count(Metrics.CustomersNew),
            money.Orders,
            money.Gross,
            money.RefundCount,
            money.Refunded,
            money.Gross - money.Refunded,
            money.Cancelled,
            money.Unconverted,
            money.ByCurrency,
            new(ScoreRules.Csat(Count(Metrics.CsatSatisfied), Count(Metrics.CsatAnswers)), Count(Metrics.CsatAnswers)),
            NpsKpi.From(Count(Metrics.NpsAnswers), Count(Metrics.NpsPromoters), Count(Metrics.NpsDetractors)),
            new(
                ScoreRules.CesMean(Count(Metrics.CesSum), Count(Metrics.CesAnswers)),
                ScoreRules.CesShare(Count(Metrics.CesEasy), Count(Metrics.CesAnswers)),
                Count(Metrics.CesAnswers)),
            Count(Metrics.TicketsOpen));

        long Count(string metric, string dimension = "") => (long)sums.GetValueOrDefault((metric, dimension));
    }

    /// <summary>The same without what only whole customers have.</summary>
    public KpiView WithoutCustomers() => this with { ActiveCustomers = null, NewCustomers = null, OpenTickets = null };

    /// <summary>UTF-8 JSON, camelCase.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ViewJson.Default.KpiView);

    static SortedSet<string> CurrenciesOf(IReadOnlyDictionary<(string Metric, string Dimension), decimal> sums) =>
        new(
            sums.Where(sum => sum.Key.Metric is Metrics.Orders or Metrics.Refunds && sum.Value != 0).Select(sum => sum.Key.Dimension),
            StringComparer.Ordinal);
}

/// <summary>Customer satisfaction.</summary>
/// <param name="Share">Percentage of 4-5 among 1-5.</param>
/// <param name="Answers">Answers.</param>
public sealed record CsatKpi(decimal? Share, long Answers);

/// <summary>Net Promoter Score.</summary>
/// <param name="Score">Percentage of 9-10 minus percentage of 0-6.</param>
/// <param name="Answers">Answers 0-10.</param>
/// <param name="Promoters">9-10.</param>
/// <param name="Passives">7-8.</param>
/// <param name="Detractors">0-6.</param>
public sealed record NpsKpi(decimal? Score, long Answers, long Promoters, long Passives, long Detractors)
{
    internal static NpsKpi From(long answers, long promoters, long detractors) =>
        new(ScoreRules.Nps(promoters, detractors, answers), answers, promoters, answers - promoters - detractors, detractors);
}

/// <summary>Customer effort, 1-7, 7 = easiest.</summary>
/// <param name="Mean">Mean answer.</param>
/// <param name="Share">Percentage of 5-7.</param>
/// <param name="Answers">Answers.</param>
public sealed record CesKpi(decimal? Mean, decimal? Share, long Answers);
