using CustomerGrains.Grains.Journal;
using CustomerGrains.JournalTests.Support;
using CustomerGrains.TestSupport.Postgres;

namespace CustomerGrains.JournalTests.Journal;

/// <summary>What activations read.</summary>
public abstract class ReaderTests(StoreKind kind) : StoreTests(kind)
{
    [StoreFact]
    public async Task A_short_journal_comes_whole_a_long_one_only_with_its_length()
    {
        var store = await OpenAsync();
        await store.Journal.AppendAsync(new TestCustomer("short", store).Next(Ids(JournalStart.WholeLimit)));
        await store.Journal.AppendAsync(new TestCustomer("long", store).Next(Ids(JournalStart.WholeLimit + 1)));

        var brief = await store.Reader.StartAsync("short", CancellationToken.None);
        Assert.Equal(JournalStart.WholeLimit, brief.LastSeq);
        Assert.Equal(Ids(JournalStart.WholeLimit), brief.Entries!.Select(e => e.MessageId));
        var long_ = await store.Reader.StartAsync("long", CancellationToken.None);
        Assert.Equal((JournalStart.WholeLimit + 1L, null), (long_.LastSeq, long_.Entries));
        var none = await store.Reader.StartAsync("nobody", CancellationToken.None);
        Assert.Equal(0, none.LastSeq);
        Assert.Empty(none.Entries!);
    }

    [StoreFact]
    public async Task Thousands_of_activations_at_once_get_each_their_own()
    {
        var store = await OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, 2_500).Where(i => i % 3 != 0)
            .Select(i => store.Journal.AppendAsync(new TestCustomer($"c{i}", store).Next(Ids(1 + (i % 3))))));
        var starts = await Task.WhenAll(Enumerable.Range(0, 2_500).Select(i => store.Reader.StartAsync($"c{i}", CancellationToken.None).AsTask()));
        for (var i = 0; i < starts.Length; i++)
        {
            var expected = i % 3 == 0 ? 0 : 1 + (i % 3);
            Assert.Equal(expected, starts[i].LastSeq);
            Assert.Equal(Ids(expected), starts[i].Entries!.Select(e => e.MessageId));
        }
    }

    [StoreFact]
    public async Task A_part_of_a_long_journal_is_read_in_order()
    {
        var store = await OpenAsync();
        await store.Journal.AppendAsync(new TestCustomer("ann", store).Next(Ids(1_700)));
        var seqs = new List<long>();
        await foreach (var entry in store.Reader.ReadAsync("ann", 40, 1_650, CancellationToken.None))
            seqs.Add(entry.Seq);
        Assert.Equal(Enumerable.Range(40, 1_611).Select(n => (long)n), seqs);
    }

    [StoreFact]
    public async Task The_latest_message_ids_of_several_ids_come_together()
    {
        var store = await OpenAsync();
        var early = TestCustomer.Start;
        await store.Journal.AppendAsync(new("a", [.. Enumerable.Range(1, 5).Select(n => TestCustomer.Entry(n, $"a{n}") with { ReceivedAt = early.AddMinutes(n) })], [], null, []));
        await store.Journal.AppendAsync(new("b", [.. Enumerable.Range(1, 5).Select(n => TestCustomer.Entry(n, $"b{n}") with { ReceivedAt = early.AddMinutes(n).AddSeconds(30) })], [], null, []));
        var latest = await store.Reader.ReadMessageIdsAsync(["a", "b"], 4, CancellationToken.None);
        Assert.Equal(
            new[] { "b5", "a5", "b4", "a4" }.Select(SeenMessages.HashOf),
            latest.Select(s => s.Hash));
        Assert.Equal(early.AddMinutes(5), latest[1].ReceivedAt);
    }

    [StoreFact]
    public async Task Evicted_message_ids_are_found_within_the_horizon_and_purged_after_it()
    {
        var store = await OpenAsync();
        var now = store.Clock.GetUtcNow();
        var old = new SeenMessage(SeenMessages.HashOf("old"), now.AddDays(-29));
        var young = new SeenMessage(SeenMessages.HashOf("young"), now.AddDays(-1));
        await store.Journal.AppendAsync(new TestCustomer("ann", store).Next("m1") with { Evicted = [old, young] });
        UInt128[] asked = [old.Hash, young.Hash, SeenMessages.HashOf("never")];

        var found = await store.Reader.FindEvictedAsync(["bob", "ann"], asked, now.AddDays(-30), CancellationToken.None);
        Assert.Equal([old.Hash, young.Hash], found.Order().Order().OrderBy(h => h == young.Hash));
        Assert.Empty(await store.Reader.FindEvictedAsync(["bob"], asked, now.AddDays(-30), CancellationToken.None));
        Assert.Equal([young.Hash], await store.Reader.FindEvictedAsync(["ann"], asked, now.AddDays(-2), CancellationToken.None));

        Assert.Equal(0, await store.Purge.PurgeAsync(CancellationToken.None));
        store.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(1, await store.Purge.PurgeAsync(CancellationToken.None));
        Assert.Equal([young.Hash], await store.Reader.FindEvictedAsync(["ann"], asked, now.AddDays(-30), CancellationToken.None));
    }

    [StoreFact]
    public async Task The_same_evicted_id_twice_is_one()
    {
        var store = await OpenAsync();
        var seen = new SeenMessage(SeenMessages.HashOf("m"), store.Clock.GetUtcNow());
        var ann = new TestCustomer("ann", store);
        await store.Journal.AppendAsync(ann.Next("m1") with { Evicted = [seen, seen] });
        await store.Journal.AppendAsync(ann.Next("m2") with { Evicted = [seen] });
        Assert.Equal(2, (await store.AllAsync("ann")).Count);
    }

    static string[] Ids(int count) => [.. Enumerable.Range(0, count).Select(i => $"m{i}")];
}

public sealed class SqliteReaderTests() : ReaderTests(StoreKind.Sqlite);

[NeedsPostgres]
public sealed class PostgresReaderTests() : ReaderTests(StoreKind.Postgres);
