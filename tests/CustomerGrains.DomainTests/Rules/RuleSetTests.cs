using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Rules;
using CustomerGrains.Domain.Touchpoints;
using CustomerGrains.DomainTests.Support;

namespace CustomerGrains.DomainTests.Rules;

public sealed class RuleSetTests
{
    static Definition Segment(string key, string rule, int version = 1, int order = 0) => new(DefinitionKind.Segment, key, version, order, key, rule, null, 0, "test");

    static Definition Stage(string name, string rule, int order) => new(DefinitionKind.Stage, name, 1, order, name, rule, null, 0, "test");

    static JournalEntry Entry(EntryKind kind, string name, Channel channel = Channel.Web) => new(1, kind, channel, "m", name, Story.Start, Story.Start, "{}"u8.ToArray());

    static string[] Touched(RuleSet rules, JournalEntry entry) => [.. rules.TouchedBy(entry).Segments.ToArray().Select(place => rules.Segments[place].Key)];

    [Fact]
    public void Segments_that_a_rule_mentions_come_before_it()
    {
        var rules = RuleSet.Of(7, [Segment("a", "segments has \"c\" or segments.b.since older than 1d"), Segment("b", "segments has \"c\""), Segment("c", "known"), Segment("d", "segments has \"nobody\"")]);
        Assert.Equal(["c", "b", "a", "d"], rules.Segments.Select(segment => segment.Key));
        Assert.Equal((7, 2, -1), (rules.Generation, rules.IndexOf("a"), rules.IndexOf("nobody")));
        Assert.Equal(["c", "b"], rules.Segments[2].Rule.Segments);
    }

    [Fact]
    public void What_does_not_compile_is_kept_aside_with_its_reason()
    {
        var rules = RuleSet.Of(1, [Segment("good", "known"), Segment("bad", "order.count > 1"), Stage("Round", "journey.stage = \"Round\"", 1)]);
        Assert.Equal("good", Assert.Single(rules.Segments).Key);
        Assert.Empty(rules.Stages);
        Assert.Equal(["bad", "Round"], rules.Broken.Select(broken => broken.Definition.Key));
        Assert.Contains("did you mean 'orders.count'", rules.Broken[0].Errors[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Segments_that_go_round_in_a_circle_are_left_out_and_the_others_stay()
    {
        var rules = RuleSet.Of(1, [Segment("a", "segments has \"b\""), Segment("b", "segments has \"c\""), Segment("c", "segments has \"a\""), Segment("d", "segments has \"a\" or known"), Segment("self", "not segments has \"self\"")]);
        Assert.Equal("d", Assert.Single(rules.Segments).Key);
        Assert.Equal(["a", "b", "c", "self"], rules.Broken.Select(broken => broken.Definition.Key).Order());
        Assert.Equal("segments can't depend on themselves: a → b → c → a", rules.Broken.Single(broken => broken.Definition.Key == "a").Errors[0].Message);
        Assert.Equal(13, rules.Broken[0].Errors[0].Start);
    }

    [Fact]
    public void Of_several_versions_the_latest_counts() =>
        Assert.Equal("known = no", Assert.Single(RuleSet.Of(1, [Segment("a", "known", 1), Segment("a", "known = no", 3), Segment("a", "always", 2)]).Segments).Rule.Text);

    [Fact]
    public void An_event_touches_the_rules_that_ask_for_what_it_changes()
    {
        var rules = RuleSet.Of(1,
        [
            Segment("any", "count(touchpoints, 7d) > 3", order: 1), Segment("views", "count(\"Viewed Product\", 7d) > 3", order: 2), Segment("mobile", "last(channel \"mobile\") within 7d", order: 3),
            Segment("orders", "orders.count > 1", order: 4), Segment("refunds", "refunded within 7d", order: 5), Segment("cart", "cart.items > 0", order: 6), Segment("traits", "traits.x is known", order: 7),
            Segment("scores", "nps.last < 7", order: 8), Segment("tickets", "tickets.open > 0", order: 9), Segment("consents", "consents.x", order: 10), Segment("likes", "channels.favourite = \"web\"", order: 11),
            Segment("category", "categories has \"x\"", order: 12), Segment("steps", "referrals.count > 0", order: 13), Segment("stage", "journey.stage = \"x\"", order: 14), Segment("other", "segments has \"any\"", order: 15),
            Segment("home", "count(\"Viewed Home Page\") > 1", order: 16), Segment("expected", "value.predicted.alive < 0.5", order: 17),
            Stage("First", "always", 1), Stage("Second", "looks.count > 1", 2),
        ]);
        Assert.Equal(["any", "views", "likes", "category", "steps"], Touched(rules, Entry(EntryKind.Track, "product  viewed")));
        Assert.Equal(["any", "mobile", "orders", "cart", "likes", "category", "expected"], Touched(rules, Entry(EntryKind.Track, "Order Completed", Channel.Mobile)));
        Assert.Equal(["any", "refunds", "expected"], Touched(rules, Entry(EntryKind.Track, "Order Canceled")));
        Assert.Equal(["any", "traits"], Touched(rules, Entry(EntryKind.Identify, "")));
        Assert.Equal(["any", "likes", "home"], Touched(rules, Entry(EntryKind.Page, "Home")));
        Assert.Equal(["any", "scores", "likes"], Touched(rules, Entry(EntryKind.Track, "Survey Answered")));
        Assert.Equal(["any", "tickets", "likes"], Touched(rules, Entry(EntryKind.Track, "Ticket Opened")));
        Assert.Equal(["any", "consents", "likes"], Touched(rules, Entry(EntryKind.Track, "Unsubscribed")));
        Assert.Equal(["any", "likes", "steps"], Touched(rules, Entry(EntryKind.Track, "Referral Made")));
        Assert.Equal(["stage"], Touched(rules, Entry(EntryKind.StageEntered, "Second")));
        Assert.Equal(["other"], Touched(rules, Entry(EntryKind.SegmentJoined, "any")));
        Assert.Empty(Touched(rules, Entry(EntryKind.SegmentLeft, "views")));
        Assert.Equal(17, Touched(rules, Entry(EntryKind.Absorbed, "anon")).Length);
        Assert.True(rules.TouchedBy(Entry(EntryKind.Track, "Product Viewed")).Stages);
        Assert.False(rules.TouchedBy(Entry(EntryKind.Track, "Ticket Opened")).Stages);
        Assert.True(rules.TouchedBy(Entry(EntryKind.Absorbed, "anon")).Stages);
    }

    [Fact]
    public void Ten_thousand_names_are_not_remembered()
    {
        var rules = RuleSet.Of(1, [Segment("views", "count(\"Name 9999\") > 0")]);
        for (var i = 0; i < 10_000; i++)
            Assert.Equal(i == 9_999 ? 1 : 0, rules.TouchedBy(Entry(EntryKind.Track, $"Name {i}")).Segments.Length);
        Assert.Same(rules.TouchedBy(Entry(EntryKind.Track, "Name 5")), rules.TouchedBy(Entry(EntryKind.Track, "Name 5")));
    }

    [Fact]
    public void Hers_is_the_last_stage_whose_rule_holds()
    {
        var rules = RuleSet.Of(1, DefaultDefinitions.Stages);
        var story = new Story();
        Assert.Equal(("Aware", long.MaxValue), At(0));
        story.Track("Product Viewed", 1);
        Assert.Equal(("Considering", long.MaxValue), At(1));
        story.Track("Product Added", 2, new { product_id = "p" });
        Assert.Equal(("Buying", long.MaxValue), At(2));
        story.Track("Order Completed", 3, new { total = 5 });
        var (due, later) = (Asking.Time(3 + (90 * 1440)), Asking.Time(3 + (365 * 1440)));
        Assert.Equal(("New", due), At(3));
        story.Track("Order Completed", 1500, new { total = 5 });
        Assert.Equal(("Loyal", due + (1497 * 60_000)), At(1500));
        story.Track("Survey Answered", 1600, new { metric = "nps", score = 10 });
        Assert.Equal("Advocate", At(1600).Stage);
        Assert.Equal("At risk", At(1500 + (90 * 1440)).Stage);
        Assert.Equal(later + (1497 * 60_000), At(1500 + (90 * 1440)).Next);
        Assert.Equal(("Lapsed", long.MaxValue), At(1500 + (365 * 1440)));

        (string? Stage, long Next) At(double minute)
        {
            var verdict = rules.StageOf(story.State, Asking.At(minute));
            return (verdict.Stage?.Name, verdict.NextChange);
        }
    }

    [Fact]
    public void Without_stages_she_is_in_none() =>
        Assert.Equal(new StageVerdict(null, long.MaxValue), RuleSet.Empty.StageOf(new CustomerState("ada"), Asking.At(0)));

    [Fact]
    public void Before_publishing_unknown_segments_and_circles_are_found()
    {
        Definition[] current = [Segment("vip", "known"), Segment("gold", "segments has \"vip\""), Segment("top", "segments has \"gold\"")];
        Assert.Empty(RuleGraph.Check(Segment("new", "segments has \"top\""), current));
        Assert.Equal(
            new RuleError(13, 6, 1, 14, "there is no segment 'vipp'; did you mean 'vip'?", "\"vip\""), Assert.Single(RuleGraph.Check(Segment("new", "segments has \"vipp\""), current)));
        Assert.Equal("segments can't depend on themselves: vip → top → gold → vip", Assert.Single(RuleGraph.Check(Segment("vip", "known or segments has \"top\"", 2), current)).Message);
        Assert.Equal("segments can't depend on themselves: new → new", Assert.Single(RuleGraph.Check(Segment("new", "segments has \"new\""), current)).Message);
        Assert.Equal("there is no segment 'nobody'", Assert.Single(RuleGraph.Check(Stage("S", "known", 1) with { Kind = DefinitionKind.Action, Rule = "segments has \"nobody\"" }, current)).Message);
        Assert.Equal("a stage's rule can't ask for segments: stages and segments are decided by it", Assert.Single(RuleGraph.Check(Stage("S", "segments has \"vip\"", 1), current)).Message);
    }

    [Fact]
    public void Before_deleting_those_that_mention_a_segment_are_found()
    {
        Definition[] current = [Segment("vip", "known"), Segment("gold", "segments has \"vip\""), Segment("other", "segments has \"gold\""), Segment("broken", "(")];
        Assert.Equal(["gold"], RuleGraph.Mentioning("vip", current).Select(definition => definition.Key));
        Assert.Empty(RuleGraph.Mentioning("other", current));
    }
}
