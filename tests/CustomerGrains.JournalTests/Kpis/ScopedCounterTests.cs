using System.Collections.Concurrent;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Kpis;
using CustomerGrains.Grains.Journal;
using CustomerGrains.JournalTests.Support;
using CustomerGrains.Silo.Kpis;
using CustomerGrains.Silo.Storage;
using CustomerGrains.TestSupport.Postgres;

namespace CustomerGrains.JournalTests.Kpis;

/// <summary>Counters by segment, stage and channel, sizes and flow: what a recount over the journals gives, whatever happened on the way.</summary>
public abstract class ScopedCounterTests(StoreKind kind) : StoreTests(kind)
{
    static readonly string[] Stages = ["Aware", "Buying", "Loyal", "At risk"];
    static readonly string[] Segments = ["vip", "win-back", "new", "open-tickets", "engaged"];

    [StoreFact]
    public async Task An_event_counts_where_she_was_when_it_arrived_and_she_counts_where_she_is()
    {
        var store = await OpenAsync();
        var ann = new TestCustomer("ann", store);
        await store.Journal.AppendAsync(ann.Next("m1"));
        await store.Journal.AppendAsync(ann.Decide((EntryKind.StageEntered, "Aware"), (EntryKind.SegmentJoined, "vip")));
        await store.Journal.AppendAsync(ann.Next("m2", "m3"));
        await store.Journal.AppendAsync(ann.Decide((EntryKind.StageEntered, "Loyal"), (EntryKind.SegmentLeft, "vip")));
        await store.Journal.AppendAsync(ann.Next("m4"));

        Assert.Equal((1, 0), await EventsAndCustomersAsync(store, "stage/"));
        Assert.Equal((2, 0), await EventsAndCustomersAsync(store, "stage/Aware"));
        Assert.Equal((2, 0), await EventsAndCustomersAsync(store, "segment/vip"));
        Assert.Equal((1, 1), await EventsAndCustomersAsync(store, "stage/Loyal"));
        Assert.Equal((4, 0), await EventsAndCustomersAsync(store, "channel/web"));
        var totals = await store.Kpis.TotalsAsync(CancellationToken.None);
        Assert.Contains(new KpiSum(Metrics.StageSize, "Loyal", 1), totals);
        Assert.Contains(new KpiSum(Metrics.StageEntered, ">Aware", 1), totals);
        Assert.Contains(new KpiSum(Metrics.StageEntered, "Aware>Loyal", 1), totals);
        Assert.Contains(new KpiSum(Metrics.StageLeft, "Aware", 1), totals);
        // Entered after one entry, left after five: a minute for each in this test.
        Assert.Contains(new KpiSum(Metrics.StageSeconds, "Aware", 4 * 60), totals);
        Assert.Contains(new KpiSum(Metrics.SegmentJoined, "vip", 1), totals);
        Assert.Contains(new KpiSum(Metrics.SegmentLeft, "vip", 1), totals);
        Assert.Equal(0, totals.Where(t => t.Metric == Metrics.SegmentSize).Sum(t => t.Value));
        await store.AssertCountersMatchAsync();
    }

    [StoreFact]
    public async Task Random_events_decisions_and_links_with_duplicates_on_both_sides_under_faults_and_restarts_add_up()
    {
        foreach (var seed in Enumerable.Range(1, 3))
            await RandomAsync(seed);
        var store = await OpenAsync();
        await store.AssertCountersMatchAsync();
        await AssertAddsUpAsync(store);
    }

    async Task RandomAsync(int seed)
    {
        var random = new Random(seed);
        var store = await OpenAsync();
        Inject(store, seed);
        var alive = Enumerable.Range(0, 8).Select(i => $"s{seed}-c{i}").ToList();
        for (var step = 0; step < 160; step++)
        {
            if (step is 60 or 120)
            {
                // Another process goes on where this one was left.
                store.Faults.At = (_, _) => { };
                store = await OpenAsync();
                Inject(store, seed + step);
            }

            if (step % 13 == 0)
                await store.CounterFold.FoldAsync(CancellationToken.None);
            var id = alive[random.Next(alive.Count)];
            var (dice, other) = (random.Next(100), alive[random.Next(alive.Count)]);
            var (one, two) = (random.Next(30), random.Next(5));
            await RetryAsync(store, id, async ann =>
            {
                if (dice < 60) await AppendNewAsync(store, ann, $"m{one}");
                else if (dice < 90) await store.Journal.AppendAsync(Decisions(ann, dice, two));
                else if (other != id && alive.Count > 3) await LinkAsync(store, ann, other);
            });
            if (dice >= 90 && other != id && alive.Count > 3) alive.Remove(id);
        }

        store.Faults.At = (_, _) => { };
    }

    [StoreFact]
    public async Task A_store_written_before_there_were_scopes_is_filled_when_it_is_opened()
    {
        var old = await OpenAsync();
        var (device, ann) = (new TestCustomer("device", old), new TestCustomer("ann", old));
        await old.Journal.AppendAsync(device.Next("m1", "m2"));
        await old.Journal.AppendAsync(device.Decide((EntryKind.StageEntered, "Buying"), (EntryKind.SegmentJoined, "vip")));
        await old.Journal.AppendAsync(device.Next("m3", "m4"));
        await old.Journal.AppendAsync(ann.Next("m3", "m5"));
        await old.Journal.AppendAsync(ann.Decide((EntryKind.StageEntered, "Loyal")));
        await old.Journal.AppendAsync(device.LinkTo("ann"));
        await old.Journal.AppendAsync(await ann.AbsorbAsync(device, "m3"));
        await old.AssertCountersMatchAsync();
        await old.CounterFold.FoldAsync(CancellationToken.None);
        await old.Database.ExecuteAsync("DELETE FROM counter_by", _ => { }, CancellationToken.None);
        await old.Database.ExecuteAsync("DELETE FROM counter WHERE metric LIKE 'stage_%' OR metric LIKE 'segment_%'", _ => { }, CancellationToken.None);
        Assert.False((await old.Kpis.RecountAsync(CancellationToken.None)).Matches);
        await old.Database.ExecuteAsync("DELETE FROM setting WHERE name = 'filled.scopes'", _ => { }, CancellationToken.None);

        var store = await OpenAsync();
        await store.AssertCountersMatchAsync();
        await AssertAddsUpAsync(store);
        await store.Journal.AppendAsync(ann.Next("m9"));
        await (await OpenAsync()).AssertCountersMatchAsync();
    }

    [StoreFact]
    public async Task The_recount_finds_a_scoped_counter_that_is_wrong_and_says_where()
    {
        var store = await OpenAsync();
        var ann = new TestCustomer("ann", store);
        await store.Journal.AppendAsync(ann.Next("m1"));
        await store.Journal.AppendAsync(ann.Decide((EntryKind.SegmentJoined, "vip")));
        await store.CounterFold.FoldAsync(CancellationToken.None);
        await store.Database.ExecuteAsync(
            "DELETE FROM counter_by WHERE scope = 'segment/vip' AND minute = -1 AND metric = @metric", c => c.With("@metric", Metrics.CustomersSeen), CancellationToken.None);

        var report = await store.Kpis.RecountAsync(CancellationToken.None);
        Assert.Equal([new KpiDifference(KpiDelta.Gauge, Metrics.CustomersSeen, "", 0, 1, "segment/vip")], report.Differences);
    }

    [StoreFact]
    public async Task What_a_scope_is_loaded_with_and_what_is_announced_from_then_on_fit_together_without_gap_or_overlap()
    {
        var heard = new Heard("segment/vip");
        var store = await OpenAsync(null, heard);
        using var stop = new CancellationTokenSource();
        var writers = Enumerable.Range(0, 3).Select(w => Task.Run(async () =>
        {
            var ann = new TestCustomer($"w{w}", store);
            await store.Journal.AppendAsync(ann.Decide((EntryKind.SegmentJoined, "vip")));
            for (var i = 0; !stop.IsCancellationRequested; i++)
                await store.Journal.AppendAsync(ann.Next($"w{w}-{i}"));
        })).ToList();
        var loads = new List<(decimal Loaded, int Marker)>();
        for (var i = 0; i < 10; i++)
        {
            var (loaded, marker) = (0m, -1);
            await store.Kpis.LoadAsync(
                "segment/vip", 0, () => marker = heard.Mark(), c => loaded += c.Minute == KpiDelta.Gauge && c.Metric == Metrics.Touchpoints ? c.Value : 0, CancellationToken.None);
            loads.Add((loaded, marker));
        }

        await stop.CancelAsync();
        await Task.WhenAll(writers);
        var all = (await store.Kpis.SeriesAsync("segment/vip", Metrics.Events, 0, 60_000_000, 1_000_000, CancellationToken.None)).Sum(p => p.Value);
        Assert.All(loads, load => Assert.Equal(all, load.Loaded + heard.Since(load.Marker)));
    }

    static void Inject(TestStore store, int seed)
    {
        var random = new Random(seed);
        store.Faults.At = (_, _) =>
        {
            int dice;
            lock (random)
                dice = random.Next(30);
            if (dice == 0)
                throw new InjectedFault();
        };
    }

    static Commit Decisions(TestCustomer ann, int dice, int two)
    {
        var segment = Segments[two];
        var (stage, change) = (Stages[dice % Stages.Length], ann.State.MembershipOf(segment) is null ? EntryKind.SegmentJoined : EntryKind.SegmentLeft);
        return ann.State.Stage == stage ? ann.Decide((change, segment)) : ann.Decide((EntryKind.StageEntered, stage), (change, segment));
    }

    static async Task AppendNewAsync(TestStore store, TestCustomer ann, string messageId)
    {
        var known = await store.Reader.ReadMessageIdsAsync(ann.State.AllIds(), SeenMessages.LoadLimit, CancellationToken.None);
        if (!known.Any(k => k.Hash == SeenMessages.HashOf(messageId)))
            await store.Journal.AppendAsync(ann.Next(messageId));
    }

    // In two steps, as the grains do: either may be lost, and is then done by the retry.
    static async Task LinkAsync(TestStore store, TestCustomer source, string targetId)
    {
        if (source.State.LinkedTo is null)
            await store.Journal.AppendAsync(source.LinkTo(targetId));
        var target = new TestCustomer(targetId, store);
        await target.LoadAsync();
        if (target.State.AllIds().Contains(source.Id))
            return;
        var seen = (await store.Reader.ReadMessageIdsAsync(target.State.AllIds(), SeenMessages.LoadLimit, CancellationToken.None)).Select(s => s.Hash).ToHashSet();
        var duplicates = new List<string>();
        await foreach (var touchpoint in new Grains.Customers.CustomerHistory(store.Reader).TouchpointsAsync(source.Id, long.MaxValue, CancellationToken.None))
        {
            if (seen.Contains(SeenMessages.HashOf(touchpoint.MessageId!)))
                duplicates.Add(touchpoint.MessageId!);
        }

        await store.Journal.AppendAsync(await target.AbsorbAsync(source, [.. duplicates]));
    }

    static async Task RetryAsync(TestStore store, string id, Func<TestCustomer, Task> turn)
    {
        while (true)
        {
            try
            {
                var ann = new TestCustomer(id, store);
                await ann.LoadAsync();
                await turn(ann);
                return;
            }
            catch (Exception e) when (e is JournalConflictException or JournalUnavailableException)
            {
                // Whether it was written is unknown: load and look again.
            }
        }
    }

    /// <summary>The stages, and the channels, are the whole; sizes are who joined less who left.</summary>
    static async Task AssertAddsUpAsync(TestStore store)
    {
        var totals = (await store.Kpis.TotalsAsync(CancellationToken.None)).ToDictionary(t => (t.Metric, t.Dimension), t => t.Value);
        decimal Total(string metric) => totals.Where(t => t.Key.Metric == metric).Sum(t => t.Value);
        await store.CounterFold.FoldAsync(CancellationToken.None);
        var scoped = await store.Database.QueryAsync(
            "SELECT scope, metric, value FROM counter_by WHERE minute = -1", _ => { }, r => (Scope: r.GetString(0), Metric: r.GetString(1), Value: CounterReader.Value(r, 2)), CancellationToken.None);
        decimal Over(string prefix, string metric) => scoped.Where(s => s.Scope.StartsWith(prefix, StringComparison.Ordinal) && s.Metric == metric).Sum(s => s.Value);
        Assert.Equal(Total(Metrics.Events), Over("stage/", Metrics.Touchpoints));
        Assert.Equal(Total(Metrics.Events), Over("channel/", Metrics.Touchpoints));
        Assert.Equal(Total(Metrics.Gross), Over("stage/", Metrics.Gross));
        Assert.Equal(Total(Metrics.CustomersNew), Over("stage/", Metrics.CustomersNew));
        Assert.Equal(Total(Metrics.CustomersNew), Total(Metrics.StageSize));
        foreach (var segment in Segments)
        {
            Assert.Equal(
                totals.GetValueOrDefault((Metrics.SegmentSize, segment)),
                totals.GetValueOrDefault((Metrics.SegmentJoined, segment)) - totals.GetValueOrDefault((Metrics.SegmentLeft, segment)));
        }
    }

    static async Task<(decimal Events, decimal Customers)> EventsAndCustomersAsync(TestStore store, string scope)
    {
        var counters = new List<KpiCounter>();
        await store.Kpis.LoadAsync(scope, 0, () => { }, counters.Add, CancellationToken.None);
        decimal Of(string metric) => counters.Where(c => c.Minute == KpiDelta.Gauge && c.Metric == metric).Sum(c => c.Value);
        return (Of(Metrics.Touchpoints), Of(Metrics.CustomersSeen));
    }

    /// <summary>The announced events of a scope, with marks between them.</summary>
    sealed class Heard(string scope) : ICommitObserver
    {
        readonly ConcurrentQueue<decimal> _announced = [];

        public void OnCommitted(IReadOnlyList<Commit> commits)
        {
            foreach (var delta in commits.SelectMany(c => c.Deltas).Where(d => d.Metric == Metrics.Touchpoints && d.Scopes?.Has(scope) == true))
                _announced.Enqueue(delta.Value);
        }

        public int Mark() => _announced.Count;

        public decimal Since(int mark) => _announced.Skip(mark).Sum();
    }
}

public sealed class SqliteScopedCounterTests() : ScopedCounterTests(StoreKind.Sqlite);

[NeedsPostgres]
public sealed class PostgresScopedCounterTests() : ScopedCounterTests(StoreKind.Postgres);
