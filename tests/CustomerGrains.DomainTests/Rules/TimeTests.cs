using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Rules;
using CustomerGrains.DomainTests.Support;

namespace CustomerGrains.DomainTests.Rules;

/// <summary>Deadlines, to the millisecond, and only where there is one.</summary>
public sealed class TimeTests
{
    const double Day = 1440;
    const double Millisecond = 1.0 / 60_000;

    [Fact]
    public void A_window_leaves_out_its_very_beginning_and_takes_in_its_end()
    {
        var story = new Story().Track("Product Viewed", 10).Track("Product Viewed", 20);
        var rule = Asking.Rule("count(\"Product Viewed\", 1h) >= 2");
        Assert.Equal(new Verdict(false, Asking.Time(20)), rule.Evaluate(story.State, Asking.At(20 - Millisecond)));
        Assert.Equal(new Verdict(true, Asking.Time(70)), rule.Evaluate(story.State, Asking.At(20)));
        Assert.Equal(new Verdict(true, Asking.Time(70)), rule.Evaluate(story.State, Asking.At(70 - Millisecond)));
        Assert.Equal(new Verdict(false, long.MaxValue), rule.Evaluate(story.State, Asking.At(70)));
    }

    [Theory]
    [InlineData(">= 3", false, null)]
    [InlineData(">= 2", true, 70.0)]
    [InlineData("> 1", true, 70.0)]
    [InlineData("< 2", false, 70.0)]
    [InlineData("<= 1", false, 70.0)]
    [InlineData("= 2", true, 70.0)]
    [InlineData("= 1", false, 70.0)]
    [InlineData("= 0", false, 80.0)]
    [InlineData("!= 2", false, 70.0)]
    [InlineData(">= 0", true, null)]
    [InlineData("< 3", true, null)]
    public void A_count_wakes_exactly_when_the_event_that_decides_leaves_the_window(string comparison, bool holds, double? minute)
    {
        var story = new Story().Track("X", 10).Track("X", 20);
        Assert.Equal(new Verdict(holds, minute is { } at ? Asking.Time(at) : long.MaxValue), Asking.Rule($"count(\"X\", 1h) {comparison}").Evaluate(story.State, Asking.At(30)));
    }

    [Theory]
    [InlineData(">= 100", true, 70.0)]
    [InlineData(">= 60", true, 80.0)]
    [InlineData("> 100", false, null)]
    [InlineData("< 60", false, 80.0)]
    [InlineData("= 100", true, 70.0)]
    [InlineData(">= 0", true, null)]
    [InlineData(">= 60 EUR", true, 80.0)]
    [InlineData(">= 1 USD", false, null)]
    public void A_sum_wakes_exactly_when_the_order_that_decides_leaves_the_window(string comparison, bool holds, double? minute)
    {
        // 75 euros are 60 pounds.
        var story = new Story().Track("Order Completed", 10, new { total = 40, currency = "GBP" }).Track("Order Completed", 20, new { total = 75, currency = "EUR" });
        Assert.Equal(new Verdict(holds, minute is { } at ? Asking.Time(at) : long.MaxValue), Asking.Rule($"sum(orders, 1h) {comparison}").Evaluate(story.State, Asking.At(30)));
    }

    [Fact]
    public void What_is_older_than_stays_so_and_what_is_within_ends()
    {
        var story = new Story().Track("Order Completed", 0, new { total = 1 });
        Assert.Equal(new Verdict(false, Asking.Time(Day)), Asking.Rule("ordered older than 1d").Evaluate(story.State, Asking.At(1)));
        Assert.Equal(new Verdict(true, long.MaxValue), Asking.Rule("ordered older than 1d").Evaluate(story.State, Asking.At(Day)));
        Assert.Equal(new Verdict(true, Asking.Time(Day)), Asking.Rule("ordered within 1d").Evaluate(story.State, Asking.At(Day - Millisecond)));
        Assert.Equal(new Verdict(false, long.MaxValue), Asking.Rule("ordered within 1d").Evaluate(story.State, Asking.At(Day)));
        Assert.Equal(new Verdict(true, long.MaxValue), Asking.Rule("not refunded within 1d").Evaluate(story.State, Asking.At(Day)));
    }

    [Fact]
    public void While_one_part_of_an_and_is_false_for_good_nothing_wakes()
    {
        var story = new Story().Track("Product Added", 1, new { product_id = "p" }).Track("Product Removed", 2, new { product_id = "p" });
        Assert.Equal(new Verdict(false, long.MaxValue), Asking.Rule("cart.items > 0 and cart.updated older than 30m").Evaluate(story.State, Asking.At(3)));
        Assert.Equal(new Verdict(true, long.MaxValue), Asking.Rule("cart.items = 0 or cart.updated older than 30m").Evaluate(story.State, Asking.At(3)));
        Assert.Equal(new Verdict(true, long.MaxValue), Asking.Rule("not (cart.items > 0 and cart.updated older than 30m)").Evaluate(story.State, Asking.At(3)));
    }

    [Fact]
    public void An_and_waits_for_the_last_of_its_false_parts_an_or_for_the_last_of_its_true_ones()
    {
        var story = new Story().Track("Product Added", 0, new { product_id = "p" });
        Assert.Equal(new Verdict(false, Asking.Time(60)), Asking.Rule("seen older than 10m and seen older than 60m and seen older than 30m").Evaluate(story.State, Asking.At(1)));
        Assert.Equal(new Verdict(true, Asking.Time(60)), Asking.Rule("seen within 10m or seen within 60m or seen within 30m").Evaluate(story.State, Asking.At(1)));
        Assert.Equal(new Verdict(true, Asking.Time(10)), Asking.Rule("seen within 10m and seen within 60m").Evaluate(story.State, Asking.At(1)));
        Assert.Equal(new Verdict(false, Asking.Time(10)), Asking.Rule("seen older than 10m or seen older than 60m").Evaluate(story.State, Asking.At(1)));
    }

    [Fact]
    public void Foresight_looks_past_what_only_may_change()
    {
        // Three views: after the first has left there are two, which changes nothing; after the second one, which does.
        var story = new Story().Track("X", 10).Track("X", 20).Track("X", 30);
        var rule = Asking.Rule("count(\"X\", 1h) != 0 and count(\"X\", 1h) != 1");
        Assert.Equal(Asking.Time(80), rule.Foresee(story.State, Asking.At(40)));
        Assert.Equal(long.MaxValue, Asking.Rule("seen older than 3650d").Foresee(story.State, Asking.At(29)));
        Assert.Equal(Asking.Time(30 + (3650 * Day)), Asking.Rule("seen older than 3650d").Foresee(story.State, Asking.At(30)));
    }

    [Fact]
    public void A_prediction_falls_on_the_day_on_which_it_falls()
    {
        var story = new Story().Track("Order Completed", -2000, new { total = 50 }).Track("Order Completed", 0, new { total = 50 });
        var predictions = new FadingPredictions();
        var rule = Asking.Rule("value.predicted.alive < 0.5");
        // 1 / (1 + days / 30) is 0.5 on the 30th day, below it on the 31st.
        Assert.Equal(new Verdict(false, Asking.Time(31 * Day)), rule.Evaluate(story.State, Asking.At(100, predictions)));
        Assert.Equal(Asking.Time(30 * Day), Asking.Rule("value.predicted.alive <= 0.5").Foresee(story.State, Asking.At(100, predictions)));
        Assert.Equal(new Verdict(true, long.MaxValue), rule.Evaluate(story.State, Asking.At(31 * Day, predictions)));
        Assert.Equal(new Verdict(false, long.MaxValue), rule.Evaluate(story.State, Asking.At(100)));
    }

    [Fact]
    public void Only_what_asks_for_time_depends_on_it()
    {
        foreach (var rule in (string[])["ordered within 7d", "count(orders, 7d) > 0", "sum(orders, 7d) > 0", "value.rfm.recency >= 4", "known and seen older than 7d"])
            Assert.True(Asking.Rule(rule).DependsOnTime, rule);
        foreach (var rule in (string[])["orders.count > 0", "ordered < 2026-01-01", "count(orders) > 0", "ordered is known", "always"])
            Assert.False(Asking.Rule(rule).DependsOnTime, rule);
    }

    [Fact]
    public void More_events_than_are_kept_are_still_counted_right()
    {
        var story = new Story();
        for (var i = 0; i < 300; i++)
            story.Track("X", i);
        Assert.True(story.Holds("count(\"X\") = 300", 300));
        Assert.Equal(new Verdict(true, Asking.Time(44 + Day)), Asking.Rule("count(\"X\", 1d) >= 256").Evaluate(story.State, Asking.At(300)));
        Assert.Equal(new Verdict(false, Asking.Time(45 + Day)), Asking.Rule("count(\"X\", 1d) = 255").Evaluate(story.State, Asking.At(44 + Day)) with { Holds = false });
        Assert.True(story.Holds("count(touchpoints, 1d) >= 256", 300));
    }

    [Fact]
    public void Answers_allocate_nothing()
    {
        var state = Ordinary.Customer();
        var context = Asking.At(5000);
        var rules = ((string[])
        [
            "orders.count >= 2 and last(orders) older than 60d and nps.last <= 6", "cart.items > 0 and cart.updated older than 30m", "count(\"Product Viewed\", 7d) >= 3 and not ordered within 7d",
            "sum(orders, 90d) >= 500 GBP", "value.gross > 100", "segments has \"vip\"", "traits.plan in (\"pro\", \"basic\")", "consents.marketing = yes", "journey.stage = \"Loyal\" or journey.since older than 30d",
            "categories.Shoes.share > 30", "channels.favourite = \"web\"", "count(touchpoints, 30d) >= 10", "value.averageOrder < 50", "tickets.open > 0", "not (known or always)", "traits.plan starts with \"b\"", "refunds.count = 0", "consents.other is missing",
        ]).Select(text => Asking.Rule(text)).ToArray();
        var nobody = new CustomerState("nobody");
        foreach (var rule in rules)
        {
            // The first answers compile.
            for (var i = 0; i < 100; i++)
                _ = rule.Evaluate(i % 2 == 0 ? state : nobody, context);
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 100; i++)
                _ = rule.Evaluate(i % 2 == 0 ? state : nobody, context);
            Assert.True(GC.GetAllocatedBytesForCurrentThread() == before, rule.Text);
        }
    }
}
