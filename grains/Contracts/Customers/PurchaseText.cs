using System.Globalization;
using System.Text;
using CustomerGrains.Contracts.Kpis;
using CustomerGrains.Domain.Value;

namespace CustomerGrains.Contracts.Customers;

/// <summary>
/// What a customer bought, as the read model keeps it: exact amounts by currency, so that lists can show orders and money at today's rates without waking
/// her. One line per currency: code, orders, gross, refunds, refunded.
/// </summary>
public static class PurchaseText
{
    const string Others = "*"; // of so many currencies only the number of orders is known

    /// <summary>The text of purchases; "" for none.</summary>
    public static string Of(Purchases? purchases)
    {
        if (purchases is null)
            return "";
        var text = new StringBuilder();
        foreach (var total in purchases.ByCurrency)
            text.Append(CultureInfo.InvariantCulture, $"{total.Currency} {total.Orders} {total.Gross} {total.RefundCount} {total.Refunded}\n");
        if (purchases.OrdersOfOtherCurrencies != 0 || purchases.RefundsOfOtherCurrencies != 0)
            text.Append(CultureInfo.InvariantCulture, $"{Others} {purchases.OrdersOfOtherCurrencies} 0 {purchases.RefundsOfOtherCurrencies} 0\n");
        return text.ToString();
    }

    /// <summary>Orders, and the money they left in the reporting currency; in the only currency she buys in where that has no rate.</summary>
    public static (long Orders, decimal Net, string Currency) Read(string text, ReportingCurrency reporting)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(reporting);
        var money = new MoneyTotals(reporting);
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = line.Split(' ');
            var (orders, refunds) = (Number(parts[1]), Number(parts[3]));
            if (parts[0] == Others)
                money.AddUncurrencied(orders, refunds, 0);
            else
                money.Add(parts[0], orders, Amount(parts[2]), refunds, Amount(parts[4]), 0);
        }

        // Without a rate for the only currency she buys in, the total says 0: then the amount in that currency is the answer.
        if (money.Unconverted > 0 && money.ByCurrency.Count == 1)
        {
            var (currency, only) = money.ByCurrency.First();
            return (money.Orders, only.Net, currency);
        }

        return (money.Orders, money.Gross - money.Refunded, reporting.Currency);
    }

    static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    static decimal Amount(string text) => decimal.Parse(text, NumberStyles.Number, CultureInfo.InvariantCulture);
}
