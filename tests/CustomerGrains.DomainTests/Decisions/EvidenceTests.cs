using System.Text;
using CustomerGrains.Contracts.Customers;
using CustomerGrains.Contracts.Segments;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Rules;
using CustomerGrains.Domain.Value;

namespace CustomerGrains.DomainTests.Decisions;

/// <summary>What a customer's decisions look like to those who ask why.</summary>
public sealed class EvidenceTests
{
    const long Day = 86_400_000;

    static readonly ReportingCurrency Pounds = new("GBP", new Dictionary<string, decimal>());
    static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    readonly RandomRules _source = new(1, "d", Day);
    readonly Turns _life = new(Pounds) { Rules = RuleSet.Of(1, DefaultDefinitions.All) };

    [Fact]
    public void A_cart_says_when_it_counts_as_abandoned_and_then_since_when_it_is()
    {
        Happen("Product Added", """{"properties":{"product_id":"p","price":5}}""");

        var before = Evidence("cart-abandoned", Start.AddMinutes(10));
        Assert.Equal((false, null, null), (before.Member, before.Since, before.Cause));
        Assert.Equal((Start.AddMinutes(30), "joins"), (before.Changes!.At, before.Changes.To));
        Assert.Equal([true, false], before.Root.Children.Select(condition => condition.Holds));
        Assert.Equal(Start.AddMinutes(30), before.Root.Children[1].ChangesAt);

        _life.Tick(Start.AddMinutes(45).ToUnixTimeMilliseconds());
        var after = Evidence("cart-abandoned", Start.AddMinutes(45));
        Assert.Equal((true, Start.AddMinutes(30), "time", null), (after.Member, after.Since!.Value, after.Cause!, after.Because));
        Assert.Null(after.Changes);
        Assert.NotEmpty(after.Why);
        Assert.Equal(Encoding.UTF8.GetString(after.ToJson()), Encoding.UTF8.GetString(EvidenceView.FromJson(after.ToJson()).ToJson()));
        Assert.Null(EvidenceView.From(_life.State, _life.Rules, "no-such-segment", new(0, Pounds, null)));
    }

    [Fact]
    public void A_stage_says_when_the_map_moves_her_on()
    {
        Happen("Order Completed", """{"properties":{"total":5}}""");

        Assert.Equal((Start.AddDays(90), "leaves"), ChangeOf("New"));
        Assert.Equal((Start.AddDays(90), "joins"), ChangeOf("At risk"));
        Assert.Equal((Start.AddDays(365), "joins"), ChangeOf("Lapsed"));
        Assert.Null(Evidence("stage/Loyal", Start).Changes);
        Assert.Null(Evidence("stage/Aware", Start).Changes); // its rule holds, and so does a later one's

        (DateTimeOffset, string) ChangeOf(string stage) => Evidence($"stage/{stage}", Start).Changes is { } change ? (change.At, change.To) : default;
    }

    [Fact]
    public void The_view_names_her_segments_since_when_until_when_and_why()
    {
        Happen("Product Viewed", "{}");
        Happen("Order Completed", """{"properties":{"total":2000,"currency":"GBP"}}""");

        var view = CustomerView.From(_life.State, Start.AddDays(1), Pounds, _life.Rules);

        Assert.Equal(_life.Rules.Stages.Select(stage => stage.Name), view.Journey.Stages);
        Assert.Equal([("Considering", "event"), ("New", "event")], view.Journey.History.Select(stage => (stage.Stage, stage.Cause)));
        var spender = Assert.Single(view.Segments, segment => segment.Key == "big-spenders");
        Assert.Equal(("Big spenders", Start, (DateTimeOffset?)Start.AddDays(365), "m2", "event"), (spender.Name, spender.Since, spender.Until, spender.Because!, spender.Cause));
        // Before a rule was published nobody could foretell anything by it.
        var earlier = CustomerView.From(_life.State, Start.AddDays(1), Pounds, RuleSet.Of(2, DefaultDefinitions.Segments.Select(each => each with { PublishedAt = Start.AddDays(2).ToUnixTimeMilliseconds() })));
        Assert.All(earlier.Segments, segment => Assert.Null(segment.Until));
    }

    void Happen(string name, string body) =>
        _life.Happen(_source.Entry(EntryKind.Track, name, body, Start.ToUnixTimeMilliseconds(), Start.ToUnixTimeMilliseconds()));

    EvidenceView Evidence(string key, DateTimeOffset at) => EvidenceView.From(_life.State, _life.Rules, key, new(at.ToUnixTimeMilliseconds(), Pounds, null))!;
}
