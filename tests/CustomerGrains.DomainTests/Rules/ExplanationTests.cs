using CustomerGrains.Domain.Rules;
using CustomerGrains.Domain.Touchpoints;
using CustomerGrains.DomainTests.Support;

namespace CustomerGrains.DomainTests.Rules;

/// <summary>Evidence that people can read.</summary>
public sealed class ExplanationTests
{
    static ConditionNode Root(Story story, string rule, double minute) => Asking.Rule(rule).Explain(story.State, Asking.At(minute)).Root;

    [Fact]
    public void A_condition_says_what_was_found_what_was_asked_since_when_and_until_when()
    {
        var story = new Story().Track("Product Added", 723, new { product_id = "p", price = 5 }).Track("Product Added", 723, new { product_id = "q", price = 5 });
        var explanation = Asking.Rule("cart.items > 0 and cart.updated older than 30m").Explain(story.State, Asking.At(768));

        Assert.Equal("cart.items = 2 products, cart.updated 12:03 UTC (45 min ago)", explanation.Why);
        Assert.Equal(("all", true, "cart.items > 0 and cart.updated older than 30m"), (explanation.Root.Kind, explanation.Root.Holds, explanation.Root.Text));
        var (items, updated) = (explanation.Root.Children[0], explanation.Root.Children[1]);
        Assert.Equal(("2 products", "more than 0 products", true, (long?)null), (items.Actual, items.Expected, items.Holds, items.ChangesAt));
        Assert.Equal(["m1", "m2"], items.Evidence!.MessageIds);
        Assert.Equal(("12:03 UTC (45 min ago)", "30 min ago or longer", true, (long?)Asking.Time(753)), (updated.Actual, updated.Expected, updated.Holds, updated.Since));

        var before = Root(story, "cart.items > 0 and cart.updated older than 30m", 730);
        Assert.Equal((false, (long?)Asking.Time(753)), (before.Holds, before.ChangesAt));
        Assert.Equal(Asking.Time(753), before.Children[1].ChangesAt);
    }

    [Fact]
    public void A_transition_says_only_what_decides()
    {
        var story = new Story().Track("Product Viewed", 1);
        Assert.Equal("cart.items = 0 products", Asking.Rule("cart.items > 0 and known").Why(story.State, Asking.At(2)));
        Assert.Equal("known = yes", Asking.Rule("cart.items > 0 or known").Why(story.State, Asking.At(2)));
        Assert.Equal("nps.last unknown", Asking.Rule("not nps.last <= 6").Why(story.State, Asking.At(2)));
        Assert.Equal("segments without \"vip\"", Asking.Rule("not segments has \"vip\"").Why(story.State, Asking.At(2)));
        Assert.Equal("count(\"Product Viewed\", 1h) = 1", Asking.Rule("count(\"Product Viewed\", 60m) >= 3").Why(story.State, Asking.At(2)));
    }

    [Theory]
    [InlineData("value.gross >= 1000", "1,234.50 GBP", "at least 1,000.00 GBP")]
    [InlineData("value.gross >= 1000 EUR", "0.00 EUR", "at least 1,000.00 EUR")]
    [InlineData("sum(orders, 90d) < 2000", "1,234.50 GBP", "less than 2,000.00 GBP within 90 d")]
    [InlineData("count(orders, 90d) = 1", "1", "1 within 90 d")]
    [InlineData("orders.count >= 2", "1 order", "at least 2 orders")]
    [InlineData("orders.last older than 2d", "2026-01-01 00:10 UTC (3 d 23 h ago)", "2 d ago or longer")]
    [InlineData("orders.first >= 2026-01-01", "2026-01-01 00:10 UTC (3 d 23 h ago)", "at 2026-01-01 or later")]
    [InlineData("traits.plan = \"pro\"", "\"team\"", "\"pro\"")]
    [InlineData("traits.plan in (\"pro\", \"team\")", "\"team\"", "one of \"pro\", \"team\"")]
    [InlineData("traits.nothing > 3", "unknown", "more than 3")]
    [InlineData("nps.last is missing", "unknown", "nothing")]
    [InlineData("consents.marketing", "yes", "yes")]
    [InlineData("consents.marketing.email = yes", "no", "yes")]
    [InlineData("segments has any (\"vip\", \"gold\")", "none", "any of \"vip\", \"gold\"")]
    [InlineData("categories has \"Shoes\"", "\"Books\", \"Shoes\"", "has \"Shoes\"")]
    [InlineData("tickets.timeToResolve > 1h", "2 h 30 min", "more than 1 h")]
    [InlineData("tickets.oldestOpen is known", "unknown", "anything")]
    public void Values_are_readable(string rule, string actual, string expected)
    {
        var story = new Story()
            .Identify(1, new { plan = "team" })
            .Track("Order Completed", 10, new { total = 1234.5, currency = "GBP" })
            .Track("Product Viewed", 11, new { category = "Shoes" })
            .Track("Product Viewed", 12, new { category = "Books" })
            .Track("Consent Given", 13, new { purpose = "marketing" })
            .Track("Consent Withdrawn", 14, new { purpose = "marketing", channel = "email" })
            .Track("Ticket Opened", 20, new { ticket_id = "T" })
            .Track("Ticket Resolved", 170, new { ticket_id = "T" });
        var root = Root(story, rule, 4 * 1440);
        Assert.Equal((actual, expected), (root.Actual, root.Expected));
    }

    [Fact]
    public void Evidence_is_exact_where_the_state_knows_the_messages_and_a_window_where_it_does_not()
    {
        var story = new Story()
            .Track("Product Viewed", 10).Track("Order Completed", 20, new { total = 5 }).Track("Order Completed", 90, new { total = 6 })
            .Track("Survey Answered", 95, new { metric = "nps", score = 3 }).Enter("New", null, 20, "m2");

        Assert.Equal(["m3"], Evidence("sum(orders, 1h) > 5").MessageIds);
        Assert.Equal(["m2", "m3"], Evidence("count(orders, 2h) > 1").MessageIds);
        Assert.Equal(["m4"], Evidence("nps.last <= 6").MessageIds);
        Assert.Equal(["m3"], Evidence("ordered within 1h").MessageIds);
        Assert.Equal(["m2"], Evidence("journey.stage = \"New\"").MessageIds);
        var views = Evidence("count(\"Product Viewed\", 2h) > 0");
        Assert.Equal((Asking.Time(-20), Asking.Time(100)), (views.From, views.Through));
        Assert.Equal(["Product Viewed"], views.Names);
        var channel = Evidence("count(channel \"server\", 2h) > 0");
        Assert.Equal((Channel.Server, 0), (channel.Channel, channel.Names.Count));
        Assert.Null(Root(story, "count(\"Product Viewed\", 1m) = 0", 100).Evidence);

        EvidenceQuery Evidence(string rule) => Root(story, rule, 100).Evidence!;
    }

    [Fact]
    public void A_count_knows_since_when_it_has_been_enough()
    {
        var story = new Story().Track("X", 10).Track("X", 20).Track("X", 200).Track("X", 210).Track("X", 230).Track("X", 265);
        // Two within an hour: from the event at 210 on without a gap, for that at 230 came before the one at 200 left.
        Assert.Equal(Asking.Time(210), Root(story, "count(\"X\", 1h) >= 2", 270).Since);
        Assert.Equal(Asking.Time(80 - 10), Root(story, "count(\"X\", 1h) >= 2", 190).Since);
        Assert.Null(Root(story, "count(\"X\", 1h) >= 9", 190).Since);
    }
}
