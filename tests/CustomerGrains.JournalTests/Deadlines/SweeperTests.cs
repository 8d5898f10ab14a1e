using System.Collections.Concurrent;
using CustomerGrains.JournalTests.Support;
using CustomerGrains.Silo.Deadlines;
using CustomerGrains.TestSupport.Postgres;
using Microsoft.Extensions.Logging.Abstractions;

namespace CustomerGrains.JournalTests.Deadlines;

/// <summary>Everybody is woken at her deadline: never before, every time, and once.</summary>
public abstract class SweeperTests(StoreKind kind) : StoreTests(kind)
{
    [StoreFact]
    public async Task Over_half_a_year_nobody_is_woken_early_and_every_deadline_once()
    {
        var store = await OpenAsync();
        var start = Now(store);
        var random = new Random(20260105);
        // Each has some deadlines, from milliseconds to months apart.
        var plans = Enumerable.Range(0, 150).ToDictionary(
            i => $"c{i}",
            i =>
            {
                var at = start;
                return Enumerable.Range(0, random.Next(1, 12)).Select(_ => at += 1 + (long)(Math.Pow(random.NextDouble(), 6) * TimeSpan.FromDays(60).TotalMilliseconds)).ToList();
            });
        var calls = new FakeCalls(store) { Next = (id, dueAt) => plans[id].Cast<long?>().FirstOrDefault(at => at > dueAt) };
        using var sweeper = Sweeper(store, calls);
        await store.Dues.ArmAsync([.. plans.Select(p => new Due(p.Value[0], p.Key))], CancellationToken.None);

        while (plans.Values.Max(p => p[^1]) is var last && Now(store) <= last)
        {
            store.Clock.Advance(TimeSpan.FromHours(random.Next(1, 24)));
            // Who is woken may be due again by now.
            for (var served = -1; served != calls.Served.Count;)
            {
                served = calls.Served.Count;
                await SweepAsync(sweeper);
            }
        }

        Assert.All(calls.Served, tick => Assert.True(tick.Now >= tick.DueAt));
        Assert.Equal(
            plans.SelectMany(p => p.Value, (p, at) => (p.Key, at)).Order(),
            calls.Served.Select(tick => (tick.Id, tick.DueAt)).Order());
        Assert.Empty(await store.Dues.PageAsync(null, long.MaxValue, Due.First, 10, CancellationToken.None));
    }

    [StoreFact]
    public async Task A_hundred_thousand_deadlines_within_a_minute_are_all_kept_within_a_second()
    {
        const int count = 100_000;
        var store = await OpenAsync();
        var start = Now(store);
        await store.Dues.ArmAsync([.. Enumerable.Range(0, count).Select(i => new Due(start + (i * 60_000L / count), $"c{i:000000}"))], CancellationToken.None);
        var calls = new FakeCalls(store);
        using var sweeper = Sweeper(store, calls);
        for (var look = 0; look <= 240; look++)
        {
            await SweepAsync(sweeper);
            store.Clock.Advance(Silo.Deadlines.Sweeper.Interval);
        }

        Assert.Equal(count, calls.Served.Count);
        Assert.Equal(count, calls.Served.Select(tick => tick.Id).Distinct().Count());
        Assert.All(calls.Served, tick => Assert.InRange(tick.Now - tick.DueAt, 0, 1_000));
        Assert.Empty(await store.Dues.PageAsync(null, long.MaxValue, Due.First, 10, CancellationToken.None));
    }

    [StoreFact]
    public async Task A_cohort_that_is_due_at_one_instant_lets_events_pass()
    {
        const int count = 20_000;
        var store = await OpenAsync();
        await store.Dues.ArmAsync([.. Enumerable.Range(0, count).Select(i => new Due(Now(store), $"c{i:000000}"))], CancellationToken.None);
        var calls = new FakeCalls(store);
        using var sweeper = Sweeper(store, calls);
        var sweep = SweepAsync(sweeper);
        for (var i = 0; i < 10; i++)
            await store.Journal.AppendAsync(new TestCustomer($"live-{i}", store).Next("m1"));
        var before = calls.Served.Count;
        await sweep;
        // Ten events, one after the other, went through while most of the cohort still waited.
        Assert.InRange(before, 0, count / 2);
        Assert.Equal(count, calls.Served.Select(tick => tick.Id).Distinct().Count());
    }

    [StoreFact]
    public async Task A_tick_that_fails_stays_due_is_tried_again_and_holds_up_nobody()
    {
        var store = await OpenAsync();
        var due = Now(store);
        await store.Dues.ArmAsync([new(due, "ann"), new(due, "ben"), new(due + 2_000, "cleo")], CancellationToken.None);
        var failures = new ConcurrentQueue<long>();
        var calls = new FakeCalls(store)
        {
            Before = (id, _) =>
            {
                if (id != "ann" || failures.Count == 4)
                    return Task.CompletedTask;
                failures.Enqueue(Now(store) - due);
                throw new CustomerBusyException("not now");
            },
        };
        using var sweeper = Sweeper(store, calls);
        for (var look = 0; look < 100; look++)
        {
            await SweepAsync(sweeper);
            store.Clock.Advance(Silo.Deadlines.Sweeper.Interval);
        }

        // After a second, then two, then four, then eight.
        Assert.Equal([0L, 1_000, 3_000, 7_000], failures);
        Assert.Equal([("ann", 15_000L), ("ben", 0L), ("cleo", 2_000L)], calls.Served.Select(tick => (tick.Id, tick.Now - due)).Order());
    }

    [StoreFact]
    public async Task Many_that_fail_do_not_keep_the_others_waiting()
    {
        var store = await OpenAsync();
        var due = Now(store);
        // More than a page of them, and longer overdue.
        await store.Dues.ArmAsync([.. Enumerable.Range(0, 3_000).Select(i => new Due(due - 10, $"bad{i}")), new(due, "good")], CancellationToken.None);
        var calls = new FakeCalls(store) { Before = static (id, _) => id == "good" ? Task.CompletedTask : throw new InvalidOperationException("broken") };
        using var sweeper = Sweeper(store, calls);
        await SweepAsync(sweeper);
        Assert.Equal("good", Assert.Single(calls.Served).Id);
    }

    [StoreFact]
    public async Task One_customer_is_never_woken_twice_at_a_time()
    {
        var store = await OpenAsync();
        var due = Now(store);
        await store.Dues.ArmAsync([new(due, "ann")], CancellationToken.None);
        var (inside, most, release) = (0, 0, new TaskCompletionSource());
        var calls = new FakeCalls(store)
        {
            Before = async (_, _) =>
            {
                most = Math.Max(most, Interlocked.Increment(ref inside));
                await release.Task;
                Interlocked.Decrement(ref inside);
            },
        };
        using var sweeper = Sweeper(store, calls);
        for (var look = 0; look < 20; look++)
        {
            await sweeper.SweepAsync(CancellationToken.None);
            store.Clock.Advance(Silo.Deadlines.Sweeper.Interval);
        }

        release.SetResult();
        await sweeper.DrainAsync(CancellationToken.None);
        Assert.Equal(1, most);
        Assert.Single(calls.Served);
    }

    [StoreFact]
    public async Task By_itself_it_looks_four_times_a_second()
    {
        var store = await OpenAsync();
        var due = Now(store) + 400;
        await store.Dues.ArmAsync([new(due, "ann")], CancellationToken.None);
        var woken = new TaskCompletionSource<long>();
        var calls = new FakeCalls(store)
        {
            Before = (_, _) =>
            {
                woken.TrySetResult(Now(store));
                return Task.CompletedTask;
            },
        };
        using var sweeper = Sweeper(store, calls);
        await sweeper.StartedAsync(CancellationToken.None);
        await store.Clock.AdvanceToTimerAsync(Silo.Deadlines.Sweeper.Interval);
        await store.Clock.TimerAsync(Silo.Deadlines.Sweeper.Interval);
        Assert.False(woken.Task.IsCompleted);
        store.Clock.Advance(Silo.Deadlines.Sweeper.Interval);
        Assert.Equal(due + 100, await woken.Task.WaitAsync(TimeSpan.FromMinutes(1)));
        await sweeper.StoppingAsync(CancellationToken.None);
    }

    internal static Sweeper Sweeper(TestStore store, ICustomerCalls calls) =>
        new(store.Dues, store.Locks, calls, store.Database, store.Clock, new(store.Meters), NullLogger<Sweeper>.Instance);

    internal static async Task SweepAsync(Sweeper sweeper)
    {
        while (await sweeper.SweepAsync(CancellationToken.None))
        {
        }

        await sweeper.DrainAsync(CancellationToken.None);
    }

    internal static long Now(TestStore store) => store.Clock.GetUtcNow().ToUnixTimeMilliseconds();
}

public sealed class SqliteSweeperTests() : SweeperTests(StoreKind.Sqlite);

[NeedsPostgres]
public sealed class PostgresSweeperTests() : SweeperTests(StoreKind.Postgres)
{
    [StoreFact]
    public async Task Two_processes_share_the_work_never_do_it_twice_and_take_over_from_the_dead()
    {
        var (one, two) = (await OpenAsync(), await OpenAsync());
        var (calls1, calls2) = (new FakeCalls(one), new FakeCalls(two));
        using var sweeper1 = Sweeper(one, calls1);
        using var sweeper2 = Sweeper(two, calls2);
        await SweepBothAsync(); // the first has everything
        await SweepBothAsync(); // the second is there, the first gives up half
        await SweepBothAsync(); // and the second has it

        var due = Now(one);
        await one.Dues.ArmAsync([.. Enumerable.Range(0, 2_000).Select(i => new Due(due, $"c{i}"))], CancellationToken.None);
        await SweepBothAsync();
        var (slices1, slices2) = (SlicesOf(calls1), SlicesOf(calls2));
        Assert.Equal((8, 8), (slices1.Count, slices2.Count));
        Assert.Empty(slices1.Intersect(slices2));
        Assert.Equal(2_000, calls1.Served.Count + calls2.Served.Count);

        // The first one dies in the middle of everything: what it held is free at once.
        await one.DisposeAsync();
        await two.Dues.ArmAsync([.. Enumerable.Range(0, 2_000).Select(i => new Due(due, $"c{i}"))], CancellationToken.None);
        calls2.Served.Clear();
        two.Clock.Advance(TimeSpan.FromSeconds(2));
        await SweepAsync(sweeper2);
        Assert.Equal(2_000, calls2.Served.Select(tick => tick.Id).Distinct().Count());
        Assert.Equal(2_000, calls2.Served.Count);

        async Task SweepBothAsync()
        {
            await Task.WhenAll(SweepAsync(sweeper1), SweepAsync(sweeper2));
            one.Clock.Advance(TimeSpan.FromSeconds(2));
            two.Clock.Advance(TimeSpan.FromSeconds(2));
        }

        static HashSet<short> SlicesOf(FakeCalls calls) => [.. calls.Served.Select(tick => DueSlice.Of(tick.Id))];
    }

    [StoreFact]
    public async Task A_slice_is_given_away_only_when_nothing_of_it_is_under_way()
    {
        var (one, two) = (await OpenAsync(), await OpenAsync());
        var release = new TaskCompletionSource();
        var calls1 = new FakeCalls(one) { Before = (_, _) => release.Task };
        using var sweeper1 = Sweeper(one, calls1);
        var calls2 = new FakeCalls(two);
        using var sweeper2 = Sweeper(two, calls2);
        await one.Dues.ArmAsync([.. Enumerable.Range(0, 100).Select(i => new Due(Now(one), $"c{i}"))], CancellationToken.None);
        await sweeper1.SweepAsync(CancellationToken.None);
        for (var look = 0; look < 5; look++)
        {
            two.Clock.Advance(TimeSpan.FromSeconds(2));
            one.Clock.Advance(TimeSpan.FromSeconds(2));
            await sweeper2.SweepAsync(CancellationToken.None);
            await sweeper1.SweepAsync(CancellationToken.None);
        }

        Assert.Empty(calls2.Served);
        release.SetResult();
        await sweeper1.DrainAsync(CancellationToken.None);
        Assert.Equal(100, calls1.Served.Count);
        Assert.Empty(calls2.Served);
    }

    [StoreFact]
    public async Task Locks_that_were_lost_with_their_connection_are_taken_again()
    {
        var (one, two) = (await OpenAsync(), await OpenAsync());
        Assert.True(await one.Locks.TryTakeBackfillAsync(CancellationToken.None));
        Assert.False(await two.Locks.TryTakeBackfillAsync(CancellationToken.None));
        await one.Locks.HoldGenerationAsync(3, CancellationToken.None);
        await two.Locks.HoldGenerationAsync(4, CancellationToken.None);
        Assert.True(await two.Locks.EverybodyHoldsAsync(3, CancellationToken.None));
        Assert.False(await two.Locks.EverybodyHoldsAsync(4, CancellationToken.None));

        await two.Database.LoseLocksAsync();
        while (!await two.Locks.TryTakeBackfillAsync(CancellationToken.None))
        {
        }

        await Assert.ThrowsAnyAsync<Exception>(() => one.Locks.TryTakeBackfillAsync(CancellationToken.None));
        Assert.False(await one.Locks.TryTakeBackfillAsync(CancellationToken.None));
        // What it went by is known again too.
        Assert.False(await two.Locks.EverybodyHoldsAsync(4, CancellationToken.None));
        await one.Locks.HoldGenerationAsync(4, CancellationToken.None);
        Assert.True(await two.Locks.EverybodyHoldsAsync(4, CancellationToken.None));
        await two.Locks.ReleaseBackfillAsync(CancellationToken.None);
        Assert.True(await one.Locks.TryTakeBackfillAsync(CancellationToken.None));
    }
}
