using CustomerGrains.Contracts.Customers;
using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Value;
using CustomerGrains.Grains.Journal;

namespace CustomerGrains.Grains.Customers;

/// <summary>Decides when a customer's row of the read model is worth writing: every row costs the store as much as an event does.</summary>
sealed class CustomerRows
{
    /// <summary>How far the row's "last seen" may lag behind: lists are sorted by it.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromMinutes(10);

    CustomerRow? _written;
    KnownPurchases? _purchases;

    /// <summary>The row to write with this commit, or null if the written one still serves.</summary>
    public CustomerRow? Next(CustomerState state, DateTimeOffset now)
    {
        var row = RowOf(state, now);
        var unchanged = _written is { } written
            && row with { LastSeen = written.LastSeen } == written
            && row.LastSeen - written.LastSeen < Freshness;
        return unchanged ? null : row;
    }

    /// <summary>The commit with this row is durable.</summary>
    public void Written(CustomerRow? row) => _written = row ?? _written;

    CustomerRow RowOf(CustomerState state, DateTimeOffset now) => new(
        state.Id,
        state.LinkedTo,
        state.Known,
        state.DisplayName,
        state.Email,
        state.Phone,
        state.Stage ?? "",
        state.FirstSeen ?? now,
        state.LastSeen ?? now,
        PurchasesOf(state.Purchases));

    // Written anew only when she bought something: every commit asks.
    string PurchasesOf(Purchases? purchases)
    {
        if (purchases is null)
            return "";
        var others = (purchases.OrdersOfOtherCurrencies, purchases.RefundsOfOtherCurrencies);
        if (_purchases is { } known && known.Others == others && known.Totals.SequenceEqual(purchases.ByCurrency))
            return known.Text;
        _purchases = new([.. purchases.ByCurrency], others, PurchaseText.Of(purchases));
        return _purchases.Text;
    }

    sealed record KnownPurchases(CurrencyTotals[] Totals, (long Orders, long Refunds) Others, string Text);
}
