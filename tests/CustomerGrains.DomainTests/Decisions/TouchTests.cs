using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Rules;
using CustomerGrains.Domain.Touchpoints;
using CustomerGrains.Domain.Value;

namespace CustomerGrains.DomainTests.Decisions;

/// <summary>What an event changes besides what it is about.</summary>
public sealed class TouchTests
{
    static readonly ReportingCurrency Pounds = new("GBP", new Dictionary<string, decimal>());
    static readonly long Start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    readonly RandomRules _source = new(1, "d", 86_400_000);

    [Fact]
    public void A_name_that_gives_way_to_better_ones_takes_its_members_along()
    {
        var life = new Turns(Pounds) { Rules = RuleSet.Of(1, [RandomRules.Segment(0, """count("Zebra Seen", 7d) >= 1""")]) };
        life.Happen(Track("Zebra Seen", 0));
        Assert.Single(life.State.Segments);

        for (var i = 0; i < TouchpointCounts.MaxNames; i++)
            life.Happen(Track($"Animal {i:00}", i));

        Assert.Empty(life.State.Segments);
        Assert.EndsWith($"SegmentLeft s0 event m{TouchpointCounts.MaxNames + 1}", life.Decisions.Last(), StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_that_hold_for_who_did_nothing_of_what_they_ask_hold_from_the_first_event_on()
    {
        var life = new Turns(Pounds)
        {
            Rules = RuleSet.Of(1, [RandomRules.Segment(0, "always"), RandomRules.Segment(1, "orders.count = 0"), RandomRules.Segment(2, """not segments has "s1" """)]),
        };
        life.Happen(Track("Something", 0));
        Assert.Equal(["s0", "s1"], life.State.Segments.Select(membership => membership.Key));

        life.Happen(Track("Order Completed", 1));
        Assert.Equal(["s0", "s2"], life.State.Segments.Select(membership => membership.Key));
    }

    [Fact]
    public void Of_a_thousand_segments_an_event_evaluates_those_it_touches_and_a_quiet_one_wakes_nobody()
    {
        var rules = RuleSet.Of(1, Enumerable.Range(0, 1_000).Select(i => RandomRules.Segment(i, $"""count("Event {i}", 7d) >= 2""")));
        var life = new Turns(Pounds) { Rules = rules };
        life.Happen(Track("Event 7", 0));
        Assert.Equal(long.MaxValue, life.Due);

        life.Happen(Track("Event 7", 5));

        Assert.Equal([7], rules.TouchedBy(life.Journal[0]).Segments.ToArray());
        Assert.Equal(Start + (7 * 86_400_000), life.Due);
        Assert.Equal("s7", Assert.Single(life.State.Segments).Key);
    }

    JournalEntry Track(string name, long after) => _source.Entry(EntryKind.Track, name, "{}", Start + after, Start + after);
}
