using System.Globalization;
using System.Text;
using CustomerGrains.Contracts.Customers;
using CustomerGrains.Contracts.Identity;
using CustomerGrains.Contracts.Touchpoints;
using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Touchpoints;
using CustomerGrains.Grains.Customers;
using CustomerGrains.Grains.Journal;
using CustomerGrains.JournalTests.Support;
using CustomerGrains.Silo.Kpis;
using CustomerGrains.Silo.Retention;
using CustomerGrains.Silo.Storage;
using CustomerGrains.TestSupport;
using CustomerGrains.TestSupport.Postgres;

namespace CustomerGrains.JournalTests.Retention;

/// <summary>Old touchpoints are removed, and nothing that is known, counted or decided changes: a life with the policy and one without are the same life.</summary>
public abstract class RetentionTests(StoreKind kind) : StoreTests(kind)
{
    static readonly DateTimeOffset Start = new(2024, 3, 1, 9, 0, 0, TimeSpan.Zero);
    static readonly TimeSpan Kept = TimeSpan.FromDays(120);
    static readonly CancellationToken None = CancellationToken.None;

    readonly StoreKind _kind = kind;
    readonly List<StoreOptions> _twins = [];
    readonly List<TestSilo> _silos = [];
    SetClock _clock = new(Start);
    int _messages;

    public override async Task DisposeAsync()
    {
        foreach (var silo in _silos)
            await silo.DisposeAsync();
        foreach (var twin in _twins)
            _kind.Delete(twin);
        await base.DisposeAsync();
    }

    [StoreFact]
    public async Task A_life_with_removals_is_the_same_life()
    {
        foreach (var seed in (int[])[1, 2])
        {
            _clock = new(Start);
            await LiveAsync(seed, await StartAsync(await TwinAsync()), await StartAsync(await TwinAsync()));
        }
    }

    async Task LiveAsync(int seed, TestSilo whole, TestSilo removing)
    {
        var random = new Random(seed);
        var alive = Enumerable.Range(0, 10).Select(i => $"s{seed}-c{i}").ToList();
        var removed = 0L;
        for (var step = 0; step < 260; step++)
        {
            _clock.Set(_clock.GetUtcNow().AddHours(random.Next(1, 96)));
            var (id, dice, other) = (alive[random.Next(alive.Count)], random.Next(100), alive[random.Next(alive.Count)]);
            if (dice < 4 && other != id && alive.Count > 3)
            {
                foreach (var silo in (TestSilo[])[whole, removing])
                    await LinkAsync(silo, id, other);
                alive.Remove(id);
            }
            else
            {
                var batch = Batch(random, id);
                foreach (var silo in (TestSilo[])[whole, removing])
                    Assert.Equal(RecordStatus.Recorded, (await silo.Grains.GetGrain<ICustomerGrain>(id).Record(batch)).Outcome);
            }

            if (step % 20 == 19)
            {
                removed += await RemoveAsync(removing);
                // Half the time by customers who are loaded anew.
                if (step % 40 == 39)
                    removing = await RestartAsync(removing);
            }
        }

        Assert.True(removed > 200, $"only {removed} entries were removed");
        await AssertSameAsync(whole, removing);
    }

    [StoreFact]
    public async Task An_id_whose_beginning_is_gone_becomes_part_of_somebody_with_all_that_it_was()
    {
        var (whole, removing) = (await StartAsync(await TwinAsync()), await StartAsync(await TwinAsync()));
        var random = new Random(7);
        for (var i = 0; i < 60; i++)
        {
            _clock.Set(_clock.GetUtcNow().AddDays(4));
            await BothAsync(whole, removing, Batch(random, i % 3 == 0 ? "ann" : "device"), i % 3 == 0 ? "ann" : "device");
        }

        Assert.True(await RemoveAsync(removing) > 0);
        foreach (var silo in (TestSilo[])[whole, removing])
            await LinkAsync(silo, "device", "ann");
        await AssertSameAsync(whole, removing);
        // The absorption grows old too: first the one who absorbed, an hour later what was absorbed.
        _clock.Set(_clock.GetUtcNow().AddDays(200));
        await BothAsync(whole, removing, Batch(random, "ann"), "ann");
        Assert.True(await RemoveAsync(removing) > 0);
        await AssertSameAsync(whole, removing);
        Assert.True((await removing.Reader.ReadBasesAsync(["ann"], None))[0].ToState().Links.Count == 1);
        Assert.True((await removing.Reader.ReadBasesAsync(["device"], None)) is [var first] && first.Seq < (await removing.StateAsync("device")).Version - 1);
        _clock.Set(_clock.GetUtcNow() + RetentionPass.Grace);
        Assert.True(await RemoveAsync(removing) > 0);
        Assert.True((await removing.Reader.ReadBasesAsync(["device"], None)) is [var all] && all.Seq == (await removing.StateAsync("device")).Version - 1);
        await AssertSameAsync(whole, await RestartAsync(removing));
    }

    [StoreFact]
    public async Task What_is_sent_again_after_its_entry_is_gone_counts_once_and_what_is_late_counts()
    {
        var silo = await StartAsync(Options);
        var random = new Random(3);
        var sent = new List<TouchpointBatch>();
        for (var i = 0; i < 40; i++)
        {
            _clock.Set(_clock.GetUtcNow().AddDays(5));
            sent.Add(Batch(random, "ann"));
            await silo.Grains.GetGrain<ICustomerGrain>("ann").Record(sent[^1]);
        }

        Assert.True(await RemoveAsync(silo) > 0);
        silo = await RestartAsync(silo);
        var before = await silo.StateAsync("ann");
        foreach (var batch in sent)
        {
            var reply = await silo.Grains.GetGrain<ICustomerGrain>("ann").Record(batch);
            Assert.Equal(batch.Items.Length, reply.Duplicates.Length);
        }

        Assert.Equal(before.TouchpointCount, (await silo.StateAsync("ann")).TouchpointCount);
        var late = Message("ann", "late", "Order Completed", """{"order_id":"o","total":12.5,"currency":"GBP"}""", Start.AddDays(-400));
        Assert.Empty((await silo.Grains.GetGrain<ICustomerGrain>("ann").Record(new([late]))).Duplicates);
        var after = await silo.StateAsync("ann");
        Assert.Equal(Start.AddDays(-400), after.FirstSeen);
        Assert.Equal((before.Purchases?.Orders ?? 0) + 1, after.Purchases!.Orders);
        Assert.Empty((await silo.Kpis.RecountAsync(None)).Differences);
    }

    [StoreFact]
    public async Task A_pass_that_dies_on_its_way_loses_nothing_and_the_next_one_goes_on()
    {
        var (whole, removing) = (await StartAsync(await TwinAsync()), await StartAsync(await TwinAsync()));
        await FillAsync(whole, removing, customers: 6, days: 240);
        var pieces = 0;
        await Assert.ThrowsAsync<InvalidOperationException>(() => Pass(removing).RunAsync(
            Kept, () => ++pieces == 3 ? throw new InvalidOperationException("The process died.") : Task.CompletedTask, None));

        await AssertSameAsync(whole, removing);
        Assert.True(await RemoveAsync(removing) > 0);
        await AssertSameAsync(whole, await RestartAsync(removing));
        Assert.Equal(0, await RemoveAsync(_silos[^1]));
    }

    [StoreFact]
    public async Task Two_processes_that_remove_at_once_remove_each_entry_once()
    {
        var (whole, removing) = (await StartAsync(await TwinAsync()), await StartAsync(await TwinAsync()));
        await FillAsync(whole, removing, customers: 6, days: 240);
        var entries = await EntriesAsync(removing);
        var other = new RetentionPass(removing.Database, removing.Reader, new(removing.Database, removing.Reader), _clock);

        var counts = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => (i % 2 == 0 ? Pass(removing) : other).RunAsync(Kept, () => Task.CompletedTask, None)));

        Assert.Equal(entries - await EntriesAsync(removing), counts.Sum());
        await AssertSameAsync(whole, removing);
    }

    [StoreFact]
    public async Task Events_that_come_in_while_old_ones_go_are_all_there()
    {
        var (whole, removing) = (await StartAsync(await TwinAsync()), await StartAsync(await TwinAsync()));
        await FillAsync(whole, removing, customers: 4, days: 240);
        var random = new Random(9);
        var removal = RemoveAsync(removing);
        for (var i = 0; i < 30; i++)
            await BothAsync(whole, removing, Batch(random, $"c{i % 4}"), $"c{i % 4}");

        Assert.True(await removal > 0);
        await AssertSameAsync(whole, await RestartAsync(removing));
    }

    [StoreFact]
    public async Task What_was_known_when_is_told_from_the_horizon_on_and_refused_before_it()
    {
        var (whole, removing) = (await StartAsync(await TwinAsync()), await StartAsync(await TwinAsync()));
        await FillAsync(whole, removing, customers: 1, days: 300);
        Assert.True(await RemoveAsync(removing) > 0);
        var horizon = (await removing.Reader.ReadBasesAsync(["c0"], None))[0].ReceivedAt;
        Assert.InRange(horizon, Start, _clock.GetUtcNow() - Kept);

        for (var at = Start.AddDays(1); at < _clock.GetUtcNow(); at += TimeSpan.FromDays(7.3))
        {
            var told = await new CustomerHistory(whole.Reader).AsOfAsync("c0", at, None);
            if (at < horizon)
                Assert.Equal(horizon, (await Assert.ThrowsAsync<HistoryRemovedException>(() => new CustomerHistory(removing.Reader).AsOfAsync("c0", at, None))).Until);
            else
                Assert.Equal(Json(told!), Json((await new CustomerHistory(removing.Reader).AsOfAsync("c0", at, None))!));
        }
    }

    async Task FillAsync(TestSilo one, TestSilo other, int customers, int days)
    {
        var random = new Random(customers);
        for (var day = 0; day < days; day += 6)
        {
            _clock.Set(Start.AddDays(day));
            for (var i = 0; i < customers; i++)
                await BothAsync(one, other, Batch(random, $"c{i}"), $"c{i}");
        }
    }

    static async Task BothAsync(TestSilo one, TestSilo other, TouchpointBatch batch, string id)
    {
        foreach (var silo in (TestSilo[])[one, other])
            Assert.Equal(RecordStatus.Recorded, (await silo.Grains.GetGrain<ICustomerGrain>(id).Record(batch)).Outcome);
    }

    static async Task LinkAsync(TestSilo silo, string source, string target)
    {
        Assert.Equal(LinkStatus.Linked, (await silo.Grains.GetGrain<ICustomerGrain>(source).LinkTo(target, onlyAnonymous: false)).Outcome);
        Assert.Equal(AbsorbStatus.Absorbed, (await silo.Grains.GetGrain<ICustomerGrain>(target).Absorb(source)).Outcome);
    }

    // States to the byte, journals to the entry where both have them, counters to the digit.
    async Task AssertSameAsync(TestSilo whole, TestSilo removing)
    {
        await whole.SweepAsync();
        await removing.SweepAsync();
        var ids = await whole.AllIdsAsync();
        Assert.Equal(ids, await removing.AllIdsAsync());
        foreach (var id in ids)
        {
            var (one, other) = (await whole.StateAsync(id), await removing.StateAsync(id));
            Assert.Equal(Json(one), Json(other));
            Assert.Equal((await whole.Grains.GetGrain<ICustomerGrain>(id).Get())!.Version, (await removing.Grains.GetGrain<ICustomerGrain>(id).Get())!.Version);
        }

        Assert.Equal(await CountersAsync(whole), await CountersAsync(removing));
        Assert.Empty((await whole.Kpis.RecountAsync(None)).Differences);
        Assert.Empty((await removing.Kpis.RecountAsync(None)).Differences);
    }

    static string Json(CustomerState state) => Encoding.UTF8.GetString(state.ToJson());

    static async Task<List<KpiCounter>> CountersAsync(TestSilo silo)
    {
        var counters = new List<KpiCounter>();
        await silo.Kpis.LoadAsync(0, counters.Add, None);
        // What came to nothing may be there or not: commits are grouped as they come.
        return [.. counters.Where(c => c.Value != 0).OrderBy(c => c.Minute).ThenBy(c => c.Metric, StringComparer.Ordinal).ThenBy(c => c.Dimension, StringComparer.Ordinal)];
    }

    static async Task<long> EntriesAsync(TestSilo silo) =>
        (await silo.Database.QueryAsync("SELECT count(*) FROM journal", _ => { }, r => r.GetInt64(0), None))[0];

    Task<long> RemoveAsync(TestSilo silo) => Pass(silo).RunAsync(Kept, () => Task.CompletedTask, None);

    static RetentionPass Pass(TestSilo silo) => silo.Retention;

    async Task<StoreOptions> TwinAsync()
    {
        _twins.Add(await _kind.CreateAsync());
        return _twins[^1];
    }

    async Task<TestSilo> StartAsync(StoreOptions options)
    {
        _silos.Add(await TestSilo.StartAsync(options, _clock));
        return _silos[^1];
    }

    async Task<TestSilo> RestartAsync(TestSilo silo)
    {
        var options = silo.Options;
        await silo.DisposeAsync();
        return await StartAsync(options);
    }

    TouchpointBatch Batch(Random random, string id) => new([.. Enumerable.Range(0, random.Next(1, 4)).Select(_ =>
    {
        var (name, properties) = random.Next(10) switch
        {
            0 or 1 => ("Order Completed", string.Create(CultureInfo.InvariantCulture, $$"""{"order_id":"o{{random.Next(99)}}","total":{{random.Next(9000) / 100m}},"currency":"{{(random.Next(2) == 0 ? "GBP" : "EUR")}}","products":[{"category":"c{{random.Next(90)}}"}]}""")),
            2 => ("Order Refunded", """{"total":1.25,"currency":"GBP"}"""),
            3 => ("Survey Answered", $$"""{"metric":"nps","score":{{random.Next(11)}},"comment":"So {{random.Next(9)}}"}"""),
            4 => (random.Next(2) == 0 ? "Ticket Opened" : "Ticket Resolved", $$"""{"ticket_id":"t{{random.Next(6)}}","subject":"About {{random.Next(9)}}"}"""),
            5 => ("Product Added", $$"""{"product_id":"p{{random.Next(9)}}","price":10,"quantity":1,"currency":"GBP"}"""),
            6 => ("Consent Given", $$"""{"purpose":"purpose{{random.Next(60)}}"}"""),
            7 => ($"Something {random.Next(120)}", "{}"),
            _ => ("Product Viewed", $$"""{"product_id":"p{{random.Next(99)}}","category":"c{{random.Next(90)}}"}"""),
        };
        return Message(id, $"m{++_messages}", name, properties, _clock.GetUtcNow().AddMinutes(-random.Next(60 * 24 * 40)));
    })]);

    TouchpointMessage Message(string id, string messageId, string name, string properties, DateTimeOffset occurred) => new(
        messageId, (byte)EntryKind.Track, name, (byte)Channel.Web, id, null, null, occurred, _clock.GetUtcNow(),
        Encoding.UTF8.GetBytes($$$"""{"type":"track","userId":"{{{id}}}","event":"{{{name}}}","messageId":"{{{messageId}}}","properties":{{{properties}}}}"""));
}

public sealed class SqliteRetentionTests() : RetentionTests(StoreKind.Sqlite);

[NeedsPostgres]
public sealed class PostgresRetentionTests() : RetentionTests(StoreKind.Postgres);
