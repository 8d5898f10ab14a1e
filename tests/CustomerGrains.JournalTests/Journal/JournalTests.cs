using CustomerGrains.Domain.Journal;
using CustomerGrains.Grains.Journal;
using CustomerGrains.JournalTests.Support;
using CustomerGrains.TestSupport.Postgres;

namespace CustomerGrains.JournalTests.Journal;

/// <summary>What the journal keeps and gives back.</summary>
public abstract class JournalTests(StoreKind kind) : StoreTests(kind)
{
    [StoreFact]
    public async Task What_was_acknowledged_is_read_back_byte_for_byte()
    {
        var store = await OpenAsync();
        var ann = new TestCustomer("ann", store);
        var commit = ann.Next("m1", "m2", "m3");
        await store.Journal.AppendAsync(commit);

        var entries = await store.AllAsync("ann");
        Assert.Equal(3, entries.Count);
        foreach (var (written, read) in commit.Entries.Zip(entries))
        {
            Assert.Equal(written.Body.ToArray(), read.Body.ToArray());
            Assert.Equal(written, read with { Body = written.Body });
        }

        await store.AssertCountersMatchAsync();
    }

    [StoreFact]
    public async Task Entries_with_hostile_texts_empty_bodies_and_no_message_id_survive()
    {
        var store = await OpenAsync();
        const string id = "'; DROP TABLE journal; -- \u00e9\u4e2d\ud83d\ude00\u202e%_\\";
        var entry = TestCustomer.Entry(1, "m1") with { MessageId = null, Name = "", Body = default };
        await store.Journal.AppendAsync(new(id, [entry], [], Row(id) with { DisplayName = "nul \0 half \ud800 end", Email = "\udc00" }, []));

        var read = Assert.Single(await store.AllAsync(id));
        Assert.Null(read.MessageId);
        Assert.Equal("", read.Name);
        Assert.Equal(0, read.Body.Length);
        var listing = Assert.Single(await store.Directory.FindAsync([id], CancellationToken.None));
        Assert.Equal("nul \ufffd half \ufffd end", listing.DisplayName);
    }

    [StoreFact]
    public async Task Two_commits_of_one_customer_share_a_transaction_in_order()
    {
        var store = await OpenAsync();
        var ann = new TestCustomer("ann", store);
        using var held = new HeldWriter(store);
        var first = store.Journal.AppendAsync(new TestCustomer("ann0", store).Next("x"));
        var others = new[] { "m1", "m2", "m3" }.Select(m => store.Journal.AppendAsync(ann.Next(m))).ToArray();
        held.Release();
        await Task.WhenAll([first, .. others]);

        Assert.Equal(["m1", "m2", "m3"], await store.MessageIdsAsync("ann"));
        await store.AssertCountersMatchAsync();
    }

    [StoreFact]
    public async Task A_conflict_fails_only_the_customer_who_lost()
    {
        var store = await OpenAsync();
        var loser = new TestCustomer("customer-17", store);
        await store.Journal.AppendAsync(loser.Next("won"));
        using var held = new HeldWriter(store);
        var first = store.Journal.AppendAsync(new TestCustomer("first", store).Next("x"));
        var commits = Enumerable.Range(0, 40).Select(i =>
            (Id: $"customer-{i}", Task: store.Journal.AppendAsync(new TestCustomer($"customer-{i}", store).Next("a", "b")))).ToList();
        held.Release();
        await first;

        foreach (var (id, task) in commits)
        {
            if (id == "customer-17")
                await Assert.ThrowsAsync<JournalConflictException>(() => task);
            else
                await task;
        }

        Assert.Equal(["won"], await store.MessageIdsAsync("customer-17"));
        Assert.Equal(["a", "b"], await store.MessageIdsAsync("customer-16"));
        Assert.True(store.Health.Available);
        await store.AssertCountersMatchAsync();
    }

    [StoreFact]
    public async Task Commits_built_upon_a_failed_one_fail_too_and_leave_no_gap()
    {
        var store = await OpenAsync();
        var winner = new TestCustomer("ann", store);
        var loser = new TestCustomer("ann", store);
        await store.Journal.AppendAsync(winner.Next("w1"));
        var first = store.Journal.AppendAsync(loser.Next("l1"));
        var second = store.Journal.AppendAsync(loser.Next("l2"));
        await Assert.ThrowsAsync<JournalConflictException>(() => first);
        await Assert.ThrowsAsync<JournalConflictException>(() => second);
        // Sent after both failed, before anybody reloaded.
        await Assert.ThrowsAsync<JournalConflictException>(() => store.Journal.AppendAsync(loser.Next("l3")));

        await loser.LoadAsync();
        await store.Journal.AppendAsync(loser.Next("l1"));
        await store.Journal.AppendAsync(loser.Next("l2"));
        Assert.Equal(["w1", "l1", "l2"], await store.MessageIdsAsync("ann"));
        await store.AssertCountersMatchAsync();
    }

    [StoreFact]
    public async Task Commits_must_be_numbered_without_gaps()
    {
        var store = await OpenAsync();
        JournalEntry[] gap = [TestCustomer.Entry(1, "a"), TestCustomer.Entry(3, "b")];
        await Assert.ThrowsAsync<ArgumentException>(() => store.Journal.AppendAsync(new("ann", gap, [], null, [])));
        await Assert.ThrowsAsync<ArgumentException>(() => store.Journal.AppendAsync(new("ann", [], [], null, [])));
        await Assert.ThrowsAsync<ArgumentException>(() => store.Journal.AppendAsync(new("ann", [TestCustomer.Entry(0, "a")], [], null, [])));
    }

    [StoreFact]
    public async Task What_the_store_refuses_fails_alone()
    {
        var store = await OpenAsync();
        using var held = new HeldWriter(store);
        var first = store.Journal.AppendAsync(new TestCustomer("first", store).Next("x"));
        var good = store.Journal.AppendAsync(new TestCustomer("good", store).Next("a"));
        // A message id that is no valid text: PostgreSQL can't take it, whatever let it through the door. (A name would count under another dimension.)
        var bad = store.Journal.AppendAsync(Spoilt(new TestCustomer("bad", store).Next("m")));
        var also = store.Journal.AppendAsync(new TestCustomer("zed", store).Next("a"));
        held.Release();
        await Task.WhenAll(first, good, also);
        var refused = await Record.ExceptionAsync(() => bad);
        Assert.True(refused is null or JournalUnavailableException, refused?.ToString());
        Assert.True(store.Health.Available);
        await store.AssertCountersMatchAsync();

        static Commit Spoilt(Commit commit) => commit with { Entries = [commit.Entries[0] with { MessageId = "nul \0 and half \ud800" }] };
    }

    static CustomerRow Row(string id) => new(id, null, false, null, null, null, "Aware", TestCustomer.Start, TestCustomer.Start);
}

public sealed class SqliteJournalTests() : JournalTests(StoreKind.Sqlite);

[NeedsPostgres]
public sealed class PostgresJournalTests() : JournalTests(StoreKind.Postgres);
