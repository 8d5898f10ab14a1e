using CustomerGrains.Domain.Value;

namespace CustomerGrains.Contracts.Kpis;

/// <summary>Adds money of several currencies up in the reporting currency, for customers and for counters alike.</summary>
sealed class MoneyTotals(ReportingCurrency reporting)
{
    const int Decimals = 6;

    readonly SortedDictionary<string, MoneyView> _byCurrency = new(StringComparer.Ordinal);
    decimal _gross;
    decimal _refunded;

    public long Orders { get; private set; }

    public long ConvertedOrders { get; private set; }

    public long RefundCount { get; private set; }

    public long Cancelled { get; private set; }

    /// <summary>Orders and refunds whose money is not in the totals.</summary>
    public long Unconverted { get; private set; }

    public decimal Gross => Math.Round(_gross, Decimals);

    public decimal Refunded => Math.Round(_refunded, Decimals);

    public IReadOnlyDictionary<string, MoneyView> ByCurrency => _byCurrency;

    public void Add(string currency, long orders, decimal gross, long refunds, decimal refunded, long cancelled)
    {
        AddUncurrencied(orders, refunds, cancelled);
        var key = currency.Length == 0 ? reporting.Currency : currency;
        var before = _byCurrency.GetValueOrDefault(key) ?? new(0, 0, 0, 0, 0);
        _byCurrency[key] = new(
            before.Orders + orders,
            before.Gross + gross,
            before.RefundCount + refunds,
            before.Refunded + refunded,
            before.Net + gross - refunded);
        if (reporting.RateOf(key) is not { } rate)
            return;
        Unconverted -= orders + refunds;
        ConvertedOrders += orders;
        _gross += gross * rate;
        _refunded += refunded * rate;
    }

    /// <summary>Counts orders and refunds of which no money is known.</summary>
    public void AddUncurrencied(long orders, long refunds, long cancelled)
    {
        Orders += orders;
        RefundCount += refunds;
        Cancelled += cancelled;
        Unconverted += orders + refunds;
    }
}
