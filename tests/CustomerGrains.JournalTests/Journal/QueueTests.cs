using CustomerGrains.Grains.Journal;
using CustomerGrains.JournalTests.Support;
using CustomerGrains.Silo.Journal;
using CustomerGrains.TestSupport.Postgres;

namespace CustomerGrains.JournalTests.Journal;

/// <summary>Bounds, order and groups of what waits for the disk.</summary>
public abstract class QueueTests(StoreKind kind) : StoreTests(kind)
{
    // Every writer has a queue of its own, so the tests look at one customer's.
    static readonly JournalLimits Small = new(QueueEntries: 10, QueueBytes: 1 << 20, GroupEntries: 4, GroupBytes: 1 << 20);

    [StoreFact]
    public async Task A_full_queue_refuses_at_once_and_keeps_everything_it_accepted()
    {
        var store = await OpenAsync(Small);
        var ann = new TestCustomer("ann", store);
        using var held = new HeldWriter(store);
        var accepted = new List<Task>();
        var before = 0;
        JournalFullException? full = null;
        while (full is null && before < 100)
        {
            var commit = ann.Next($"m{before}");
            var appended = store.Journal.AppendAsync(commit);
            if (appended.IsFaulted)
                full = await Assert.ThrowsAsync<JournalFullException>(() => appended);
            else
                (accepted, before) = ([.. accepted, appended], before + 1);
        }

        Assert.NotNull(full);
        // Ten wait; whatever the writer took before it was held may come on top.
        Assert.InRange(accepted.Count, 10, 14);
        Assert.True(store.Health.Queued > 0);
        held.Release();
        await Task.WhenAll(accepted);
        Assert.Equal(accepted.Count, (await store.AllAsync("ann")).Count);
    }

    [StoreFact]
    public async Task The_queue_is_bounded_in_bytes_too()
    {
        var store = await OpenAsync(Small with { QueueBytes = 10_000 });
        var body = new byte[6_000];
        body.AsSpan().Fill((byte)' ');
        using var held = new HeldWriter(store);
        var tasks = Enumerable.Range(1, 6).Select(seq =>
            store.Journal.AppendAsync(new("ann", [TestCustomer.Entry(seq, $"m{seq}") with { Body = body }], [], null, []))).ToList();
        Assert.Contains(tasks, t => t.IsFaulted);
        Assert.InRange(tasks.Count(t => !t.IsFaulted), 1, 2);
        held.Release();
        await Task.WhenAll(tasks.Where(t => !t.IsFaulted));
        Assert.Equal(tasks.Count(t => !t.IsFaulted), (await store.AllAsync("ann")).Count);
    }

    [StoreFact]
    public async Task A_commit_of_any_size_fits_an_empty_queue()
    {
        var store = await OpenAsync(Small);
        var ids = Enumerable.Range(0, 300).Select(i => $"m{i}").ToArray();
        await store.Journal.AppendAsync(new TestCustomer("ann", store).Next(ids));
        Assert.Equal(ids, await store.MessageIdsAsync("ann"));
    }

    [StoreFact]
    public async Task What_waits_together_is_committed_together_within_the_size_of_a_group()
    {
        var store = await OpenAsync(Small with { QueueEntries = 100 });
        var groups = new List<int>();
        using var release = new ManualResetEventSlim();
        store.Faults.At = (step, group) =>
        {
            if (step == Step.Begin)
                release.Wait();
            if (step == Step.Committed)
                groups.Add(group!.Commits.Count);
        };
        var ann = new TestCustomer("ann", store);
        var tasks = Enumerable.Range(0, 17).Select(i => store.Journal.AppendAsync(ann.Next($"m{i}"))).ToList();
        release.Set();
        await Task.WhenAll(tasks);
        Assert.Equal(17, groups.Sum());
        Assert.All(groups, g => Assert.InRange(g, 1, 4));
        Assert.Contains(4, groups);
    }

    [StoreFact]
    public async Task A_lone_commit_after_a_crowd_is_written_without_company()
    {
        var store = await OpenAsync();
        var crowd = Enumerable.Range(0, 100).Select(i => new TestCustomer($"c{i}", store)).ToList();
        await Task.WhenAll(crowd.Select(each => store.Journal.AppendAsync(each.Next($"{each.Id}-first"))));
        await store.Journal.AppendAsync(crowd[0].Next("alone"));
        Assert.Equal(["c0-first", "alone"], await store.MessageIdsAsync("c0"));
    }

    [StoreFact]
    public async Task Observers_hear_of_every_commit_in_order_and_only_of_what_is_durable()
    {
        var heard = new Recorder();
        var store = await OpenAsync(null, new Thrower(), heard);
        heard.Store = store;
        var customers = Enumerable.Range(0, 20).Select(i => new TestCustomer($"c{i}", store)).ToList();
        var loser = new TestCustomer("c0", store);
        var tasks = new List<Task>();
        for (var round = 0; round < 10; round++)
            tasks.AddRange(customers.Select(c => store.Journal.AppendAsync(c.Next($"{c.Id}-{tasks.Count}"))));
        await Task.WhenAll(tasks);
        await Assert.ThrowsAsync<JournalConflictException>(() => store.Journal.AppendAsync(loser.Next("lost")));
        // Every caller was answered, so the observers have heard of it all.
        await heard.HasHeardAsync(200);

        Assert.Equal(200, heard.Commits.Count);
        foreach (var customer in customers)
            Assert.Equal(Enumerable.Range(1, 10).Select(n => (long)n), heard.Commits.Where(c => c.CustomerId == customer.Id).Select(c => c.Entries[0].Seq));
        Assert.DoesNotContain(heard.Commits, c => c.Entries[0].MessageId == "lost");
        Assert.True(heard.AllWereDurable);
    }

    [StoreFact]
    public async Task Closing_writes_what_was_accepted_and_refuses_what_comes_later()
    {
        var store = await OpenAsync();
        var ann = new TestCustomer("ann", store);
        var tasks = Enumerable.Range(0, 50).Select(i => store.Journal.AppendAsync(ann.Next($"m{i}"))).ToList();
        var journal = store.Journal;
        ((IDisposable)journal).Dispose();
        await Task.WhenAll(tasks);
        await Assert.ThrowsAsync<JournalUnavailableException>(() => journal.AppendAsync(ann.Next("late")));
        Assert.Equal(50, (await store.AllAsync("ann")).Count);
    }

    sealed class Thrower : ICommitObserver
    {
        public void OnCommitted(IReadOnlyList<Commit> commits) => throw new InvalidOperationException("An observer must not do this.");
    }

    sealed class Recorder : ICommitObserver
    {
        readonly TaskCompletionSource _enough = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int _wanted = int.MaxValue;

        public TestStore Store { get; set; } = null!;

        public List<Commit> Commits { get; } = [];

        public bool AllWereDurable { get; private set; } = true;

        public Task HasHeardAsync(int commits)
        {
            lock (Commits)
            {
                _wanted = commits;
                if (Commits.Count >= commits)
                    _enough.TrySetResult();
            }

            return _enough.Task.WaitAsync(TimeSpan.FromSeconds(30));
        }

        public void OnCommitted(IReadOnlyList<Commit> commits)
        {
            lock (Commits)
            {
                Commits.AddRange(commits);
                var last = commits[^1];
                var durable = Task.Run(() => Store.AllAsync(last.CustomerId)).GetAwaiter().GetResult();
                AllWereDurable &= durable.Any(e => e.MessageId == last.Entries[^1].MessageId);
                if (Commits.Count >= _wanted)
                    _enough.TrySetResult();
            }
        }
    }
}

public sealed class SqliteQueueTests() : QueueTests(StoreKind.Sqlite);

[NeedsPostgres]
public sealed class PostgresQueueTests() : QueueTests(StoreKind.Postgres);
