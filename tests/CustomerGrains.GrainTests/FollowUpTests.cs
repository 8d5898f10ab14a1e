using CustomerGrains.Contracts.FollowUps;
using CustomerGrains.Domain.FollowUps;
using CustomerGrains.Domain.Journal;

namespace CustomerGrains.GrainTests;

public sealed class FollowUpTests(GrainWorld world) : IClassFixture<GrainWorld>
{
    const string Low = """{"metric":"nps","score":3,"comment":"Never again"}""";

    [Fact]
    public async Task A_low_answer_opens_one_beside_the_event_once_however_often_it_is_sent()
    {
        var answer = world.Track("f1", "a", "Survey Answered", Low);
        await world.Customer("f1").Record(GrainWorld.Batch(answer));
        GrainWorld.AssertDuplicates(await world.Customer("f1").Record(GrainWorld.Batch(answer)), 0);
        await world.ForgetAsync("f1");
        GrainWorld.AssertDuplicates(await world.Customer("f1").Record(GrainWorld.Batch(answer)), 0);

        Assert.Equal([EntryKind.Track, EntryKind.FollowUpOpened], world.Journal.EntriesOf("f1").Take(2).Select(entry => entry.Kind));
        var followUp = Assert.Single((await world.ViewOf("f1")).GetProperty("experience").GetProperty("followUps").EnumerateArray());
        Assert.Equal(("nps", "open", 3, "Never again"), (
            followUp.GetProperty("metric").GetString(), followUp.GetProperty("state").GetString(), followUp.GetProperty("score").GetInt32(), followUp.GetProperty("comment").GetString()));
        await AssertCountersAsync();
    }

    [Fact]
    public async Task Of_two_who_take_it_at_once_the_second_is_told_who_has_it()
    {
        var id = await OpenAsync("f2");
        var replies = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => DoAsync("f2", FollowUpAct.Take, id, $"agent-{i}")));

        var winner = Assert.Single(replies, reply => reply.Outcome == FollowUpStatus.Done);
        Assert.All(replies.Where(reply => reply != winner), reply => Assert.Equal((FollowUpStatus.TakenByAnother, true), (reply.Outcome, reply.By is not null && reply.At is not null)));
        Assert.Single(world.Journal.EntriesOf("f2"), entry => entry.Kind == EntryKind.FollowUpTaken);
        await AssertCountersAsync();
    }

    [Fact]
    public async Task What_is_done_about_it_outlives_a_restart_byte_for_byte()
    {
        var id = await OpenAsync("f3");
        await DoAsync("f3", FollowUpAct.Take, id, "ann");
        await DoAsync("f3", FollowUpAct.Note, id, "ann", "She is right.");
        var reply = await DoAsync("f3", FollowUpAct.Resolve, id, "ann", "Sent a new one.");
        Assert.Contains("Sent a new one.", System.Text.Encoding.UTF8.GetString(reply.Json), StringComparison.Ordinal);
        var before = await world.JsonOf("f3");
        await world.RestartAsync();
        Assert.Equal(before, await world.JsonOf("f3"));
        Assert.Equal((FollowUpStatus.Resolved, "ann"), (await DoAsync("f3", FollowUpAct.Take, id, "ben")) is var late ? (late.Outcome, late.By) : default);
        await AssertCountersAsync();
    }

    [Theory]
    [InlineData(Fault.LostBefore)]
    [InlineData(Fault.LostAfter)]
    public async Task A_command_whose_commit_failed_is_repeated_and_done_once(Fault fault)
    {
        var customer = $"f4-{fault}";
        var id = await OpenAsync(customer);
        world.Journal.NextFault = _ => fault;
        Assert.Equal(FollowUpStatus.Unavailable, (await DoAsync(customer, FollowUpAct.Note, id, "ann", "once", "c")).Outcome);
        world.Journal.NextFault = _ => Fault.None;
        Assert.Equal(FollowUpStatus.Done, (await DoAsync(customer, FollowUpAct.Note, id, "ann", "once", "c")).Outcome);
        Assert.Equal(FollowUpStatus.Done, (await DoAsync(customer, FollowUpAct.Note, id, "ann", "once", "c")).Outcome);
        Assert.Single(world.Journal.EntriesOf(customer), entry => entry.Kind == EntryKind.FollowUpNoted);
    }

    [Fact]
    public async Task Who_becomes_part_of_a_customer_brings_hers_along()
    {
        await world.Customer("f5-device").Record(GrainWorld.Batch(world.Anonymous("f5-device", "a", "Survey Answered", Low), world.Anonymous("f5-device", "b", "Survey Answered", """{"metric":"csat","score":1}""")));
        await world.Customer("f5").Record(GrainWorld.Batch(world.Track("f5", "c", "Survey Answered", """{"metric":"nps","score":0}""")));
        var brought = IdsOf(await world.ViewOf("f5-device"));
        var own = Assert.Single(IdsOf(await world.ViewOf("f5")));
        await world.Customer("f5-device").LinkTo("f5", onlyAnonymous: true);
        Assert.Equal((FollowUpStatus.Moved, "f5"), (await DoAsync("f5-device", FollowUpAct.Take, brought[0], "ann")) is var moved ? (moved.Outcome, moved.By) : default);
        await world.Customer("f5").Absorb("f5-device");

        var all = (await world.ViewOf("f5")).GetProperty("experience").GetProperty("followUps").EnumerateArray().ToList();
        Assert.Equal(3, all.Count);
        Assert.Equal(2, all.Count(each => each.GetProperty("state").GetString() == "open"));
        Assert.Single(all, each => each.GetProperty("mergedInto").GetString() is not null);
        Assert.Equal([.. brought, own], all.Select(each => each.GetProperty("id").GetString()!).ToHashSet());
        Assert.Equal(FollowUpStatus.Done, (await DoAsync("f5", FollowUpAct.Take, brought[1], "ann")).Outcome);
        var before = await world.JsonOf("f5");
        await world.RestartAsync();
        Assert.Equal(before, await world.JsonOf("f5-device"));
        await AssertCountersAsync();
    }

    [Fact]
    public async Task The_commit_carries_what_changed_for_the_list()
    {
        var rows = new List<(string Customer, FollowUp It)>();
        world.Journal.NextFault = commit =>
        {
            rows.AddRange(commit.FollowUps.Select(it => (commit.CustomerId, it)));
            return Fault.None;
        };
        var id = await OpenAsync("f6");
        await world.Customer("f6").Record(GrainWorld.Batch(world.Track("f6", "seen")));
        await DoAsync("f6", FollowUpAct.Take, id, "ann");
        await DoAsync("f6", FollowUpAct.Take, id, "ann");
        world.Journal.NextFault = _ => Fault.None;
        Assert.Equal([("f6", FollowUpState.Open), ("f6", FollowUpState.Taken)], rows.Select(row => (row.Customer, row.It.State)));
    }

    async Task<string> OpenAsync(string customer)
    {
        await world.Customer(customer).Record(GrainWorld.Batch(world.Track(customer, $"{customer}-low", "Survey Answered", Low)));
        return Assert.Single(IdsOf(await world.ViewOf(customer)));
    }

    Task<FollowUpReply> DoAsync(string customer, FollowUpAct act, string id, string by, string? text = null, string? command = null) =>
        world.Customer(customer).FollowUp(new(command ?? Guid.NewGuid().ToString("N"), (byte)act, id, by, text, ForOthers: false));

    static List<string> IdsOf(System.Text.Json.JsonElement view) =>
        [.. view.GetProperty("experience").GetProperty("followUps").EnumerateArray().Select(each => each.GetProperty("id").GetString()!)];

    async Task AssertCountersAsync() => Assert.Equal((await Recount.OfAsync(world.Journal)).OrderBy(c => c.Key), world.Journal.Counters().OrderBy(c => c.Key));
}
