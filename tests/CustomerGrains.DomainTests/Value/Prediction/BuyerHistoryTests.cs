using CustomerGrains.Domain.Value;
using CustomerGrains.Domain.Value.Prediction;
using CustomerGrains.DomainTests.Support;
using CustomerGrains.TestSupport;

namespace CustomerGrains.DomainTests.Value.Prediction;

public sealed class BuyerHistoryTests
{
    const int Day = 24 * 60;

    // The door takes nothing that has not happened yet.
    const int Past = -900 * Day;

    static readonly int FirstDay = (int)(Story.Start.AddMinutes(Past) - DateTimeOffset.UnixEpoch).TotalDays;

    [SharedDataFact]
    public void The_cdnow_purchases_folded_one_by_one_give_the_published_summary()
    {
        var summary = Cdnow.Summary();
        var customers = Cdnow.Transactions();
        Assert.Equal(summary.Count, customers.Count);
        var end = (int)(Cdnow.End - DateTimeOffset.UnixEpoch).TotalDays;
        for (var i = 0; i < customers.Count; i++)
        {
            var story = new Story(customers[i].Id);
            foreach (var (day, spent) in customers[i].Purchases)
                story.Track("Order Completed", (day - Story.Start).TotalMinutes, new { total = spent, currency = "GBP" });
            var buyer = BuyerHistory.Of(story.State, Story.Pounds)!.Value;
            var (pattern, mean) = summary[i];
            var own = buyer.On(end);
            Assert.Equal(pattern, new(own.Repeats, Math.Round(own.LastAge, 2), Math.Round(own.Age, 2)));
            Assert.Equal(mean, buyer.MeanSpend, tolerance: 0.0051);
            Assert.Equal(pattern.Repeats, buyer.SpendDays);
        }
    }

    [Fact]
    public void Orders_of_one_utc_day_are_one_purchase_and_the_first_day_is_no_repeat()
    {
        var buyer = Of(new Story()
            .Track("Order Completed", Past, new { total = 1000, currency = "GBP" })
            .Track("Order Completed", Past + (Day - 1), new { total = 500, currency = "GBP" })
            .Track("Order Completed", Past + ((3 * Day) + 5), new { total = 20, currency = "GBP" })
            .Track("Order Completed", Past + ((3 * Day) + 700), new { total = 30, currency = "EUR" })
            .Track("Order Completed", Past + (14 * Day), new { total = 6, currency = "GBP" }));
        Assert.Equal(new BuyerHistory(FirstDay, FirstDay + 14, 2, 2, (20 + 24 + 6) / 2.0, 1526 + 24), buyer);
        Assert.Equal(new BuyingPattern(2, 2, 4), buyer.On(FirstDay + 28));
        Assert.Equal(new BuyingPattern(2, 2, 2), buyer.On(FirstDay));
    }

    [Fact]
    public void What_was_given_back_is_taken_off_every_day_alike()
    {
        var story = new Story()
            .Track("Order Completed", Past, new { total = 100, currency = "GBP" })
            .Track("Order Completed", Past + (7 * Day), new { total = 100, currency = "GBP" })
            .Track("Order Refunded", Past + (8 * Day), new { total = 50, currency = "GBP" });
        Assert.Equal((75.0, 150m), (Of(story).MeanSpend, Of(story).Total));
        story.Track("Order Cancelled", Past + (9 * Day), new { total = 400, currency = "GBP" });
        Assert.Equal((0.0, -250m, 1), (Of(story).MeanSpend, Of(story).Total, Of(story).Repeats));
    }

    [Fact]
    public void Money_without_a_rate_is_left_out_and_the_day_still_counts()
    {
        var buyer = Of(new Story()
            .Track("Order Completed", Past, new { total = 10, currency = "GBP" })
            .Track("Order Completed", Past + (7 * Day), new { total = 10, currency = "JPY" })
            .Track("Order Completed", Past + (14 * Day), new { total = 8, currency = "GBP" }));
        Assert.Equal((2, 1, 8.0, 18m), (buyer.Repeats, buyer.SpendDays, buyer.MeanSpend, buyer.Total));
    }

    [Fact]
    public void Of_more_orders_than_are_kept_the_latest_whole_days_count()
    {
        var story = new Story();
        for (var i = 0; i < Purchases.MaxLog + 10; i++)
            story.Track("Order Completed", Past + ((i / 100) * Day), new { total = 1, currency = "GBP" });
        // Days 1 to 9 of 100 orders and day 10 of 10; day 0 is the first and has lost orders to the bound.
        Assert.Equal((10, 10, 91.0), (Of(story).Repeats, Of(story).SpendDays, Of(story).MeanSpend));
        for (var i = 0; i < 150; i++)
            story.Track("Order Completed", Past + (11 * Day), new { total = 1, currency = "GBP" });
        // Now day 1 has lost some too: it is left out.
        Assert.Equal((11, 10), (Of(story).Repeats, Of(story).SpendDays));
    }

    [Fact]
    public void Who_never_bought_has_no_history() =>
        Assert.Null(BuyerHistory.Of(new Story().Track("Product Viewed", Past).Track("Order Refunded", Past + 1, new { total = 5 }).State, Story.Pounds));

    [Fact]
    public void The_order_of_arrival_does_not_matter()
    {
        (double Minute, string Name, decimal Total)[] events =
        [
            (0, "Order Completed", 10), (5 * Day, "Order Completed", 7.5m), (9 * Day, "Order Refunded", 3), (20 * Day, "Order Completed", 11), (20.5 * Day, "Order Completed", 1),
        ];
        var expected = Of(Tell(events));
        Array.Reverse(events);
        Assert.Equal(expected, Of(Tell(events)));

        static Story Tell(IEnumerable<(double Minute, string Name, decimal Total)> events)
        {
            var story = new Story();
            foreach (var (minute, name, total) in events)
                story.Track(name, Past + minute, new { total, currency = "GBP" });
            return story;
        }
    }

    static BuyerHistory Of(Story story) => BuyerHistory.Of(story.State, Story.Pounds)!.Value;
}
