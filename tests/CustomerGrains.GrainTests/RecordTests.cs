using CustomerGrains.Contracts.Touchpoints;
using CustomerGrains.Grains.Journal;

namespace CustomerGrains.GrainTests;

public sealed class RecordTests(GrainWorld world) : IClassFixture<GrainWorld>
{
    [Fact]
    public async Task A_message_id_counts_once_within_a_batch_between_batches_and_after_a_reload()
    {
        const string Id = "once";
        var reply = await world.Customer(Id).Record(GrainWorld.Batch(world.Track(Id, "a"), world.Track(Id, "b"), world.Track(Id, "a")));
        GrainWorld.AssertDuplicates(reply, 2);

        GrainWorld.AssertDuplicates(await world.Customer(Id).Record(GrainWorld.Batch(world.Track(Id, "b"))), 0);
        await world.ForgetAsync(Id);
        GrainWorld.AssertDuplicates(await world.Customer(Id).Record(GrainWorld.Batch(world.Track(Id, "a"), world.Track(Id, "c"))), 0);
        Assert.Equal(["a", "b", "c"], MessageIdsOf(Id));
    }

    [Fact]
    public async Task Fifty_simultaneous_requests_with_one_message_id_record_it_once()
    {
        const string Id = "fifty";
        var replies = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => world.Customer(Id).Record(GrainWorld.Batch(world.Track(Id, "same")))));
        Assert.Equal(49, replies.Sum(reply => reply.Duplicates.Length));
        Assert.Equal(["same"], MessageIdsOf(Id));
    }

    [Fact]
    public async Task A_full_journal_answers_busy_and_records_nothing()
    {
        const string Id = "busy";
        world.Journal.NextFault = _ => Fault.Full;
        Assert.Equal(RecordStatus.Busy, (await world.Customer(Id).Record(GrainWorld.Batch(world.Track(Id, "a")))).Outcome);
        world.Journal.NextFault = _ => Fault.None;
        Assert.Null(await world.Customer(Id).Get());
    }

    [Theory]
    [InlineData(Fault.LostBefore)]
    [InlineData(Fault.LostAfter)]
    public async Task A_lost_answer_is_repaired_by_the_retry(Fault fault)
    {
        var id = $"lost-{fault}";
        world.Journal.NextFault = _ => fault;
        Assert.Equal(RecordStatus.Unavailable, (await world.Customer(id).Record(GrainWorld.Batch(world.Track(id, "a")))).Outcome);
        world.Journal.NextFault = _ => Fault.None;

        var retry = await world.Customer(id).Record(GrainWorld.Batch(world.Track(id, "a")));
        Assert.Equal(RecordStatus.Recorded, retry.Outcome);
        Assert.Equal(fault == Fault.LostAfter ? 1 : 0, retry.Duplicates.Length);
        Assert.Equal(["a"], MessageIdsOf(id));
    }

    [Fact]
    public async Task An_activation_that_was_overtaken_reloads_and_keeps_both_events()
    {
        const string Id = "overtaken";
        await world.Customer(Id).Record(GrainWorld.Batch(world.Track(Id, "a")));
        var theirs = world.Track(Id, "theirs");
        world.Journal.Overtaker = commit => theirs.ToEntry(commit.Entries[0].Seq);
        var left = 1;
        world.Journal.NextFault = _ => left-- > 0 ? Fault.Overtaken : Fault.None;

        var reply = await world.Customer(Id).Record(GrainWorld.Batch(world.Track(Id, "mine"), world.Track(Id, "theirs")));

        world.Journal.NextFault = _ => Fault.None;
        Assert.Equal(RecordStatus.Recorded, reply.Outcome);
        GrainWorld.AssertDuplicates(reply, 1);
        Assert.Equal(["a", "theirs", "mine"], MessageIdsOf(Id));
    }

    [Fact]
    public async Task Duplicates_are_found_beyond_the_memory_for_thirty_days()
    {
        const string Id = "overflow";
        for (var sent = 0; sent < SeenMessages.Capacity + 2_000; sent += 2_000)
        {
            var from = sent;
            await world.Customer(Id).Record(new([.. Enumerable.Range(from, 2_000).Select(i => world.Track(Id, $"m{i}", "Note"))]));
            world.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        GrainWorld.AssertDuplicates(await world.Customer(Id).Record(GrainWorld.Batch(world.Track(Id, "m0"))), 0);
        await world.ForgetAsync(Id);
        GrainWorld.AssertDuplicates(await world.Customer(Id).Record(GrainWorld.Batch(world.Track(Id, "m7"), world.Track(Id, "m11999"))), 0, 1);
    }

    [Fact]
    public async Task Thousands_of_entries_survive_a_restart_byte_for_byte()
    {
        const string Id = "restart";
        for (var i = 0; i < 300; i++)
        {
            await world.Customer(Id).Record(GrainWorld.Batch(world.Track(Id, $"m{i}", i % 3 == 0 ? "Order Completed" : "Product Viewed", $$"""{"total":{{i}}.35,"currency":"GBP","category":"c{{i % 7}}"}""")));
        }

        var before = await world.JsonOf(Id);
        await world.RestartAsync();
        Assert.Equal(before, await world.JsonOf(Id));
    }

    string[] MessageIdsOf(string id) => [.. world.Journal.EntriesOf(id).Where(entry => entry.IsTouchpoint).Select(entry => entry.MessageId!)];
}
