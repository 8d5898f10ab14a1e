namespace CustomerGrains.Contracts.Kpis;

/// <summary>The numbers of one step of time, by event time.</summary>
/// <param name="Start">When the step begins (UTC).</param>
/// <param name="Events">Touchpoints.</param>
/// <param name="NewCustomers">Customers whose first touchpoint is in the step; null by channel.</param>
/// <param name="Orders">Completed orders.</param>
/// <param name="Gross">Their money, in the reporting currency.</param>
/// <param name="RefundCount">Refunds and cancellations.</param>
/// <param name="Refunded">Money given back by them.</param>
/// <param name="Net">Gross minus refunded.</param>
/// <param name="Csat">Satisfaction.</param>
/// <param name="Nps">Recommendation.</param>
/// <param name="Ces">Effort.</param>
public sealed record KpiBucket(
    DateTimeOffset Start,
    long Events,
    long? NewCustomers,
    long Orders,
    decimal Gross,
    long RefundCount,
    decimal Refunded,
    decimal Net,
    CsatKpi Csat,
    NpsKpi Nps,
    CesKpi Ces)
{
    /// <summary>The step's part of a view that was made of its sums.</summary>
    public static KpiBucket From(DateTimeOffset start, KpiView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return new(
            start, view.Events, view.NewCustomers, view.Orders, view.Gross, view.RefundCount, view.Refunded, view.Net, view.Csat, view.Nps, view.Ces);
    }
}
