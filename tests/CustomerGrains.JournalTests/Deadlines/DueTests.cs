using CustomerGrains.Grains.Journal;
using CustomerGrains.JournalTests.Support;
using CustomerGrains.Silo.Deadlines;
using CustomerGrains.TestSupport.Postgres;

namespace CustomerGrains.JournalTests.Deadlines;

/// <summary>When customers are due is written with their entries, and nobody who doesn't know the latest entry can put it off.</summary>
public abstract class DueTests(StoreKind kind) : StoreTests(kind)
{
    [StoreFact]
    public async Task With_entries_it_is_written_as_it_is_and_without_a_word_it_stays()
    {
        var store = await OpenAsync();
        var ann = new TestCustomer("ann", store);
        await store.Journal.AppendAsync(ann.Next("m1") with { Due = new(1_000, null) });
        Assert.Equal(1_000, await DueOfAsync(store, "ann"));
        await store.Journal.AppendAsync(ann.Next("m2"));
        Assert.Equal(1_000, await DueOfAsync(store, "ann"));
        await store.Journal.AppendAsync(ann.Next("m3") with { Due = new(5_000, 77) });
        Assert.Equal(5_000, await DueOfAsync(store, "ann"));
        await store.Journal.AppendAsync(ann.Next("m4") with { Due = new(null, null) });
        Assert.Null(await DueOfAsync(store, "ann"));
    }

    [StoreFact]
    public async Task A_writer_that_lost_the_race_changes_nothing()
    {
        var store = await OpenAsync();
        var (ann, stale) = (new TestCustomer("ann", store), new TestCustomer("ann", store));
        await store.Journal.AppendAsync(ann.Next("m1") with { Due = new(1_000, null) });
        await Assert.ThrowsAsync<JournalConflictException>(() => store.Journal.AppendAsync(stale.Next("m2") with { Due = new(9_000, null) }));
        Assert.Equal(1_000, await DueOfAsync(store, "ann"));
    }

    [StoreFact]
    public async Task Without_entries_it_only_moves_where_nothing_was_written_since()
    {
        var store = await OpenAsync();
        var ann = new TestCustomer("ann", store);
        await store.Journal.AppendAsync(ann.Next("m1") with { Due = new(1_000, null) });

        await store.Journal.AppendAsync(Only("ann", new(2_000, 1_000, Version: 1)));
        Assert.Equal(2_000, await DueOfAsync(store, "ann"));
        // Another activation wrote m2 and needs the same instant: who only knows m1 can't put it off, nor end it.
        await store.Journal.AppendAsync(ann.Next("m2") with { Due = new(2_000, 2_000) });
        await store.Journal.AppendAsync(Only("ann", new(8_000, 2_000, Version: 1)));
        await store.Journal.AppendAsync(Only("ann", new(null, 2_000, Version: 1)));
        Assert.Equal(2_000, await DueOfAsync(store, "ann"));
        // Nor can somebody who knows all entries, but not what is written.
        await store.Journal.AppendAsync(Only("ann", new(8_000, 1_999, Version: 2)));
        await store.Journal.AppendAsync(Only("ann", new(8_000, null, Version: 2)));
        Assert.Equal(2_000, await DueOfAsync(store, "ann"));

        await store.Journal.AppendAsync(Only("ann", new(null, 2_000, Version: 2)));
        Assert.Null(await DueOfAsync(store, "ann"));
        await store.Journal.AppendAsync(Only("ann", new(3_000, null, Version: 1)));
        Assert.Null(await DueOfAsync(store, "ann"));
        await store.Journal.AppendAsync(Only("ann", new(3_000, null, Version: 2)));
        Assert.Equal(3_000, await DueOfAsync(store, "ann"));
        // To come sooner is always right, whatever is written.
        await store.Journal.AppendAsync(Only("ann", new(2_500, null, Version: 2)));
        Assert.Equal(2_500, await DueOfAsync(store, "ann"));
    }

    [StoreFact]
    public async Task In_one_group_the_entries_win()
    {
        var store = await OpenAsync();
        var ann = new TestCustomer("ann", store);
        await store.Journal.AppendAsync(ann.Next("m1") with { Due = new(1_000, null) });
        using var held = new HeldWriter(store);
        Task[] tasks =
        [
            store.Journal.AppendAsync(Only("ann", new(9_000, 1_000, Version: 1))),
            store.Journal.AppendAsync(ann.Next("m2") with { Due = new(4_000, 1_000) }),
            store.Journal.AppendAsync(Only("ann", new(9_000, 1_000, Version: 1))),
        ];
        held.Release();
        await Task.WhenAll(tasks);
        Assert.Equal(4_000, await DueOfAsync(store, "ann"));
    }

    [StoreFact]
    public async Task A_commit_without_entries_may_say_nothing_else()
    {
        var store = await OpenAsync();
        var row = new CustomerRow("ann", null, false, null, null, null, "", TestCustomer.Start, TestCustomer.Start);
        await Assert.ThrowsAsync<ArgumentException>(() => store.Journal.AppendAsync(new("ann", [], [], null, [])));
        await Assert.ThrowsAsync<ArgumentException>(() => store.Journal.AppendAsync(new("ann", [], [], row, []) { Due = new(1, null) }));
        await Assert.ThrowsAsync<ArgumentException>(() => store.Journal.AppendAsync(new("ann", [], [new(1, "events", "", 1)], null, []) { Due = new(1, null) }));
    }

    [StoreFact]
    public async Task Arming_makes_it_earlier_and_never_later()
    {
        var store = await OpenAsync();
        await store.Dues.ArmAsync([new(2_000, "ann"), new(2_000, "ben")], CancellationToken.None);
        await store.Dues.ArmAsync([new(3_000, "ann"), new(1_000, "ben"), new(500, "cleo")], CancellationToken.None);
        Assert.Equal([2_000L, 1_000L, 500L], [await DueOfAsync(store, "ann"), await DueOfAsync(store, "ben"), await DueOfAsync(store, "cleo")]);
        await store.Dues.ArmAsync([.. Enumerable.Range(0, 5_000).Select(i => new Due(i, $"c{i}"))], CancellationToken.None);
        Assert.Equal(4_999, await DueOfAsync(store, "c4999"));
    }

    [StoreFact]
    public async Task Who_is_due_is_listed_in_the_order_of_the_instants_in_pages_and_by_slices()
    {
        var store = await OpenAsync();
        await store.Dues.ArmAsync([.. Enumerable.Range(0, 300).Select(i => new Due(i / 3, $"c{i:000}"))], CancellationToken.None);
        var (all, after) = (new List<Due>(), Due.First);
        while (await store.Dues.PageAsync(null, 49, after, 40, CancellationToken.None) is { Count: > 0 } page)
        {
            all.AddRange(page);
            after = page[^1];
        }

        Assert.Equal(Enumerable.Range(0, 150).Select(i => new Due(i / 3, $"c{i:000}")), all);
        // A file has no slices: one process has it to itself.
        if (store.Dues is PostgresDueTable)
        {
            short[] some = [1, 5, 15];
            var ofSome = await store.Dues.PageAsync(some, 49, Due.First, 1_000, CancellationToken.None);
            Assert.Equal(all.Where(d => some.Contains(DueSlice.Of(d.CustomerId))), ofSome);
        }
    }

    [Fact]
    public void Slices_stay_as_they_are_and_share_out_evenly()
    {
        // Stored with the rows: another hash would leave them with the wrong process.
        Assert.Equal(new short[] { 9, 1, 0, 9 }, new[] { "", "ann", "customer-000001", "\u00fcber" }.Select(DueSlice.Of).ToArray());
        var counts = Enumerable.Range(0, 16_000).GroupBy(i => DueSlice.Of($"customer-{i:000000}")).Select(g => g.Count()).ToList();
        Assert.Equal(DueSlice.Count, counts.Count);
        Assert.All(counts, count => Assert.InRange(count, 800, 1_200));
    }

    internal static Commit Only(string customerId, DueChange due) => new(customerId, [], [], null, []) { Due = due };

    internal static Task<long?> DueOfAsync(TestStore store, string customerId) => store.Dues.FindAsync(customerId, CancellationToken.None);
}

public sealed class SqliteDueTests() : DueTests(StoreKind.Sqlite);

[NeedsPostgres]
public sealed class PostgresDueTests() : DueTests(StoreKind.Postgres);
