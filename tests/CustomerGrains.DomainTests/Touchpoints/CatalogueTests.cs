using CustomerGrains.Domain.Touchpoints;
using CustomerGrains.DomainTests.Support;

namespace CustomerGrains.DomainTests.Touchpoints;

public sealed class CatalogueTests
{
    [Theory]
    [InlineData("Order Completed", "Order Completed")]
    [InlineData("order completed", "Order Completed")]
    [InlineData("  ORDER \t Completed ", "Order Completed")]
    [InlineData("Completed Order", "Order Completed")]
    [InlineData("Order Canceled", "Order Cancelled")]
    [InlineData("Email Opened", "Message Opened")]
    public void Spellings_of_a_name_mean_the_same(string name, string expected) => Assert.Equal(expected, Catalogue.Default.Find(name)!.Name);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("Order")]
    [InlineData("OrderCompleted")]
    public void Other_names_mean_nothing(string name) => Assert.Null(Catalogue.Default.Find(name));

    [Fact]
    public void All_names_of_the_design_have_a_meaning()
    {
        string[] names =
        [
            "Product Viewed", "Product Added", "Checkout Started", "Order Completed", "Order Refunded", "Order Cancelled", "Survey Answered", "Ticket Opened",
            "Ticket Updated", "Ticket Resolved", "Referral Made", "Subscription Started", "Subscription Renewed", "Subscription Cancelled", "Consent Given",
            "Consent Withdrawn", "Message Delivered", "Message Opened", "Message Clicked", "Message Unsubscribed",
        ];
        Assert.All(names, name => Assert.NotEqual(Meaning.None, Catalogue.Default.Find(name)?.Meaning ?? Meaning.None));
    }

    [Fact]
    public void Names_can_be_added_that_stand_for_others()
    {
        var catalogue = Catalogue.Default.With([new("Purchase", "Order Completed"), new("  Kauf  abgeschlossen", "completed order")]);
        var touchpoint = Door.Accept("""{"type":"track","event":"KAUF abgeschlossen","userId":"ada","properties":{"total":5}}""", catalogue: catalogue);
        var state = new Domain.Customers.CustomerState("ada");
        state.Apply(touchpoint.ToEntry(1));
        Assert.Equal(1, state.Purchases!.Orders);
        Assert.Equal("Order Completed", Assert.Single(state.Touchpoints!.CountsByName).Name);
        // The journal says what it means, so that the fold needs no settings; what was sent is in the body.
        Assert.Equal("Order Completed", touchpoint.Name);
        Assert.Contains("KAUF abgeschlossen", System.Text.Encoding.UTF8.GetString(touchpoint.Body.Span), StringComparison.Ordinal);
        Assert.Null(Catalogue.Default.Find("Purchase"));
    }

    [Fact]
    public void A_spelling_that_everybody_knows_is_journalled_as_it_was_sent() =>
        Assert.Equal("completed order", Door.Accept(
            """{"type":"track","event":"completed order","userId":"ada","properties":{"total":5}}""",
            catalogue: Catalogue.Default.With([new("Purchase", "Order Completed")])).Name);

    [Fact]
    public void A_known_name_can_be_given_another_meaning()
    {
        var catalogue = Catalogue.Default.With([new("Product Clicked", "Product Added")]);
        Assert.Equal("Product Added", Door.Accept("""{"type":"track","event":"product clicked","userId":"ada"}""", catalogue: catalogue).Name);
    }

    [Theory]
    [InlineData("Purchase", "Order Compleated")]
    [InlineData(" ", "Order Completed")]
    public void A_name_that_stands_for_nothing_is_refused(string alias, string name) =>
        Assert.Throws<ArgumentException>(() => Catalogue.Default.With([new(alias, name)]));
}
