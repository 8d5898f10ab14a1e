using CustomerGrains.Contracts.Identity;

namespace CustomerGrains.GrainTests;

public sealed class LinkTests(GrainWorld world) : IClassFixture<GrainWorld>
{
    [Fact]
    public async Task A_linked_id_becomes_part_of_the_customer_and_counts_once()
    {
        await world.Customer("l1-anon").Record(GrainWorld.Batch(world.Anonymous("l1-anon", "a", "Order Completed", """{"total":10}"""), world.Anonymous("l1-anon", "both")));
        var identified = await world.Customer("l1").Record(GrainWorld.Batch(world.Identify("l1", "l1-anon", "i"), world.Track("l1", "both")));
        Assert.Equal(["l1-anon"], identified.Unlinked);

        await LinkAsync("l1-anon", "l1");

        var view = await world.ViewOf("l1-anon");
        Assert.Equal("l1", view.GetProperty("id").GetString());
        Assert.Equal(3, view.GetProperty("touchpoints").GetProperty("total").GetInt64());
        Assert.Equal(10m, view.GetProperty("value").GetProperty("gross").GetDecimal());
        Assert.Equal("l1", (await world.Customer("l1-anon").Record(GrainWorld.Batch(world.Anonymous("l1-anon", "later")))).MovedTo);
        GrainWorld.AssertDuplicates(await world.Customer("l1").Record(GrainWorld.Batch(world.Track("l1", "a"))), 0);
        Assert.Empty((await world.Customer("l1").Record(GrainWorld.Batch(world.Identify("l1", "l1-anon", "again")))).Unlinked);
        await AssertCountersAsync();
    }

    [Fact]
    public async Task Linking_twice_or_to_oneself_changes_nothing()
    {
        await world.Customer("l2-anon").Record(GrainWorld.Batch(world.Anonymous("l2-anon", "a")));
        await world.Customer("l2").Record(GrainWorld.Batch(world.Identify("l2", "l2-anon", "i")));
        await LinkAsync("l2-anon", "l2");
        var entries = world.Journal.EntriesOf("l2").Count + world.Journal.EntriesOf("l2-anon").Count;

        await LinkAsync("l2-anon", "l2");
        Assert.Equal(LinkStatus.Linked, (await world.Customer("l2").LinkTo("l2", onlyAnonymous: true)).Outcome);
        Assert.Equal(LinkStatus.Linked, (await world.Identity.Link("l2", "l2")).Outcome);
        Assert.Equal(LinkStatus.Linked, (await world.Identity.Link("l2-anon", "l2")).Outcome);

        Assert.Equal(entries, world.Journal.EntriesOf("l2").Count + world.Journal.EntriesOf("l2-anon").Count);
    }

    [Fact]
    public async Task A_known_customer_is_not_taken_by_identify_and_an_id_keeps_its_first_owner()
    {
        await world.Customer("l3-known").Record(GrainWorld.Batch(world.Track("l3-known", "a")));
        Assert.Equal(LinkStatus.Refused, (await world.Customer("l3-known").LinkTo("l3", onlyAnonymous: true)).Outcome);

        await world.Customer("l3-anon").Record(GrainWorld.Batch(world.Anonymous("l3-anon", "a")));
        Assert.Equal(LinkStatus.Linked, (await world.Customer("l3-anon").LinkTo("l3", onlyAnonymous: true)).Outcome);
        Assert.Equal(LinkStatus.LinkedElsewhere, (await world.Customer("l3-anon").LinkTo("l3-other", onlyAnonymous: true)).Outcome);
    }

    [Fact]
    public async Task Chains_and_circles_of_aliases_end_in_one_customer_with_every_event_once()
    {
        foreach (var id in new[] { "l4-a", "l4-b", "l4-c", "l4-d" })
        {
            await world.Customer(id).Record(GrainWorld.Batch(world.Track(id, $"{id}-1", "Order Completed", """{"total":1}"""), world.Track(id, "shared")));
        }

        await Task.WhenAll(
            world.Identity.Link("l4-a", "l4-b"),
            world.Identity.Link("l4-b", "l4-c"),
            world.Identity.Link("l4-c", "l4-a"),
            world.Identity.Link("l4-d", "l4-a"),
            world.Identity.Link("l4-a", "l4-d"));

        var view = await world.ViewOf("l4-a");
        Assert.Equal(5, view.GetProperty("touchpoints").GetProperty("total").GetInt64());
        Assert.Equal(4m, view.GetProperty("value").GetProperty("gross").GetDecimal());
        foreach (var id in new[] { "l4-b", "l4-c", "l4-d" })
        {
            Assert.Equal(view.GetProperty("id").GetString(), (await world.ViewOf(id)).GetProperty("id").GetString());
        }

        await AssertCountersAsync();
        var before = await world.JsonOf("l4-a");
        await world.RestartAsync();
        Assert.Equal(before, await world.JsonOf("l4-a"));
    }

    [Theory]
    [InlineData(Fault.LostBefore)]
    [InlineData(Fault.LostAfter)]
    public async Task A_link_that_breaks_between_its_two_steps_is_finished_by_the_retry(Fault fault)
    {
        var (anonymous, id) = ($"l5-anon-{fault}", $"l5-{fault}");
        await world.Customer(anonymous).Record(GrainWorld.Batch(world.Anonymous(anonymous, "a", "Order Completed", """{"total":7}""")));
        await world.Customer(id).Record(GrainWorld.Batch(world.Identify(id, anonymous, "i")));
        Assert.Equal(LinkStatus.Linked, (await world.Customer(anonymous).LinkTo(id, onlyAnonymous: true)).Outcome);
        await AssertCountersAsync();

        world.Journal.NextFault = _ => fault;
        Assert.Equal(AbsorbStatus.Unavailable, (await world.Customer(id).Absorb(anonymous)).Outcome);
        world.Journal.NextFault = _ => Fault.None;
        Assert.Equal(AbsorbStatus.Absorbed, (await world.Customer(id).Absorb(anonymous)).Outcome);

        Assert.Equal(7m, (await world.ViewOf(id)).GetProperty("value").GetProperty("gross").GetDecimal());
        await AssertCountersAsync();
    }

    [Fact]
    public async Task A_link_that_was_not_written_is_seen_by_nobody_whatever_stopped_it()
    {
        await world.Customer("l6-anon").Record(GrainWorld.Batch(world.Anonymous("l6-anon", "a")));
        await world.Customer("l6").Record(GrainWorld.Batch(world.Track("l6", "b")));

        world.Journal.NextFault = _ => Fault.Bug;
        await Assert.ThrowsAsync<ArithmeticException>(() => world.Customer("l6-anon").LinkTo("l6", onlyAnonymous: true));
        world.Journal.NextFault = _ => Fault.None;

        Assert.Null(await world.Customer("l6-anon").LinkedTo());
        await LinkAsync("l6-anon", "l6");
        await AssertCountersAsync();
    }

    [Fact]
    public async Task A_link_that_was_overtaken_by_an_event_is_made_after_it()
    {
        await world.Customer("l7-anon").Record(GrainWorld.Batch(world.Anonymous("l7-anon", "a")));
        var theirs = world.Anonymous("l7-anon", "theirs");
        world.Journal.Overtaker = commit => theirs.ToEntry(commit.Entries[0].Seq);
        var left = 1;
        world.Journal.NextFault = _ => left-- > 0 ? Fault.Overtaken : Fault.None;

        Assert.Equal(LinkStatus.Linked, (await world.Customer("l7-anon").LinkTo("l7", onlyAnonymous: true)).Outcome);

        world.Journal.NextFault = _ => Fault.None;
        Assert.Equal(AbsorbStatus.Absorbed, (await world.Customer("l7").Absorb("l7-anon")).Outcome);
        Assert.Equal(2, (await world.ViewOf("l7")).GetProperty("touchpoints").GetProperty("total").GetInt64());
    }

    async Task LinkAsync(string source, string target)
    {
        Assert.Equal(LinkStatus.Linked, (await world.Customer(source).LinkTo(target, onlyAnonymous: true)).Outcome);
        Assert.Equal(AbsorbStatus.Absorbed, (await world.Customer(target).Absorb(source)).Outcome);
    }

    async Task AssertCountersAsync() =>
        Assert.Equal(Sorted(await Recount.OfAsync(world.Journal)), Sorted(world.Journal.Counters()));

    static IEnumerable<string> Sorted(IEnumerable<KeyValuePair<(string Scope, long Minute, string Metric, string Dimension), decimal>> counters) =>
        counters.Select(counter => $"{counter.Key} = {counter.Value:0.######}").Order(StringComparer.Ordinal);
}
