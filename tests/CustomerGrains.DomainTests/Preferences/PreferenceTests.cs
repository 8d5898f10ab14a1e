using System.Numerics;
using CustomerGrains.Contracts.Customers;
using CustomerGrains.Domain.Preferences;
using CustomerGrains.DomainTests.Support;

namespace CustomerGrains.DomainTests.Preferences;

public sealed class PreferenceTests
{
    [Fact]
    public void The_latest_word_on_a_purpose_and_channel_wins()
    {
        var consents = new Story()
            .Track("Consent Given", 5, new { purpose = "Marketing", channel = "SMS" })
            .Track("Consent Withdrawn", 4, new { purpose = "marketing", channel = "sms" })
            .Track("Consent Given", 6, new { purpose = "analytics" })
            .Track("Consent Withdrawn", 7, new { purpose = "analytics" })
            .View.Preferences.Consents;
        Assert.Equal(
            [new("analytics", null, false, Story.Start.AddMinutes(7), "m4"), new ConsentView("marketing", "sms", true, Story.Start.AddMinutes(5), "m1")],
            consents);
    }

    [Fact]
    public void Unsubscribing_withdraws_the_consent_to_marketing_by_that_channel()
    {
        var consents = new Story()
            .Track("Consent Given", 1, new { purpose = "marketing", channel = "email" })
            .Track("Unsubscribed", 2)
            .Track("Message Unsubscribed", 3, new { channel = "push", purpose = "News" })
            .View.Preferences.Consents;
        Assert.Equal([("marketing", "email", false), ("news", "push", false)], consents.Select(c => (c.Purpose, c.Channel!, c.Given)));
    }

    [Fact]
    public void Declared_choices_are_kept_apart_from_traits_and_can_be_taken_back()
    {
        var view = new Story()
            .Identify(1, new { plan = "pro", preferences = new { language = "de", size = 42 } })
            .Identify(2, new { preferences = new { language = (string?)null, colour = "red" } })
            .View;
        Assert.Equal(["colour", "size"], view.Preferences.Explicit.Keys);
        Assert.Equal(["plan"], view.Traits.Keys);
    }

    [Fact]
    public void Recent_behaviour_weighs_more_and_half_as_much_after_sixty_days()
    {
        var story = new Story();
        for (var i = 0; i < 3; i++)
            story.Send(Viewed("Shoes", Door.Now.AddDays(-60)));
        story.Send(Viewed("Hats", Door.Now)).Send(Viewed("Hats", Door.Now));
        var categories = story.View.Preferences.Categories;
        Assert.Equal([("Hats", 2m, 2), ("Shoes", 1.5m, 3)], categories.Select(c => (c.Category, c.Weight, c.Count)));
        Assert.Equal([57.14m, 42.86m], categories.Select(c => c.Share));
        Assert.Equal(Door.Now.AddDays(-60), categories[1].Last);
    }

    [Fact]
    public void What_we_did_and_what_a_server_sent_says_nothing_about_where_she_is()
    {
        var preferences = new Story()
            .Track("Message Delivered", 0)
            .Track("Ticket Resolved", 1, new { ticket_id = 1 })
            .Track("Order Completed", 62)
            .Page(63)
            .View.Preferences;
        Assert.Equal(["web"], preferences.Channels.Select(c => c.Channel));
        Assert.Equal([(1, 2L)], preferences.Hours.Select(h => (h.Hour, h.Count)));
    }

    [Fact]
    public void An_order_counts_each_category_once()
    {
        var story = new Story().Track("Order Completed", 0, new { products = new object[] { new { category = "A" }, new { category = " A " }, new { category = "B" }, new { category = 5 } } });
        Assert.Equal([("A", 1L), ("B", 1L)], story.View.Preferences.Categories.Select(c => (c.Category, c.Count)));
    }

    [Theory]
    [InlineData(1970)]
    [InlineData(1999)]
    [InlineData(2000)]
    [InlineData(2026)]
    [InlineData(2150)]
    public void A_weight_doubles_every_sixty_days(int year)
    {
        var time = new DateTimeOffset(year, 3, 4, 5, 6, 7, TimeSpan.Zero);
        var sum = Decay.Weight(time.ToUnixTimeMilliseconds());
        var weight = sum.ToBigInteger();
        var later = Decay.Weight(time.AddDays(60).ToUnixTimeMilliseconds()).ToBigInteger();
        Assert.True(year < 2000 ? later >= weight && later <= (2 * weight) + 1 : later == 2 * weight);
        Assert.Equal(weight.IsZero ? 0 : 0.5, Decay.At(sum, time.AddDays(60).ToUnixTimeMilliseconds()), year < 2000 ? 1.0 : 1e-9);
    }

    [Fact]
    public void What_happened_before_weights_reach_is_counted_without_weight()
    {
        var story = new Story().Send(Viewed("Hats", DateTimeOffset.UnixEpoch)).Restart();
        Assert.Equal(new CategoryInterest("Hats", 0, 0, 1, DateTimeOffset.UnixEpoch), Assert.Single(story.View.Preferences.Categories));
        Assert.Equal(DateTimeOffset.UnixEpoch, story.View.FirstSeen);
    }

    [Fact]
    public void Weights_follow_the_power_of_two_within_a_step()
    {
        var landmark = new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero);
        for (var hours = 0; hours < 60 * 24 * 3; hours += 7)
        {
            var exact = Math.Pow(2, hours / (60.0 * 24)) * 65536;
            Assert.InRange(Decay.Weight(landmark.AddHours(hours).ToUnixTimeMilliseconds()).ToDouble() / exact, 1 - 2e-4, 1 + 1e-5);
        }
    }

    [Fact]
    public void Adding_weights_is_exact_however_far_apart_they_are()
    {
        var (early, late) = (Decay.Weight(Story.Start.AddYears(-20).ToUnixTimeMilliseconds()), Decay.Weight(Story.Start.ToUnixTimeMilliseconds()));
        Assert.Equal(early.ToBigInteger(), (late + early).ToBigInteger() - late.ToBigInteger());
        Assert.True(late.ToBigInteger() > BigInteger.Pow(2, 170));
    }

    static object Viewed(string category, DateTimeOffset at) =>
        new { type = "track", @event = "Product Viewed", userId = "ada", properties = new { category }, timestamp = at };
}
