using System.Globalization;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Kpis;
using CustomerGrains.JournalTests.Support;
using CustomerGrains.TestSupport.Postgres;

namespace CustomerGrains.JournalTests.Kpis;

/// <summary>Counters are exact at every moment, however much of the log has been added up, and whoever adds it up.</summary>
public abstract class CounterLogTests(StoreKind kind) : StoreTests(kind)
{
    [StoreFact]
    public async Task Every_reader_says_the_same_before_during_and_after_the_log_is_added_up()
    {
        var store = await OpenAsync();
        await LiveAsync(store, "ann", 5);
        await store.CounterFold.FoldAsync(CancellationToken.None);
        // Some of it in the same rows as before, some in rows of its own.
        await LiveAsync(store, "bob", 7);
        var before = await ReadAllAsync(store);
        Assert.NotEqual(0, await CountAsync(store, "counter_log l LEFT JOIN counter_log_end e ON e.writer = l.writer WHERE l.id > coalesce(e.folded, 0)"));

        Assert.NotEqual(0, await store.CounterFold.FoldAsync(CancellationToken.None));
        Assert.Equal(before, await ReadAllAsync(store));
        Assert.Equal(0, await store.CounterFold.FoldAsync(CancellationToken.None));
        Assert.Equal(before, await ReadAllAsync(store));
        await store.AssertCountersMatchAsync();
    }

    [StoreFact]
    public async Task Processes_that_add_up_at_once_while_others_write_count_nothing_twice()
    {
        TestStore[] processes = [await OpenAsync(), await OpenAsync()];
        await Task.WhenAll(Enumerable.Range(0, 6).Select(async i =>
        {
            for (var round = 0; round < 4; round++)
            {
                await LiveAsync(processes[i % 2], $"c{i}-{round}", 3);
                await processes[(i + round) % 2].CounterFold.FoldAsync(CancellationToken.None);
            }
        }));
        await processes[0].AssertCountersMatchAsync();
        await processes[1].CounterFold.FoldAsync(CancellationToken.None);
        Assert.Equal(0, await CountAsync(processes[0], "counter_log l LEFT JOIN counter_log_end e ON e.writer = l.writer WHERE l.id > coalesce(e.folded, 0)"));
        await processes[0].AssertCountersMatchAsync();
    }

    [StoreFact]
    public async Task What_a_process_that_died_has_not_added_up_the_next_one_does()
    {
        var died = await OpenAsync();
        await LiveAsync(died, "ann", 5);
        var counters = await ReadAllAsync(died);

        var next = await OpenAsync();
        Assert.Equal(counters, await ReadAllAsync(next));
        Assert.NotEqual(0, await next.CounterFold.FoldAsync(CancellationToken.None));
        Assert.Equal(counters, await ReadAllAsync(next));
        await LiveAsync(next, "bob", 2);
        await next.AssertCountersMatchAsync();
    }

    [StoreFact]
    public async Task The_rows_of_a_writer_are_numbered_without_gaps_also_when_all_of_them_are_gone()
    {
        var store = await OpenAsync();
        store.Clock.Advance(TimeSpan.FromDays(1_000));
        for (var round = 0; round < 3; round++)
        {
            await LiveAsync(store, $"c{round}", 4);
            await store.CounterFold.FoldAsync(CancellationToken.None);
            Assert.Equal(0, await CountAsync(store, "counter_log"));
        }

        var rows = await store.Database.QueryAsync("SELECT folded FROM counter_log_end", _ => { }, r => r.GetInt64(0), CancellationToken.None);
        // A row for each commit: three customers of four messages, each with a decision before.
        Assert.Equal(15, rows.Sum());
        await store.AssertCountersMatchAsync();
    }

    static async Task LiveAsync(TestStore store, string id, int messages)
    {
        var customer = new TestCustomer(id, store);
        await store.Journal.AppendAsync(customer.Decide((EntryKind.StageEntered, "Aware"), (EntryKind.SegmentJoined, "vip")));
        for (var i = 0; i < messages; i++)
            await store.Journal.AppendAsync(customer.Next($"{id}-{i}"));
    }

    static async Task<List<string>> ReadAllAsync(TestStore store)
    {
        var said = new List<string>();
        foreach (var scope in new[] { null, "segment/vip", "stage/Aware", "channel/web" })
        {
            var counters = new List<string>();
            await store.Kpis.LoadAsync(scope, 0, () => { }, c => counters.Add(Text($"{scope} {c.Minute} {c.Metric} {c.Dimension} {c.Value:0.##}")), CancellationToken.None);
            said.AddRange(counters.Order(StringComparer.Ordinal));
            said.AddRange((await store.Kpis.SeriesAsync(scope, Metrics.Events, 0, 60_000_000, 60, CancellationToken.None)).Select(p => Text($"{p.Minute} {p.Dimension} {p.Value:0.##}")));
            said.AddRange((await store.Kpis.DaysAsync(scope, 60_000_000, CancellationToken.None)).Select(d => Text($"{d.Day} {d.Metric} {d.Dimension} {d.Value:0.##}")));
        }

        said.AddRange((await store.Kpis.TotalsAsync(CancellationToken.None)).Select(s => Text($"{s.Metric} {s.Dimension} {s.Value:0.##}")));
        return said;

        static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
    }

    static async Task<long> CountAsync(TestStore store, string from) =>
        (await store.Database.QueryAsync($"SELECT count(*) FROM {from}", _ => { }, r => r.GetInt64(0), CancellationToken.None))[0];
}

public sealed class SqliteCounterLogTests() : CounterLogTests(StoreKind.Sqlite);

[NeedsPostgres]
public sealed class PostgresCounterLogTests() : CounterLogTests(StoreKind.Postgres);
