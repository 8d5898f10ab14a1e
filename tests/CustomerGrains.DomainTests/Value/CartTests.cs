using CustomerGrains.Contracts.Customers;
using CustomerGrains.DomainTests.Support;

namespace CustomerGrains.DomainTests.Value;

public sealed class CartTests
{
    static readonly object Shoe = new { product_id = "p1", name = "Shoe", price = 49.9, quantity = 2, currency = "GBP" };

    [Fact]
    public void Products_go_in_and_out()
    {
        var cart = new Story()
            .Track("Product Added", 0, Shoe)
            .Track("Product Added", 1, new { product_id = "p1", price = 39.9 })
            .Track("Product Added", 2, new { sku = 77, price = "5" })
            .Track("Product Removed", 3, new { product_id = "p1", quantity = 1 })
            .View.Cart;
        Assert.Equal([new("p1", "Shoe", 2, 39.9m, "GBP"), new CartItemView("77", null, 1, 5, "GBP")], cart.Items);
        Assert.Equal((3m, 84.8m, "GBP"), (cart.Quantity, cart.Total, cart.Currency));
        Assert.Equal(Story.Start.AddMinutes(3), cart.Updated);
    }

    [Fact]
    public void Removing_without_a_quantity_removes_all_of_it() =>
        Assert.Empty(new Story().Track("Product Added", 0, Shoe).Track("Product Removed", 1, new { product_id = "p1" }).View.Cart.Items);

    [Theory]
    [InlineData("Order Completed")]
    [InlineData("Cart Cleared")]
    public void An_order_and_clearing_empty_it(string name)
    {
        var story = new Story().Track("Product Added", 0, Shoe).Track(name, 1);
        Assert.Empty(story.View.Cart.Items);
        Assert.Equal(Story.Start.AddMinutes(1), story.View.Cart.Updated);
        Assert.Equal(2, story.Track("Product Added", 2, Shoe).View.Cart.Quantity);
    }

    [Fact]
    public void What_was_added_before_the_order_but_arrives_after_it_does_not_come_back() =>
        Assert.Empty(new Story().Track("Order Completed", 5).Track("Product Added", 4, Shoe).View.Cart.Items);

    [Fact]
    public void A_removal_that_arrives_before_what_it_removes_still_removes_it() =>
        Assert.Empty(new Story().Track("Product Removed", 5, new { product_id = "p1" }).Track("Product Added", 4, Shoe).View.Cart.Items);

    [Fact]
    public void Prices_in_two_currencies_are_added_in_the_reporting_currency()
    {
        var cart = new Story()
            .Track("Product Added", 0, new { product_id = "a", price = 10, currency = "EUR" })
            .Track("Product Added", 1, new { product_id = "b", price = 1, currency = "GBP" })
            .Track("Product Added", 2, new { product_id = "c", price = 500, currency = "JPY" })
            .View.Cart;
        Assert.Equal((9m, "GBP"), (cart.Total, cart.Currency));
    }

    [Fact]
    public void Only_the_latest_hundred_changes_count()
    {
        var story = new Story();
        for (var i = 0; i < 150; i++)
            story.Track("Product Added", i, new { product_id = $"p{i}" });
        Assert.Equal(100, story.View.Cart.Items.Count);
        Assert.Equal("p50", story.View.Cart.Items[0].ProductId);
    }

    [Fact]
    public void The_largest_cart_has_a_total()
    {
        var story = new Story();
        for (var i = 0; i < 100; i++)
            story.Track("Product Added", i, new { product_id = "p1", price = 1e12m, quantity = 1e9m, currency = "EUR" });
        story.Track("Product Added", 101, new { product_id = "p2", price = 1, currency = "GBP" });
        Assert.Equal(99e9m * 1e12m * 0.8m + 1, story.View.Cart.Total);
    }

    [Fact]
    public void Before_anything_the_cart_is_empty() => Assert.Equal((0m, 0m, "GBP", null), Parts(new Story().View.Cart));

    static (decimal, decimal, string, DateTimeOffset?) Parts(CartView cart) => (cart.Quantity, cart.Total, cart.Currency, cart.Updated);
}
