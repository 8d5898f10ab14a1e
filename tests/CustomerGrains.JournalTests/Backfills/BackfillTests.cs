using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Rules;
using CustomerGrains.JournalTests.Support;
using CustomerGrains.Silo.Backfills;
using CustomerGrains.Silo.Deadlines;
using CustomerGrains.TestSupport.Postgres;

namespace CustomerGrains.JournalTests.Backfills;

/// <summary>After a publication everybody is looked at, whatever happens meanwhile.</summary>
public abstract class BackfillTests(StoreKind kind) : SiloTests(kind)
{
    static readonly CancellationToken None = CancellationToken.None;

    [StoreFact]
    public async Task Everybody_is_evaluated_dormant_ones_too_and_gets_her_deadline()
    {
        var silo = await StartAsync();
        for (var i = 0; i < 40; i++)
            await (i % 2 == 0 ? silo.BuyAsync($"c{i}", $"m{i}") : silo.AddToCartAsync($"c{i}", $"m{i}"));
        await silo.DisposeAsync();

        // Nobody is in memory any more.
        silo = await StartAsync();
        Pass(TimeSpan.FromDays(3));
        await silo.SweepAsync();
        await silo.PublishAsync("buyers", "orders.count >= 1 and last(orders) within 10d");
        await silo.BackfillAsync();

        for (var i = 0; i < 40; i++)
            Assert.Equal(i % 2 == 0, (await silo.SegmentsAsync($"c{i}")).Contains("buyers"));
        var progress = (await silo.Backfills.ListAsync(1, None))[0];
        Assert.Equal(("segment/buyers", BackfillState.Done, 40L, 40L, 20L), (progress.Reason, progress.State, progress.Done, progress.Total, progress.Changed));
        Assert.NotNull(progress.FinishedAt);
        Assert.All((await silo.Transitions.PageAsync(new(Segment: "buyers"), None)).Items, t => Assert.Equal("rule", t.Cause));

        Pass(TimeSpan.FromDays(8));
        await silo.SweepAsync();
        Assert.DoesNotContain("buyers", await silo.SegmentsAsync("c0"));
        await silo.AssertAgreesAsync();
        await silo.AssertDecidedAsync();
    }

    [StoreFact]
    public async Task Deleting_a_segment_ends_its_memberships()
    {
        var silo = await StartAsync();
        for (var i = 0; i < 20; i++)
            await silo.BuyAsync($"c{i}", $"m{i}");
        await silo.PublishAsync("buyers", "orders.count >= 1");
        await silo.BackfillAsync();
        Assert.Equal(20, (await silo.Directory.SearchAsync(new(Segment: "buyers"), None)).Total);

        await silo.Definitions.DeleteAsync(DefinitionKind.Segment, "buyers", null, "test", None);
        await silo.BackfillAsync();
        Assert.Equal(0, (await silo.Directory.SearchAsync(new(Segment: "buyers"), None)).Total);
        Assert.Equal(20, (await silo.Transitions.PageAsync(new(Segment: "buyers", Limit: 100), None)).Items.Count(t => t is { Kind: EntryKind.SegmentLeft, Cause: "rule" }));
        await silo.AssertAgreesAsync();
    }

    [StoreFact]
    public async Task A_store_of_an_older_program_gets_its_stages_and_segments_after_the_start()
    {
        // As the program before this one left it: events, no decision, no deadline, no definition.
        var old = await OpenAsync();
        for (var i = 0; i < 30; i++)
            await old.Journal.AppendAsync(new TestCustomer($"c{i}", old).Next($"a{i}", $"b{i}"));
        Assert.Empty(await old.Dues.PageAsync(null, long.MaxValue, Due.First, 10, None));

        var silo = await StartAsync();
        await silo.BackfillAsync();
        await silo.AssertDecidedAsync();
        foreach (var id in await silo.AllIdsAsync())
            Assert.NotNull((await silo.StateAsync(id)).Stage);
        Assert.Equal("first start", (await silo.Backfills.ListAsync(5, None))[^1].Reason);
    }

    [StoreFact]
    public async Task What_happens_beside_a_backfill_ends_in_the_right_state()
    {
        var silo = await StartAsync();
        for (var i = 0; i < 120; i++)
            await silo.AddToCartAsync($"c{i}", $"m{i}");
        var random = new Random(7);
        for (var round = 0; round < 4; round++)
        {
            await silo.PublishAsync("rich", $"orders.count >= {1 + (round % 2)}");
            await silo.PublishAsync("not-rich", "not segments has \"rich\"");
            var live = Task.WhenAll(Enumerable.Range(0, 60).Select(i => silo.BuyAsync($"c{random.Next(120)}", $"r{round}-{i}")));
            await silo.BackfillAsync();
            await live;
        }

        await silo.BackfillAsync();
        await silo.AssertDecidedAsync();
        await silo.AssertAgreesAsync();
    }

    [StoreFact]
    public async Task A_backfill_that_was_interrupted_goes_on_where_it_was_and_ends_right()
    {
        var old = await OpenAsync();
        for (var i = 0; i < 2_500; i++)
            await old.Journal.AppendAsync(new TestCustomer($"c{i:0000}", old).Next($"m{i}"));
        // In the second range nobody answers any more.
        var first = await StartAsync(real => new Hooked(real, id => string.CompareOrdinal(id, "c1500") >= 0 ? Task.Delay(Timeout.Infinite) : Task.CompletedTask));
        using (var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(20)))
        {
            while (first.Backfills.Current is not [{ Done: >= 1_000 }])
                await timer.WaitForNextTickAsync();
        }

        await first.DisposeAsync();

        var again = 0;
        var second = await StartAsync(real => new Hooked(real, _ =>
        {
            Interlocked.Increment(ref again);
            return Task.CompletedTask;
        }));
        await second.BackfillAsync();
        Assert.InRange(again, 1_000, 1_500);
        Assert.Equal((BackfillState.Done, 2_500L), ((await second.Backfills.ListAsync(1, None))[0].State, (await second.Backfills.ListAsync(1, None))[0].Done));
        await second.AssertDecidedAsync();
    }

    [StoreFact]
    public async Task A_customer_who_cannot_be_evaluated_holds_up_nobody_and_is_tried_again()
    {
        var old = await OpenAsync();
        for (var i = 0; i < 5; i++)
            await old.Journal.AppendAsync(new TestCustomer($"c{i}", old).Next($"m{i}"));
        var broken = true;
        var silo = await StartAsync(real => new Hooked(real, id => broken && id == "c3" ? throw new InvalidOperationException("broken") : Task.CompletedTask));
        await silo.BackfillAsync();
        Assert.Null((await silo.StateAsync("c3")).Stage);
        Assert.NotNull((await silo.StateAsync("c4")).Stage);
        broken = false;
        Pass(TimeSpan.FromMinutes(3));
        await silo.SweepAsync();
        await silo.AssertDecidedAsync();
    }

    [StoreFact]
    public async Task A_preview_counts_and_compares_and_changes_nothing()
    {
        var silo = await StartAsync();
        for (var i = 0; i < 30; i++)
        {
            await silo.AddToCartAsync($"c{i:00}", $"a{i}");
            for (var n = 0; n < i % 3; n++)
                await silo.BuyAsync($"c{i:00}", $"o{i}-{n}");
        }

        await silo.PublishAsync("buyers", "orders.count >= 1");
        await silo.BackfillAsync();
        var generation = silo.Rules.Generation;
        var rule = RuleText.Read("orders.count = 2 or orders.count = 0", RuleUse.Segment).Rule!;
        var result = await silo.Preview.RunAsync(rule, "buyers", null, None);
        Assert.Equal((30L, 30L, 20L, 10L, 10L, true), (result.Scanned, result.Population, result.Matches, result.Joins, result.Leaves, result.Exact));
        Assert.Equal((10, 10, 10), (result.Sample.Count, result.JoinSample.Count, result.LeaveSample.Count));
        Assert.All(result.JoinSample, c => Assert.Equal(0, int.Parse(c.Id[1..], null) % 3));
        Assert.All(result.LeaveSample, c => Assert.Contains("orders.count", c.Why, StringComparison.Ordinal));
        Assert.Equal((0L, 0L), await CountsAsync(null));
        Assert.Equal(generation, silo.Rules.Generation);
        await silo.AssertAgreesAsync();

        async Task<(long Joins, long Leaves)> CountsAsync(string? key)
        {
            var alone = await silo.Preview.RunAsync(rule, key, null, None);
            return (alone.Joins, alone.Leaves);
        }
    }

    [StoreFact]
    public async Task A_preview_whose_time_is_over_estimates_from_a_fair_sample_and_says_so()
    {
        var old = await OpenAsync();
        for (var i = 0; i < 4_200; i++)
            await old.Journal.AppendAsync(new TestCustomer($"c{i:0000}", old).Next($"m{i}"));
        var silo = await StartAsync();
        var rule = RuleText.Read("always", RuleUse.Segment).Rule!;
        var some = await silo.Preview.RunAsync(rule, null, TimeSpan.Zero, None);
        Assert.False(some.Exact);
        Assert.InRange(some.Scanned, 200, 2_000);
        Assert.Equal((4_200L, 4_200L), (some.Population, some.Matches));
        var all = await silo.Preview.RunAsync(rule, null, null, None);
        Assert.Equal((true, 4_200L, 4_200L), (all.Exact, all.Scanned, all.Matches));
    }

    /// <summary>Calls that a test looks at, holds or breaks.</summary>
    internal sealed class Hooked(ICustomerCalls real, Func<string, Task> before) : ICustomerCalls
    {
        public async Task TickAsync(string customerId, long dueAt)
        {
            await before(customerId);
            await real.TickAsync(customerId, dueAt);
        }

        public async Task<Evaluated> EvaluateAsync(string customerId, long generation)
        {
            await before(customerId);
            return await real.EvaluateAsync(customerId, generation);
        }
    }
}

public sealed class SqliteBackfillTests() : BackfillTests(StoreKind.Sqlite);

[NeedsPostgres]
public sealed class PostgresBackfillTests() : BackfillTests(StoreKind.Postgres)
{
    [StoreFact]
    public async Task When_the_process_that_runs_it_dies_another_takes_over()
    {
        var old = await OpenAsync();
        for (var i = 0; i < 200; i++)
            await old.Journal.AppendAsync(new TestCustomer($"c{i:0000}", old).Next($"m{i}"));
        var stuck = new TaskCompletionSource();
        var one = await StartAsync(real => new Hooked(real, _ =>
        {
            stuck.TrySetResult();
            return Task.Delay(Timeout.Infinite);
        }));
        await stuck.Task.WaitAsync(TimeSpan.FromMinutes(2));
        var two = await StartAsync();
        Assert.False(await two.BackfillService.WorkAsync(CancellationToken.None));
        Assert.Single(two.Backfills.Current);

        // Its locks go with its connection, as with its process.
        await two.Database.LoseLocksAsync();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await two.BackfillService.WorkAsync(CancellationToken.None))
            await timer.WaitForNextTickAsync();
        await two.AssertDecidedAsync();
        await one.DisposeAsync();
    }
}
