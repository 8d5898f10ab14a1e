using CustomerGrains.Domain.Kpis;
using CustomerGrains.JournalTests.Support;
using CustomerGrains.Silo.Kpis;
using CustomerGrains.Silo.Storage;
using CustomerGrains.TestSupport.Postgres;

namespace CustomerGrains.JournalTests.Kpis;

/// <summary>Counters, sums over time, and the recount that holds them to account (invariant 6).</summary>
public abstract class KpiStoreTests(StoreKind kind) : StoreTests(kind)
{
    [StoreFact]
    public async Task Sums_and_series_are_exact_decimals()
    {
        var store = await OpenAsync();
        KpiDelta[] deltas =
        [
            new(100, Metrics.Gross, "GBP", 0.1m), new(100, Metrics.Gross, "GBP", 0.2m), new(101, Metrics.Gross, "GBP", 1_000_000_000_000.000001m),
            new(101, Metrics.Gross, "EUR", 5m), new(119, Metrics.Gross, "GBP", -0.3m), new(KpiDelta.Gauge, Metrics.TicketsOpen, "", 2),
        ];
        await store.Journal.AppendAsync(new("ann", [TestCustomer.Entry(1, "m1")], deltas, null, []));
        await store.Journal.AppendAsync(new("bob", [TestCustomer.Entry(1, "m1")], [new(101, Metrics.Gross, "EUR", -5.50m)], null, []));

        var sums = await store.Kpis.SumAsync(100, 101, CancellationToken.None);
        Assert.Equal([new("gross", "EUR", -0.5m), new KpiSum("gross", "GBP", 1_000_000_000_000.300001m)], sums);
        var totals = await store.Kpis.TotalsAsync(CancellationToken.None);
        Assert.Contains(new KpiSum("gross", "GBP", 1_000_000_000_000.000001m), totals);
        Assert.Contains(new KpiSum("tickets_open", "", 2), totals);
        var series = await store.Kpis.SeriesAsync(null, Metrics.Gross, 0, 1_000, 20, CancellationToken.None);
        Assert.Equal(
            [new(100, "EUR", -0.5m), new KpiPoint(100, "GBP", 1_000_000_000_000.000001m)],
            series);
    }

    [StoreFact]
    public async Task Days_are_exact_and_leave_touchpoints_by_name_out()
    {
        var store = await OpenAsync();
        KpiDelta[] deltas =
        [
            new(1_439, Metrics.Gross, "GBP", 0.1m), new(0, Metrics.Gross, "GBP", 0.2m), new(1_440, Metrics.Gross, "GBP", 5m),
            new(1_440, Metrics.Touchpoints, "web/Other", 1), new(5_000, Metrics.Gross, "GBP", 7m), new(KpiDelta.Gauge, Metrics.TicketsOpen, "", 2),
        ];
        await store.Journal.AppendAsync(new("ann", [TestCustomer.Entry(1, "m1")], deltas, null, []));
        Assert.Equal([new(0, "gross", "GBP", 0.3m), new KpiDay(1, "gross", "GBP", 5m)], await store.Kpis.DaysAsync(null, 4_999, CancellationToken.None));
    }

    [StoreFact]
    public async Task Every_counter_is_loaded_once_with_its_shards_added_up()
    {
        var store = await OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, 60).Select(i => store.Journal.AppendAsync(new TestCustomer($"c{i}", store).Next($"m{i}"))));
        var loaded = new List<KpiCounter>();
        await store.Kpis.LoadAsync(0, loaded.Add, CancellationToken.None);
        Assert.Equal(loaded.Count, loaded.Select(c => (c.Minute, c.Metric, c.Dimension)).Distinct().Count());
        Assert.Equal(60, loaded.Single(c => c.Minute == KpiDelta.Gauge && c.Metric == Metrics.Events).Value);
        Assert.Equal(60, loaded.Where(c => c.Minute != KpiDelta.Gauge && c.Metric == Metrics.Events).Sum(c => c.Value));
    }

    [StoreFact]
    public async Task The_recount_counts_linked_ids_with_their_target_and_duplicates_once()
    {
        var store = await OpenAsync();
        var device = new TestCustomer("device", store);
        var ann = new TestCustomer("ann", store);
        var anna = new TestCustomer("anna", store);
        await store.Journal.AppendAsync(device.Next("m1", "m2", "m3"));
        await store.Journal.AppendAsync(ann.Next("m2", "m4"));
        await store.Journal.AppendAsync(anna.Next("m1", "m5", "m6"));
        await store.AssertCountersMatchAsync();

        await store.Journal.AppendAsync(device.LinkTo("ann"));
        await store.AssertCountersMatchAsync();
        await store.Journal.AppendAsync(await ann.AbsorbAsync(device, "m2"));
        await store.AssertCountersMatchAsync();
        await store.Journal.AppendAsync(ann.Next("m7"));
        await store.Journal.AppendAsync(ann.LinkTo("anna"));
        await store.Journal.AppendAsync(await anna.AbsorbAsync(ann, "m1"));
        await store.Journal.AppendAsync(anna.Next("m8"));

        var report = await store.Kpis.RecountAsync(CancellationToken.None);
        Assert.Empty(report.Differences);
        Assert.Equal((3, 14), (report.Customers, report.Entries));
        Assert.Contains(new KpiSum(Metrics.Events, "", 8), report.Totals);
        Assert.Contains(new KpiSum(Metrics.CustomersNew, "", 1), report.Totals);
    }

    [StoreFact]
    public async Task A_store_written_before_touchpoints_were_counted_by_name_is_filled_when_it_is_opened_and_only_once()
    {
        var old = await OpenAsync();
        var device = new TestCustomer("device", old);
        var ann = new TestCustomer("ann", old);
        await old.Journal.AppendAsync(device.Next("m1", "m2", "m3"));
        await old.Journal.AppendAsync(ann.Next("m2", "m4"));
        await old.Journal.AppendAsync(device.LinkTo("ann"));
        await old.Journal.AppendAsync(await ann.AbsorbAsync(device, "m2"));
        var ancient = TestCustomer.Entry(1, "m9") with { Name = "Invented", OccurredAt = TestCustomer.Start.AddYears(-2) };
        var deltas = new List<KpiDelta>();
        TouchpointKpis.AddTo(deltas, ancient, KpiScopes.None);
        await old.Journal.AppendAsync(new("eve", [ancient], deltas, null, []));
        var counted = await TouchpointsAsync(old);
        Assert.Equal(5, counted.Where(c => c.Minute == KpiDelta.Gauge).Sum(c => c.Value));
        await old.CounterFold.FoldAsync(CancellationToken.None);
        await old.Database.ExecuteAsync("DELETE FROM counter WHERE metric = @metric", c => c.With("@metric", Metrics.Touchpoints), CancellationToken.None);
        await old.Database.ExecuteAsync("DELETE FROM setting WHERE name = 'filled.touchpoints'", _ => { }, CancellationToken.None);

        var store = await OpenAsync();
        Assert.Equal(counted, await TouchpointsAsync(store));
        Assert.Equal(counted, await TouchpointsAsync(await OpenAsync()));
        await store.Journal.AppendAsync(ann.Next("m7"));
        Assert.Equal(6, (await TouchpointsAsync(store)).Where(c => c.Minute == KpiDelta.Gauge).Sum(c => c.Value));
        Assert.DoesNotContain(
            (await store.Kpis.RecountAsync(CancellationToken.None)).Differences, d => d.Metric == Metrics.Touchpoints);

        static async Task<List<KpiCounter>> TouchpointsAsync(TestStore store)
        {
            var counters = new List<KpiCounter>();
            await store.Kpis.LoadAsync(0, counters.Add, CancellationToken.None);
            return counters.FindAll(c => c.Metric == Metrics.Touchpoints && c.Value != 0);
        }
    }

    [StoreFact]
    public async Task The_recount_finds_a_counter_that_is_wrong()
    {
        var store = await OpenAsync();
        var ann = new TestCustomer("ann", store);
        await store.Journal.AppendAsync(ann.Next("m1"));
        await store.Journal.AppendAsync(ann.Next("m2") with { Deltas = [new(7, Metrics.Cancelled, "XXX", 1)] });
        await store.CounterFold.FoldAsync(CancellationToken.None);
        await store.Database.ExecuteAsync(
            "DELETE FROM counter WHERE metric = @metric AND minute >= 0", c => c.With("@metric", Metrics.CustomersNew), CancellationToken.None);

        var report = await store.Kpis.RecountAsync(CancellationToken.None);
        Assert.False(report.Matches);
        Assert.Equal(report.DifferenceCount, report.Differences.Count);
        Assert.Contains(new KpiDifference(7, Metrics.Cancelled, "XXX", 1, 0), report.Differences);
        Assert.Contains(report.Differences, d => d is { Metric: Metrics.CustomersNew, Stored: 0, Recounted: 1 });
        Assert.Contains(new KpiDifference(KpiDelta.Gauge, Metrics.Events, "", 1, 2), report.Differences);
    }

    [StoreFact]
    public async Task A_recount_during_writes_still_matches()
    {
        var store = await OpenAsync();
        using var stop = new CancellationTokenSource();
        var writing = Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
                await store.Journal.AppendAsync(new TestCustomer($"c{i}", store).Next("m1", "m2"));
        });
        for (var i = 0; i < 5; i++)
            await store.AssertCountersMatchAsync();
        await stop.CancelAsync();
        await writing;
    }
}

public sealed class SqliteKpiStoreTests() : KpiStoreTests(StoreKind.Sqlite);

[NeedsPostgres]
public sealed class PostgresKpiStoreTests() : KpiStoreTests(StoreKind.Postgres);
