using CustomerGrains.Contracts.Kpis;
using CustomerGrains.Domain.Value;
using CustomerGrains.DomainTests.Support;

namespace CustomerGrains.DomainTests.Value;

public sealed class ValueTests
{
    [Fact]
    public void Ten_thousand_times_a_tenth_is_a_thousand()
    {
        var story = new Story();
        for (var i = 0; i < 10_000; i++)
            story.Track("Order Completed", i / 10.0, new { total = 0.1, currency = "GBP" });
        Assert.Equal(1000m, story.View.Value.Gross);
        Assert.Equal(0.1m, story.View.Value.AverageOrder);
    }

    [Theory]
    [InlineData("""{"total": 12.5, "revenue": 99, "value": 98}""", 12.5)]
    [InlineData("""{"total": null, "revenue": "10.25", "value": 98}""", 10.25)]
    [InlineData("""{"value": 7}""", 7)]
    [InlineData("""{"products": [{"price": 2.5, "quantity": 3}, {"price": "1.5"}, {"quantity": 4}, {"price": 1, "quantity": -1}]}""", 8)]
    [InlineData("""{}""", 0)]
    [InlineData("""{"total": -0}""", 0)]
    [InlineData("""{"total": 0.0000005}""", 0)]
    [InlineData("""{"total": 0.0000015}""", 0.000002)]
    [InlineData("""{"total": 1e3}""", 1000)]
    [InlineData("""{"total": 1e-400}""", 0)]
    [InlineData("""{"total": 1000000000000}""", 1000000000000)]
    public void An_orders_amount_is_total_else_revenue_else_value_else_its_products(string properties, decimal amount)
    {
        var story = new Story().Send(new { type = "track", @event = "Order Completed", userId = "ada", properties = System.Text.Json.Nodes.JsonNode.Parse(properties) });
        Assert.Equal((1, amount), (story.View.Value.Orders, story.View.Value.Gross));
    }

    [Fact]
    public void Refunds_and_cancellations_give_money_back_whatever_their_sign()
    {
        var value = new Story()
            .Track("Order Completed", 0, new { total = 100, currency = "gbp" })
            .Track("Order Completed", 1, new { total = 50 })
            .Track("Order Refunded", 2, new { total = -30, currency = "GBP" })
            .Track("Order Cancelled", 3, new { revenue = 20, currency = "GBP" })
            .View.Value;
        Assert.Equal((2, 150m, 2, 50m, 1, 100m), (value.Orders, value.Gross, value.RefundCount, value.Refunded, value.Cancelled, value.Net));
        Assert.Equal(new MoneyView(2, 150, 2, 50, 100), Assert.Single(value.ByCurrency).Value);
        Assert.Equal(75m, value.AverageOrder);
    }

    [Fact]
    public void A_currency_without_a_rate_is_kept_and_counted_as_unconverted()
    {
        var value = new Story()
            .Track("Order Completed", 0, new { total = 10, currency = "EUR" })
            .Track("Order Completed", 1, new { total = 999, currency = "JPY" })
            .Track("Order Refunded", 2, new { total = 9, currency = "JPY" })
            .View.Value;
        Assert.Equal(("GBP", 2, 8m, 1, 0m, 2), (value.Currency, value.Orders, value.Gross, value.RefundCount, value.Refunded, value.Unconverted));
        Assert.Equal(new MoneyView(1, 999, 1, 9, 990), value.ByCurrency["JPY"]);
        Assert.Equal(8m, value.AverageOrder);
    }

    [Fact]
    public void Orders_in_more_currencies_than_are_kept_are_still_counted()
    {
        var story = new Story();
        for (var i = 0; i < 100; i++)
            story.Track("Order Completed", i, new { total = 1, currency = $"{(char)('A' + (i / 26))}{(char)('A' + (i % 26))}Z" });
        Assert.Equal(Purchases.MaxCurrencies, story.View.Value.ByCurrency.Count);
        Assert.Equal(100, story.View.Value.Orders);
        Assert.Equal(100, story.View.Value.Unconverted);
    }

    [Fact]
    public void Buying_days_are_distinct_days_in_utc()
    {
        var value = new Story()
            .Track("Order Completed", 5, new { total = 1 })
            .Track("Order Completed", 1439, new { total = 1 })
            .Track("Order Completed", 1440, new { total = 1 })
            .View.Value;
        Assert.Equal(2, value.BuyingDays);
        Assert.Equal(Story.Start.AddMinutes(5), value.FirstOrder);
        Assert.Equal(Story.Start.AddMinutes(1440), value.LastOrder);
    }

    [Fact]
    public void Of_more_buying_days_than_are_kept_the_latest_count_whatever_the_order()
    {
        var (forwards, backwards) = (new Story(), new Story());
        for (var i = 0; i <= 1200; i++)
        {
            forwards.Send(Ordered(i));
            backwards.Send(Ordered(1200 - i));
        }

        Assert.Equal(Purchases.MaxDays, forwards.View.Value.BuyingDays);
        Assert.Equal(forwards.State.Facts(), backwards.State.Facts());
    }

    static object Ordered(int day) => new
    {
        type = "track",
        @event = "Order Completed",
        userId = "ada",
        messageId = $"o{day}",
        timestamp = Story.Start.AddDays(-day),
        properties = new { total = 1 },
    };
}
