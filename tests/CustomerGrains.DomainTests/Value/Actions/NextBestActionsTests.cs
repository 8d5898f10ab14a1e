using CustomerGrains.Domain.Rules;
using CustomerGrains.Domain.Value.Actions;
using CustomerGrains.DomainTests.Rules;
using CustomerGrains.DomainTests.Support;
using CustomerGrains.DomainTests.Value.Prediction;

namespace CustomerGrains.DomainTests.Value.Actions;

public sealed class NextBestActionsTests
{
    const int Day = 24 * 60;

    static readonly RuleSet Defaults = RuleSet.Of(1, DefaultActions.All);

    [Fact]
    public void Every_default_action_works_and_they_keep_their_order()
    {
        Assert.Empty(Defaults.Broken);
        Assert.Equal(DefaultActions.All.Select(action => action.Key), Defaults.Actions.Select(action => action.Key));
        Assert.Equal(DefaultActions.All.Count, DefaultActions.All.Select(action => action.Key).Distinct().Count());
    }

    [Fact]
    public void Of_a_stranger_nothing_is_asked() => Assert.Empty(Of(new Story()));

    [Fact]
    public void Whoever_waits_for_help_is_helped_before_anything_is_sold_to_her()
    {
        var story = Browsing().Track("Product Added", 2, new { product_id = "p1", price = 20, currency = "GBP" }).Track("Survey Answered", 3, new { metric = "nps", score = 2 });
        Assert.Equal(["service-call-detractor", "recover-cart"], Of(story, 60).Select(action => action.Key));
        story.Track("Ticket Opened", 10, new { ticket_id = "T-1", subject = "Where is it?" });
        var help = Assert.Single(Of(story, 60));
        Assert.Equal("service-open-ticket", help.Key);
        Assert.Equal("open: 1 ticket", help.Reason);
    }

    [Fact]
    public void A_cart_is_recovered_after_half_an_hour_and_forgotten_after_a_week()
    {
        var story = Browsing().Track("Product Added", 2, new { product_id = "p1", price = 20, currency = "GBP" });
        Assert.DoesNotContain("recover-cart", Keys(story, 20));
        var recover = Assert.Single(Of(story, 45), action => action.Key == "recover-cart");
        Assert.StartsWith("in the cart: 1 product, cart changed ", recover.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("ticket", recover.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain("recover-cart", Keys(story, 2 + (7 * Day) + 1));
    }

    [Fact]
    public void A_good_customer_who_is_more_probably_lost_than_not_is_won_back()
    {
        var story = Regular(total: 500);
        var predictions = new Domain.Value.Prediction.Predictions(Base.Fit(), Story.Pounds);
        var doubt = predictions.Explain(story.State, Asking.Time(-900 * Day))!.DoubtfulFrom!.Value;
        var day = (doubt.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc) - Story.Start.UtcDateTime).TotalMinutes;
        Assert.DoesNotContain("win-back", Keys(story, day - 1, predictions));
        var win = Assert.Single(Of(story, day, predictions), action => action.Key == "win-back");
        Assert.Equal("still a customer with 50 %, money rank 5 of 5", win.Reason);
        Assert.DoesNotContain("win-back", Keys(Regular(total: 0.01m), day, predictions));
    }

    [Fact]
    public void Before_there_are_predictions_who_bought_often_and_not_for_long_is_won_back()
    {
        Assert.DoesNotContain("win-back", Keys(Regular(total: 5), (-900 + 30 + 89) * Day));
        Assert.Contains("win-back", Keys(Regular(total: 5), (-900 + 30 + 91) * Day));
    }

    [Fact]
    public void A_promoter_who_bought_is_asked_for_a_referral_once()
    {
        var story = new Story().Track("Order Completed", -20 * Day, new { total = 5 }).Track("Survey Answered", 1, new { metric = "nps", score = 10 });
        Assert.Contains("thank-promoter", Keys(story, 60));
        Assert.DoesNotContain("thank-promoter", Keys(story.Track("Referral Made", 5), 60));
    }

    [Fact]
    public void A_first_order_is_welcomed_and_the_favourite_category_is_named()
    {
        var actions = Of(Browsing().Track("Order Completed", 5, new { total = 5 }), 60);
        Assert.Equal(["welcome", "offer-favourite"], actions.Select(action => action.Key));
        Assert.Equal("Offer her something new from Shoes", actions[1].Title);
    }

    [Fact]
    public void Who_withdrew_her_consent_to_marketing_is_served_and_sold_nothing()
    {
        var story = Browsing()
            .Track("Product Added", 2, new { product_id = "p1", price = 20 })
            .Track("Survey Answered", 3, new { metric = "nps", score = 2 })
            .Track("Consent Withdrawn", 4, new { purpose = "marketing" });
        Assert.Equal(["service-call-detractor"], Keys(story, 60));
        story.Track("Consent Given", 5, new { purpose = "marketing", channel = "phone" });
        var cart = Assert.Single(Of(story, 60), action => action.Key == "recover-cart");
        Assert.EndsWith("; only by phone: she withdrew her consent to anything else", cart.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_unsubscribed_from_one_channel_is_not_written_to_there()
    {
        var story = Browsing().Track("Product Added", 2, new { product_id = "p1" }).Track("Message Unsubscribed", 3, new { channel = "email" });
        var cart = Assert.Single(Of(story, 60), action => action.Key == "recover-cart");
        Assert.EndsWith("; not by email: she withdrew that consent", cart.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_about_other_purposes_stop_nothing() =>
        Assert.Contains("recover-cart", Keys(Browsing().Track("Product Added", 2, new { product_id = "p1" }).Track("Consent Withdrawn", 3, new { purpose = "analytics" }), 60));

    [Fact]
    public void No_more_are_shown_than_are_advice()
    {
        var everything = RuleSet.Of(1, [.. Enumerable.Range(0, 9).Select(i => new Definition(DefinitionKind.Action, $"a-{i}", 1, i, $"Do {i}", "always", null, 0, ""))]);
        var actions = NextBestActions.Of(everything, Browsing().State, Asking.At(60));
        Assert.Equal(["a-0", "a-1", "a-2"], actions.Select(action => action.Key));
    }

    [Fact]
    public void The_page_shows_them_with_their_reasons()
    {
        var view = Contracts.Customers.CustomerView.From(
            Browsing().Track("Ticket Opened", 3, new { ticket_id = "T-1" }).State, Story.Start.AddHours(1), Story.Pounds, Defaults);
        var action = Assert.Single(view.NextBestActions);
        Assert.Equal("Help with her open ticket first", action.Title);
        Assert.NotEmpty(action.Reason);
    }

    static Story Browsing() => new Story().Track("Product Viewed", 0, new { product_id = "p1", category = "Shoes" });

    static Story Regular(decimal total) => new Story()
        .Track("Order Completed", -900 * Day, new { total, currency = "GBP" })
        .Track("Order Completed", -890 * Day, new { total, currency = "GBP" })
        .Track("Order Completed", -880 * Day, new { total, currency = "GBP" })
        .Track("Order Completed", -870 * Day, new { total, currency = "GBP" });

    static IReadOnlyList<NextBestAction> Of(Story story, double minute = 60, IPredictions? predictions = null) =>
        NextBestActions.Of(Defaults, story.State, Asking.At(minute, predictions));

    static IEnumerable<string> Keys(Story story, double minute, IPredictions? predictions = null) => Of(story, minute, predictions).Select(action => action.Key);
}
