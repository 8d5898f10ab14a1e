using CustomerGrains.Domain.Touchpoints;
using CustomerGrains.DomainTests.Support;

namespace CustomerGrains.DomainTests.Touchpoints;

public sealed class CountTests
{
    [Fact]
    public void Of_more_names_than_are_kept_those_of_the_catalogue_stay_and_then_the_smallest()
    {
        var story = new Story();
        for (var i = 99; i >= 0; i--)
            story.Track($"Aaa {i:00}", i).Track($"Aaa {i:00}", i);
        story.Track("product  VIEWED", 100).Track("Viewed Product", 101).Page(102, "Zoo").Page(103);
        var touchpoints = story.View.Touchpoints;
        Assert.Equal(["Product Viewed", .. Enumerable.Range(0, 63).Select(i => $"Aaa {i:00}")], touchpoints.ByName.Keys);
        Assert.Equal((2, 2), (touchpoints.ByName["Product Viewed"], touchpoints.ByName["Aaa 00"]));
        Assert.Equal((204, (2 * 37) + 2), (touchpoints.Total, touchpoints.Other));
        Assert.Equal([("track", 202L), ("page", 2L)], touchpoints.ByKind.Select(kind => (kind.Key, kind.Value)));
        Assert.Equal([("web", 2L), ("server", 202L)], touchpoints.ByChannel.Select(channel => (channel.Key, channel.Value)));
    }

    [Fact]
    public void All_names_of_the_catalogue_fit() =>
        Assert.InRange(StandardNames.All().Select(name => name.Value.Name).Distinct().Count(), 30, TouchpointCounts.MaxNames - 10);
}
