using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using CustomerGrains.Grains.Journal;
using CustomerGrains.JournalTests.Support;
using CustomerGrains.TestSupport.Postgres;

namespace CustomerGrains.JournalTests.Journal;

/// <summary>Invariants 1, 2, 5 and 6 at the journal: connections that die at every step, and writers that race.</summary>
public abstract class FaultTests(StoreKind kind) : StoreTests(kind)
{
    [StoreFact]
    public async Task A_failure_before_the_commit_leaves_nothing_behind()
    {
        foreach (var step in (Step[])[Step.Begin, Step.Write, Step.Written, Step.Commit])
        {
            var store = await OpenAsync();
            var ann = new TestCustomer($"ann-{step}", store);
            store.Faults.At = (at, _) =>
            {
                if (at == step)
                    throw new InjectedFault();
            };
            await Assert.ThrowsAsync<JournalUnavailableException>(() => store.Journal.AppendAsync(ann.Next("m1", "m2")));
            Assert.Empty(await store.AllAsync(ann.Id));
            Assert.Empty(await store.Directory.FindAsync([ann.Id], CancellationToken.None));
            await store.AssertCountersMatchAsync();
        }
    }

    [StoreFact]
    public async Task After_an_ambiguous_commit_the_retry_finds_the_truth()
    {
        var store = await OpenAsync();
        var ann = new TestCustomer("ann", store);
        store.Faults.At = (at, _) =>
        {
            if (at == Step.Committed)
                throw new InjectedFault();
        };
        await Assert.ThrowsAsync<JournalUnavailableException>(() => store.Journal.AppendAsync(ann.Next("m1")));
        store.Faults.At = (_, _) => { };

        await ann.LoadAsync();
        Assert.Equal(1, ann.State.Version);
        var known = await store.Reader.ReadMessageIdsAsync(["ann"], 10, CancellationToken.None);
        Assert.Contains(known, k => k.Hash == SeenMessages.HashOf("m1"));
        await store.AssertCountersMatchAsync();
    }

    [StoreFact]
    public async Task The_health_tells_of_an_outage_and_of_its_end_without_anybody_writing()
    {
        var store = await OpenAsync();
        var ann = new TestCustomer("ann", store);
        store.Faults.At = (_, _) => throw new InjectedFault();
        await Assert.ThrowsAsync<JournalUnavailableException>(() => store.Journal.AppendAsync(ann.Next("m1")));
        Assert.False(store.Health.Available);
        Assert.Contains("cut", store.Health.Problem, StringComparison.Ordinal);

        var probed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        store.Faults.At = (at, _) =>
        {
            if (at == Step.Written)
                probed.TrySetResult();
        };
        await probed.Task.WaitAsync(TimeSpan.FromSeconds(30));
        // The probe is on its way back; a commit can't overtake it.
        await ann.LoadAsync();
        await store.Journal.AppendAsync(ann.Next("m1"));
        Assert.True(store.Health.Available);
    }

    [StoreFact]
    public async Task Whatever_fails_nothing_acknowledged_is_missing_and_the_counters_are_exact()
    {
        var store = await OpenAsync();
        var random = new Random(20260105);
        store.Faults.At = (_, _) =>
        {
            int dice;
            lock (random)
                dice = random.Next(40);
            if (dice == 0)
                throw new InjectedFault();
        };
        var acknowledged = new ConcurrentBag<(string Customer, string MessageId)>();
        var writers = Enumerable.Range(0, 8).Select(w => Task.Run(() => WriteAsync(store, w, customers: 6, messages: 60, acknowledged)));
        await Task.WhenAll(writers);
        store.Faults.At = (_, _) => { };

        Assert.Equal(8 * 60, acknowledged.Count);
        await AssertAllThereAsync(store, acknowledged);
    }

    [StoreFact]
    public async Task Of_activations_that_race_for_a_customer_exactly_one_wins_each_place()
    {
        // Three processes, each with a customer object of its own for the same two customers.
        var stores = new[] { await OpenAsync(), await OpenAsync(), await OpenAsync() };
        var acknowledged = new ConcurrentBag<(string Customer, string MessageId)>();
        await Task.WhenAll(stores.Select((store, s) => Task.Run(() => WriteAsync(store, s, customers: 2, messages: 40, acknowledged))));

        Assert.Equal(3 * 40, acknowledged.Count);
        await AssertAllThereAsync(stores[0], acknowledged);
    }

    [StoreFact]
    public async Task Both_processes_see_each_others_entries_at_once()
    {
        var (one, two) = (await OpenAsync(), await OpenAsync());
        for (var i = 0; i < 10; i++)
        {
            var customer = new TestCustomer("ann", i % 2 == 0 ? one : two);
            await customer.LoadAsync();
            await (i % 2 == 0 ? one : two).Journal.AppendAsync(customer.Next($"m{i}"));
        }

        Assert.Equal(Enumerable.Range(0, 10).Select(i => $"m{i}"), await one.MessageIdsAsync("ann"));
        await two.AssertCountersMatchAsync();
    }

    /// <summary>Writes messages to customers chosen at random, reloading and retrying as the grain and its caller do.</summary>
    internal static async Task WriteAsync(
        TestStore store, int writer, int customers, int messages, ConcurrentBag<(string Customer, string MessageId)> acknowledged, CancellationToken stop = default)
    {
        var random = new Random(writer);
        for (var m = 0; m < messages && !stop.IsCancellationRequested; m++)
        {
            var id = $"customer-{random.Next(customers)}";
            var messageId = $"w{writer}-m{m}";
            while (true)
            {
                var customer = new TestCustomer(id, store);
                try
                {
                    await customer.LoadAsync();
                    var known = await store.Reader.ReadMessageIdsAsync([id], SeenMessages.LoadLimit, CancellationToken.None);
                    if (!known.Any(k => k.Hash == SeenMessages.HashOf(messageId)))
                        await store.Journal.AppendAsync(customer.Next(messageId));
                    acknowledged.Add((id, messageId));
                    break;
                }
                catch (Exception e) when (e is JournalConflictException or JournalUnavailableException or JournalFullException)
                {
                    // Reload and try again, with the same message id.
                }
            }
        }
    }

    internal static async Task AssertAllThereAsync(TestStore store, IEnumerable<(string Customer, string MessageId)> acknowledged)
    {
        var journals = new Dictionary<string, HashSet<string?>>();
        foreach (var (customer, messageId) in acknowledged)
        {
            if (!journals.TryGetValue(customer, out var journal))
                journals.Add(customer, journal = [.. await store.MessageIdsAsync(customer)]);
            Assert.Contains(messageId, journal);
        }

        await store.AssertWellFormedAsync(journals.Keys);
        await store.AssertCountersMatchAsync();
    }
}

public sealed class SqliteFaultTests() : FaultTests(StoreKind.Sqlite);

[NeedsPostgres]
public sealed class PostgresFaultTests() : FaultTests(StoreKind.Postgres)
{
    [StoreFact]
    public async Task A_server_that_stops_and_starts_under_load_is_an_outage_and_nothing_more()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        var options = StoreKind.Options("postgres", await cluster.CreateDatabaseAsync());
        await using var store = await TestStore.OpenAsync(options);
        var acknowledged = new ConcurrentBag<(string Customer, string MessageId)>();
        // They write until it is over.
        using var over = new CancellationTokenSource();
        var writers = Task.WhenAll(Enumerable.Range(0, 4).Select(w => Task.Run(() => WriteAsync(store, w, customers: 5, int.MaxValue, acknowledged, over.Token))));
        foreach (var mode in (string[])["immediate", "fast"])
        {
            var before = acknowledged.Count;
            await WhenAsync(() => acknowledged.Count >= before + 100);
            await cluster.StopServerAsync(mode);
            await WhenAsync(() => !store.Health.Available);
            await cluster.StartServerAsync();
            await WhenAsync(() => store.Health.Available);
        }

        await over.CancelAsync();
        await writers.WaitAsync(TimeSpan.FromMinutes(2));
        Assert.Equal(acknowledged.Count, acknowledged.Distinct().Count());
        await AssertAllThereAsync(store, acknowledged);

    }

    [StoreFact]
    public async Task An_outage_that_only_readers_meet_shows_too()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        await using var store = await TestStore.OpenAsync(StoreKind.Options("postgres", await cluster.CreateDatabaseAsync()));
        await store.Journal.AppendAsync(new TestCustomer("ann", store).Next("m1"));
        await cluster.StopServerAsync();
        await Assert.ThrowsAsync<JournalUnavailableException>(() => store.Reader.StartAsync("ann", CancellationToken.None).AsTask());
        await WhenAsync(() => !store.Health.Available);
        await cluster.StartServerAsync();
        await WhenAsync(() => store.Health.Available);
        Assert.Equal(1, (await store.Reader.StartAsync("ann", CancellationToken.None)).LastSeq);
    }

    // The server is real, so is its time.
    static async Task WhenAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string? what = null)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (var i = 0; !condition(); i++)
        {
            Assert.True(i < 3_000, $"Waited a minute: {what}");
            await timer.WaitForNextTickAsync();
        }
    }
}
