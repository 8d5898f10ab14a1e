using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Journal;
using CustomerGrains.DomainTests.Support;

namespace CustomerGrains.DomainTests.Identity;

public sealed class TraitTests
{
    [Fact]
    public void The_latest_value_wins_and_null_takes_it_back()
    {
        var view = new Story()
            .Identify(5, new { city = "Rome", age = 30, vip = true })
            .Identify(4, new { city = "Oslo", age = 29, shoe = 42 })
            .Identify(6, new { vip = (bool?)null })
            .View;
        Assert.Equal(["age:30", "city:\"Rome\"", "shoe:42"], view.Traits.Select(t => $"{t.Key}:{t.Value.Text}"));
    }

    [Theory]
    [InlineData("""{"name":"Ada Lovelace","email":"a@b.c"}""", "Ada Lovelace")]
    [InlineData("""{"firstName":"Ada","lastName":"Lovelace"}""", "Ada Lovelace")]
    [InlineData("""{"first_name":"Ada"}""", "Ada")]
    [InlineData("""{"name":" ","email":"a@b.c"}""", "a@b.c")]
    [InlineData("""{"name":{"first":"Ada"},"email":7}""", "7")]
    [InlineData("""{"name":null}""", null)]
    public void The_display_name_is_the_name_else_the_email(string traits, string? expected)
    {
        var story = new Story().Send(new { type = "identify", userId = "ada", traits = System.Text.Json.Nodes.JsonNode.Parse(traits) });
        Assert.Equal(expected, story.State.DisplayName);
    }

    [Fact]
    public void Of_a_name_that_occurs_twice_the_last_value_counts()
    {
        var state = Fold("""{"type":"identify","userId":"ada","traits":{"a":1,"b":2,"a":3}}""");
        Assert.Equal(["3", "2"], state.Traits.Select(t => t.Value.Text));
    }

    [Fact]
    public void Of_more_traits_than_are_kept_those_said_last_stay()
    {
        var story = new Story();
        for (var i = 0; i < 150; i++)
            story.Identify(i % 2 == 0 ? i : 1000 - i, new Dictionary<string, int> { [$"t{i:000}"] = i });
        var expected = Enumerable.Range(0, 150).OrderByDescending(i => i % 2 == 0 ? i : 1000 - i).Take(100).Select(i => $"t{i:000}").Order(StringComparer.Ordinal);
        Assert.Equal(expected, story.View.Traits.Keys);
    }

    [Fact]
    public void Text_is_cut_and_what_is_too_large_or_no_unicode_is_passed_over()
    {
        var state = Fold($$$$"""
            {"type":"identify","userId":"ada","traits":{"long":"{{{{new string('x', 300)}}}}","big":["{{{{new string('x', 600)}}}}"],
             "half":"\ud800","in":{"a":"\udc00"},"\ud800":1,"{{{{new string('k', 101)}}}}":1,"smile":"\ud83d\ude00","":1,"ok":{"b":[1,{"c":"é"}]}}}
            """);
        Assert.Equal(["long", "ok", "smile"], state.Traits.Select(t => t.Key));
        Assert.Equal(258, state.Traits[0].Value.Text.Length);
        Assert.Equal("{\"b\":[1,{\"c\":\"é\"}]}", state.Traits[1].Value.Text);
        Assert.Equal("😀", state.Traits[2].Value.AsText());
    }

    [Theory]
    [InlineData("""{"type":"track","event":"x","userId":"ada"}""", true)]
    [InlineData("""{"type":"track","event":"x","userId":"\u0061da"}""", true)]
    [InlineData("""{"type":"track","event":"x","userId":"ada","context":{"userId":"eve"}}""", true)]
    [InlineData("""{"type":"track","event":"x","userId":"eve","userId":"ada"}""", true)]
    [InlineData("""{"type":"track","event":"x","userId":null,"anonymousId":"ada"}""", false)]
    [InlineData("""{"type":"track","event":"x","anonymousId":"ada","properties":{"userId":"ada"}}""", false)]
    [InlineData("""{"type":"track","event":"x","anonymousId":"ada","\ud800x":"ada"}""", false)]
    public void She_is_known_once_an_event_carries_her_id_as_userId(string json, bool known) => Assert.Equal(known, Fold(json).Known);

    [Fact]
    public void A_numeric_userId_makes_its_customer_known()
    {
        var touchpoint = Door.Accept("""{"type":"track","event":"x","userId":4711}""");
        Assert.Equal("4711", touchpoint.CustomerId);
        Assert.True(Folding.Fold([touchpoint.ToEntry(1)], "4711").Known);
    }

    [Fact]
    public void Absorbing_makes_her_known_and_names_everything_that_is_hers()
    {
        var theirs = Door.Accept("""{"type":"track","event":"x","anonymousId":"anon","timestamp":"2025-12-01T00:00:00Z"}""").ToEntry(1);
        var story = new Story().Absorb("anon", theirs);
        Assert.True(story.State.Known);
        Assert.Equal(["ada", "anon"], story.State.AllIds());
        Assert.Equal((1, 1L), (story.State.Version, story.State.TouchpointCount));
        Assert.Equal(theirs.OccurredAt, story.State.FirstSeen);
        Assert.Equal(0, story.View.Recent[0].Seq);
        Assert.Equal("anon", story.View.Links[0].Id);
    }

    [Fact]
    public void A_linked_id_says_where_it_went()
    {
        var state = new CustomerState("anon");
        state.Apply(new(1, EntryKind.Linked, Domain.Touchpoints.Channel.Server, null, "ada", Door.Now, Door.Now, "{}"u8.ToArray()));
        Assert.Equal("ada", state.LinkedTo);
    }

    static CustomerState Fold(string json) => Folding.Fold([Door.Accept(json).ToEntry(1)]);
}
