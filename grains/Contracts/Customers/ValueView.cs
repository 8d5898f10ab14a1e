using CustomerGrains.Contracts.Kpis;
using CustomerGrains.Domain.Value;
using CustomerGrains.Domain.Value.Prediction;

namespace CustomerGrains.Contracts.Customers;

/// <summary>What the customer bought and gave back, in the reporting currency.</summary>
/// <param name="Currency">The reporting currency.</param>
/// <param name="Orders">Completed orders, whatever their currency.</param>
/// <param name="Gross">Their money.</param>
/// <param name="RefundCount">Refunds and cancellations.</param>
/// <param name="Refunded">Money given back by them.</param>
/// <param name="Cancelled">Cancelled orders; they are among the refunds too.</param>
/// <param name="Net">Gross minus refunded.</param>
/// <param name="AverageOrder">Gross per order, of those whose money is in the total; null without any.</param>
/// <param name="FirstOrder">When the first was made, or null.</param>
/// <param name="LastOrder">When the latest was made, or null.</param>
/// <param name="BuyingDays">Distinct UTC days with an order, at most 1,000.</param>
/// <param name="Unconverted">Orders and refunds whose money is left out because their currency has no rate.</param>
/// <param name="ByCurrency">The exact amounts.</param>
/// <param name="Predicted">What the models expect of her; null until there are enough customers to learn from, and of who never bought.</param>
public sealed record ValueView(
    string Currency,
    long Orders,
    decimal Gross,
    long RefundCount,
    decimal Refunded,
    long Cancelled,
    decimal Net,
    decimal? AverageOrder,
    DateTimeOffset? FirstOrder,
    DateTimeOffset? LastOrder,
    int BuyingDays,
    long Unconverted,
    IReadOnlyDictionary<string, MoneyView> ByCurrency,
    PredictedView? Predicted)
{
    internal static ValueView From(Purchases? purchases, ReportingCurrency reporting, Prediction? prediction)
    {
        var money = new MoneyTotals(reporting);
        if (purchases is not null)
        {
            foreach (var total in purchases.ByCurrency)
                money.Add(total.Currency, total.Orders, total.Gross, total.RefundCount, total.Refunded, total.Cancelled);
            money.AddUncurrencied(purchases.OrdersOfOtherCurrencies, purchases.RefundsOfOtherCurrencies, purchases.CancelledOfOtherCurrencies);
        }

        return new(
            reporting.Currency,
            money.Orders,
            money.Gross,
            money.RefundCount,
            money.Refunded,
            money.Cancelled,
            money.Gross - money.Refunded,
            money.ConvertedOrders == 0 ? null : Math.Round(money.Gross / money.ConvertedOrders, 6),
            purchases?.FirstOrder,
            purchases?.LastOrder,
            purchases?.BuyingDays ?? 0,
            money.Unconverted,
            money.ByCurrency,
            PredictedView.From(prediction));
    }
}
