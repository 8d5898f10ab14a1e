namespace CustomerGrains.Contracts.Kpis;

/// <summary>
/// The numbers of the window just before, to compare with. Who was active then, and how many tickets were open, is not among them: the counters know whom
/// was seen last when, not who was active at some time in the past.
/// </summary>
/// <param name="Window">5m, 1h, 24h or 30d: the one that this came before.</param>
/// <param name="AsOf">When the numbers were taken.</param>
/// <param name="Currency">The reporting currency.</param>
/// <param name="Events">Touchpoints.</param>
/// <param name="NewCustomers">Customers whose first touchpoint is in the window; null by channel.</param>
/// <param name="Orders">Completed orders, whatever their currency.</param>
/// <param name="Gross">Their money.</param>
/// <param name="RefundCount">Refunds and cancellations, whatever their currency.</param>
/// <param name="Refunded">Money given back by them.</param>
/// <param name="Net">Gross minus refunded.</param>
/// <param name="Cancelled">Cancelled orders; they are among the refunds too.</param>
/// <param name="Unconverted">Orders and refunds whose money is left out of the totals because their currency has no rate.</param>
/// <param name="ByCurrency">The exact amounts.</param>
/// <param name="Csat">Satisfaction.</param>
/// <param name="Nps">Recommendation.</param>
/// <param name="Ces">Effort.</param>
public sealed record PreviousKpiView(
    string Window,
    DateTimeOffset AsOf,
    string Currency,
    long Events,
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
    CesKpi Ces)
{
    /// <summary>What can be said of a window of the past.</summary>
    public static PreviousKpiView From(KpiView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return new(
            view.Window, view.AsOf, view.Currency, view.Events, view.NewCustomers, view.Orders, view.Gross, view.RefundCount, view.Refunded, view.Net,
            view.Cancelled, view.Unconverted, view.ByCurrency, view.Csat, view.Nps, view.Ces);
    }
}
