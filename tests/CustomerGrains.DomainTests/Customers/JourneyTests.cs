using CustomerGrains.Domain.Journeys;
using CustomerGrains.Domain.Rules;
using CustomerGrains.DomainTests.Support;

namespace CustomerGrains.DomainTests.Customers;

public sealed class JourneyTests
{
    static readonly object Shoe = new { product_id = "p1" };
    static readonly Lazy<RuleSet> Map = new(() => RuleSet.Of(1, DefaultDefinitions.Stages));

    public static TheoryData<string, Action<object>> Stories => new()
    {
        { "Aware", _ => { } },
        { "Aware", s => ((Story)s).Page(0).Track("Something", 1) },
        { "Considering", s => ((Story)s).Track("Product Viewed", 0) },
        { "Considering", s => ((Story)s).Track("Products Searched", 0) },
        { "Buying", s => ((Story)s).Track("Product Added", 0, Shoe) },
        { "Considering", s => ((Story)s).Track("Product Viewed", 0).Track("Product Added", 0, Shoe).Track("Cart Cleared", 1) },
        { "Buying", s => ((Story)s).Track("Checkout Started", 0) },
        { "New", s => ((Story)s).Track("Order Completed", 0) },
        { "New", s => ((Story)s).Track("Order Completed", 0).Track("Order Completed", 1) },
        { "Loyal", s => ((Story)s).Track("Order Completed", 0).Track("Order Completed", 1500) },
        { "Advocate", s => ((Story)s).Track("Referral Made", 0) },
        { "Aware", s => ((Story)s).Track("Survey Answered", 0, new { metric = "nps", score = 10 }) },
        { "Advocate", s => ((Story)s).Track("Survey Answered", 0, new { metric = "nps", score = 10 }).Track("Order Completed", 1) },
        { "New", s => ((Story)s).Track("Survey Answered", 0, new { metric = "nps", score = 10 }).Track("Survey Answered", 2, new { metric = "nps", score = 8 }).Track("Order Completed", 1) },
    };

    [Theory]
    [MemberData(nameof(Stories))]
    public void The_stage_is_what_the_facts_say(string stage, Action<object> tell)
    {
        ArgumentNullException.ThrowIfNull(tell);
        var story = new Story();
        tell(story);
        Assert.Equal(stage, Map.Value.StageOf(story.State, new(Story.Start.AddDays(2).ToUnixTimeMilliseconds(), Story.Pounds, null)).Stage?.Name);
    }

    [Fact]
    public void The_history_is_what_was_decided_then()
    {
        var story = new Story().Page(0).Enter("Aware", null, 0, "m1").Track("Order Completed", 1).Enter("New", "Aware", 1, "m2");
        Assert.Equal(("New", Story.Start.AddMinutes(1)), (story.View.Journey.Stage!, story.View.Journey.Since!.Value));
        Assert.Equal([("Aware", null, "m1"), ("New", "Aware", "m2")], story.View.Journey.History.Select(h => (h.Stage, h.From, h.Because!)));
        Assert.Equal((4, "New"), (story.State.Version, story.State.Stage));
    }

    [Fact]
    public void Of_a_long_history_the_latest_stages_are_kept()
    {
        var story = new Story();
        for (var i = 0; i < 80; i++)
            story.Enter($"S{i}", null, i);
        Assert.Equal(StageEntry.Max, story.State.Stages.Count);
        Assert.Equal("S79", story.Restart().State.Stage);
    }
}
