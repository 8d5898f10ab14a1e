using CustomerGrains.Domain.Rules;
using CustomerGrains.DomainTests.Support;

namespace CustomerGrains.DomainTests.Rules;

public sealed class DefaultTests
{
    [Fact]
    public void The_definitions_of_a_new_store_compile()
    {
        var rules = RuleSet.Of(1, DefaultDefinitions.All);
        Assert.Empty(rules.Broken);
        Assert.Equal(["Aware", "Considering", "Buying", "New", "Loyal", "Advocate", "At risk", "Lapsed"], rules.Stages.Select(stage => stage.Name));
        Assert.Equal(9, rules.Segments.Count);
    }

    [Fact]
    public void A_cart_is_abandoned_after_half_an_hour_and_an_order_ends_it()
    {
        var rule = RuleSet.Of(1, DefaultDefinitions.All).Segments.Single(segment => segment.Key == "cart-abandoned").Rule;
        var story = new Story().Track("Product Added", 10, new { product_id = "p", price = 5 });

        var verdict = rule.Evaluate(story.State, Asking.At(11));
        Assert.Equal(new Verdict(false, Asking.Time(40)), verdict);
        Assert.Equal(Asking.Time(40), rule.Foresee(story.State, Asking.At(11)));
        Assert.Equal(new Verdict(true, long.MaxValue), rule.Evaluate(story.State, Asking.At(40)));

        story.Track("Order Completed", 50, new { total = 5 });
        Assert.Equal(new Verdict(false, long.MaxValue), rule.Evaluate(story.State, Asking.At(51)));
    }
}
