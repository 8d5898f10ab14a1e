using CustomerGrains.Contracts.Customers;
using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Value;
using CustomerGrains.DomainTests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace CustomerGrains.DomainTests.Value;

/// <summary>What lists show of a customer's purchases is what her own page shows.</summary>
public sealed class PurchaseTextTests
{
    [Fact]
    public void A_list_shows_the_same_orders_and_money_as_the_customer_herself() =>
        Prop.ForAll(Folding.Journals, journal =>
        {
            var state = Folding.Fold(journal);
            return Same(state, Story.Pounds) && Same(state, new("USD", new Dictionary<string, decimal>()));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(100));

    [Fact]
    public void Nothing_bought_is_nothing() => Assert.Equal((0, 0m, "GBP"), PurchaseText.Read(PurchaseText.Of(null), Story.Pounds));

    [Fact]
    public void Money_of_the_only_currency_is_shown_even_without_a_rate() =>
        Assert.Equal((2, 70.5m, "JPY"), PurchaseText.Read("JPY 2 100.5 1 30\n", new("USD", new Dictionary<string, decimal>())));

    static bool Same(CustomerState state, ReportingCurrency reporting)
    {
        var view = CustomerView.From(state, Door.Now, reporting).Value;
        var (orders, net, currency) = PurchaseText.Read(PurchaseText.Of(state.Purchases), reporting);
        if (view.Unconverted > 0 && view.ByCurrency.Count == 1)
            return (orders, net, currency) == (view.Orders, view.ByCurrency.Values.First().Net, view.ByCurrency.Keys.First());
        return (orders, net, currency) == (view.Orders, view.Net, view.Currency);
    }
}
