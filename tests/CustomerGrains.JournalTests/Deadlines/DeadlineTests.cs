using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Rules;
using CustomerGrains.JournalTests.Support;
using CustomerGrains.Silo.Rules;
using CustomerGrains.Silo.Transitions;
using CustomerGrains.TestSupport.Postgres;

namespace CustomerGrains.JournalTests.Deadlines;

/// <summary>Invariant 7 through the whole silo: what time alone changes is decided at its very instant, and written down.</summary>
public abstract class DeadlineTests(StoreKind kind) : SiloTests(kind)
{
    [StoreFact]
    public async Task A_cart_left_alone_is_abandoned_at_its_very_instant_and_buying_ends_it()
    {
        var silo = await StartAsync();
        await silo.AddToCartAsync("ann", "m1");
        var added = Clock.GetUtcNow();
        Clock.Set(added.AddMinutes(30).AddMilliseconds(-1));
        await silo.SweepAsync();
        Assert.DoesNotContain("cart-abandoned", await silo.SegmentsAsync("ann"));

        Clock.Set(added.AddMinutes(31));
        await silo.SweepAsync();
        Assert.Contains("cart-abandoned", await silo.SegmentsAsync("ann"));
        var joined = await LatestAsync(silo, "cart-abandoned");
        Assert.Equal((EntryKind.SegmentJoined, "time", added.AddMinutes(30), added.AddMinutes(31)), (joined.Kind, joined.Cause, joined.OccurredAt, joined.DecidedAt));

        Clock.Set(added.AddMinutes(45));
        await silo.BuyAsync("ann", "m2");
        var left = await LatestAsync(silo, "cart-abandoned");
        Assert.Equal((EntryKind.SegmentLeft, "event", "m2"), (left.Kind, left.Cause, left.Because));
        await silo.AssertAgreesAsync();
    }

    [StoreFact]
    public async Task Over_a_year_of_silence_everybody_goes_through_the_stages_at_their_instants()
    {
        var silo = await StartAsync();
        var bought = new Dictionary<string, DateTimeOffset>();
        for (var i = 0; i < 60; i++)
        {
            Pass(TimeSpan.FromMinutes(7));
            await silo.BuyAsync($"c{i}", $"m{i}");
            bought.Add($"c{i}", Clock.GetUtcNow());
        }

        for (var week = 0; week < 54; week++)
        {
            Pass(TimeSpan.FromDays(7));
            await silo.SweepAsync();
        }

        foreach (var (id, at) in bought)
        {
            var page = await silo.Transitions.PageAsync(new(CustomerIds: [id], Limit: 100), CancellationToken.None);
            var stages = page.Items.Where(t => t.Kind == EntryKind.StageEntered).Reverse().Select(t => (t.Name, t.OccurredAt)).ToList();
            Assert.Equal([("New", at), ("At risk", at.AddDays(90)), ("Lapsed", at.AddDays(365))], stages);
            Assert.All(page.Items, t => Assert.True(t.DecidedAt >= t.OccurredAt));
        }

        await silo.AssertAgreesAsync();
        await silo.AssertDecidedAsync();
    }

    [StoreFact]
    public async Task A_process_that_was_down_at_the_deadline_decides_it_late_but_at_its_instant()
    {
        var silo = await StartAsync();
        await silo.AddToCartAsync("ann", "m1");
        var added = Clock.GetUtcNow();
        await silo.DisposeAsync();
        Clock.Set(added.AddHours(9));
        silo = await StartAsync();
        await silo.SweepAsync();
        var joined = await LatestAsync(silo, "cart-abandoned");
        Assert.Equal((added.AddMinutes(30), added.AddHours(9)), (joined.OccurredAt, joined.DecidedAt));
        await silo.AssertAgreesAsync();
    }

    [StoreFact]
    public async Task By_the_real_clock_she_joins_and_leaves_within_two_seconds_of_the_deadlines()
    {
        var silo = await StartAsync(TimeProvider.System);
        await silo.PublishAsync("hesitant", "cart.items > 0 and cart.updated older than 1s and cart.updated within 3s");
        await silo.AddToCartAsync("ann", "m1");
        var transitions = new List<Transition>();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var i = 0; i < 300 && transitions.Count < 2; i++)
        {
            await timer.WaitForNextTickAsync();
            transitions = [.. (await silo.Transitions.PageAsync(new(Segment: "hesitant"), CancellationToken.None)).Items];
        }

        Assert.Equal([EntryKind.SegmentLeft, EntryKind.SegmentJoined], transitions.Select(t => t.Kind));
        Assert.Equal(TimeSpan.FromSeconds(2), transitions[0].OccurredAt - transitions[1].OccurredAt);
        Assert.All(transitions, t => Assert.InRange(t.DecidedAt - t.OccurredAt, TimeSpan.Zero, TimeSpan.FromSeconds(2)));
    }

    static async Task<Transition> LatestAsync(TestSilo silo, string segment) =>
        (await silo.Transitions.PageAsync(new(Segment: segment, Limit: 1), CancellationToken.None)).Items[0];
}

public sealed class SqliteDeadlineTests() : DeadlineTests(StoreKind.Sqlite);

[NeedsPostgres]
public sealed class PostgresDeadlineTests() : DeadlineTests(StoreKind.Postgres)
{
    [StoreFact]
    public async Task What_one_process_publishes_the_other_goes_by_within_a_second_or_so()
    {
        var (one, two) = (await StartAsync(), await StartAsync());
        await one.PublishAsync("cart", "cart.items > 0");
        var generation = one.Rules.Generation;
        Assert.True(one.Rules.IndexOf("cart") >= 0);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        for (var i = 0; i < 600 && two.Rules.Generation < generation; i++)
            await timer.WaitForNextTickAsync();
        Assert.True(two.Rules.IndexOf("cart") >= 0);
        Assert.Equal(PublishStatus.Published, (await two.Definitions.DeleteAsync(DefinitionKind.Segment, "cart", 1, "test", CancellationToken.None)).Status);
    }
}
