using CustomerGrains.Domain.Rules;
using CustomerGrains.JournalTests.Support;
using CustomerGrains.Silo.Backfills;
using CustomerGrains.Silo.Rules;
using CustomerGrains.TestSupport.Postgres;

namespace CustomerGrains.JournalTests.Rules;

/// <summary>Segments, stages and alerts in all their versions.</summary>
public abstract class DefinitionTests(StoreKind kind) : StoreTests(kind)
{
    static readonly CancellationToken None = CancellationToken.None;

    [StoreFact]
    public async Task Publishing_adds_a_version_and_raises_the_generation()
    {
        var store = await OpenAsync();
        Assert.Equal(0, await store.Definitions.GenerationAsync(None));
        var first = await store.Definitions.PublishAsync(Vip("always"), "ann", None);
        store.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = await store.Definitions.PublishAsync(Vip("orders.count >= 2") with { Name = "Very important", Description = "They buy.", Expected = 1 }, "ben", None);

        Assert.Equal((PublishStatus.Published, 1, 1L), (first.Status, first.Version, first.Generation));
        Assert.Equal((PublishStatus.Published, 2, 2L), (second.Status, second.Version, second.Generation));
        var (start, later) = (TestCustomer.Start.ToUnixTimeMilliseconds(), TestCustomer.Start.AddMinutes(1).ToUnixTimeMilliseconds());
        var now = new Definition(DefinitionKind.Segment, "vip", 2, 1, "Very important", "orders.count >= 2", "They buy.", later, "ben");
        Assert.Equal(now, second.Current);
        Assert.Equal(now, await store.Definitions.FindAsync(DefinitionKind.Segment, "vip", None));
        Assert.Equal([now], (await store.Definitions.LoadAsync(None)).Items);
        Assert.Equal(
            [new(now, false), new(new(DefinitionKind.Segment, "vip", 1, 1, "VIP", "always", null, start, "ann"), false)],
            await store.Definitions.HistoryAsync(DefinitionKind.Segment, "vip", None));
    }

    [StoreFact]
    public async Task What_was_deleted_is_gone_but_its_history_stays_and_goes_on()
    {
        var store = await OpenAsync();
        await store.Definitions.PublishAsync(Vip("always"), "ann", None);
        var deleted = await store.Definitions.DeleteAsync(DefinitionKind.Segment, "vip", expected: 1, "ben", None);
        Assert.Equal((PublishStatus.Published, 0, 2L), (deleted.Status, deleted.Version, deleted.Generation));
        Assert.Empty((await store.Definitions.LoadAsync(None)).Items);
        Assert.Null(await store.Definitions.FindAsync(DefinitionKind.Segment, "vip", None));
        Assert.Equal(PublishStatus.Missing, (await store.Definitions.DeleteAsync(DefinitionKind.Segment, "vip", null, "ben", None)).Status);
        Assert.Equal(2, await store.Definitions.GenerationAsync(None));

        var again = await store.Definitions.PublishAsync(Vip("always") with { Expected = 0 }, "ann", None);
        Assert.Equal(3, again.Version);
        Assert.Equal(
            [(3, false, "ann"), (2, true, "ben"), (1, false, "ann")],
            (await store.Definitions.HistoryAsync(DefinitionKind.Segment, "vip", None)).Select(v => (v.Definition.Version, v.Deleted, v.Definition.PublishedBy)));
    }

    [StoreFact]
    public async Task Whoever_edited_an_older_version_is_told_and_changes_nothing()
    {
        var store = await OpenAsync();
        await store.Definitions.PublishAsync(Vip("always"), "ann", None);
        await store.Definitions.PublishAsync(Vip("orders.count >= 2") with { Expected = 1 }, "ben", None);
        var late = await store.Definitions.PublishAsync(Vip("orders.count >= 3") with { Expected = 1 }, "cleo", None);
        Assert.Equal((PublishStatus.Conflict, 2, "ben"), (late.Status, late.Version, late.Current!.PublishedBy));
        Assert.Equal(PublishStatus.Conflict, (await store.Definitions.PublishAsync(Vip("always") with { Expected = 0 }, "cleo", None)).Status);
        Assert.Equal(PublishStatus.Conflict, (await store.Definitions.DeleteAsync(DefinitionKind.Segment, "vip", 1, "cleo", None)).Status);
        Assert.Equal(PublishStatus.Conflict, (await store.Definitions.PublishAsync(Vip("always") with { Key = "new", Expected = 1 }, "cleo", None)).Status);
        Assert.Equal(2, await store.Definitions.GenerationAsync(None));
        Assert.Equal(2, (await store.Definitions.HistoryAsync(DefinitionKind.Segment, "vip", None)).Count);
    }

    [StoreFact]
    public async Task Of_several_who_publish_at_once_one_wins_and_the_others_hear_of_it()
    {
        var stores = new[] { await OpenAsync(), await OpenAsync() };
        await stores[0].Definitions.PublishAsync(Vip("always"), "ann", None);
        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(
            () => stores[i % 2].Definitions.PublishAsync(Vip($"orders.count >= {i}") with { Expected = 1 }, $"user-{i}", None))));
        var winner = Assert.Single(replies, r => r.Status == PublishStatus.Published);
        Assert.All(replies.Where(r => r != winner), r => Assert.Equal((PublishStatus.Conflict, winner.Current), (r.Status, r.Current)));
        Assert.Equal(2, await stores[1].Definitions.GenerationAsync(None));
    }

    [StoreFact]
    public async Task The_journey_is_published_as_a_whole_and_has_one_version()
    {
        var store = await OpenAsync();
        var first = await store.Definitions.PublishMapAsync([Stage("aware", "always"), Stage("new", "orders.count = 1"), Stage("loyal", "orders.count >= 2")], 0, "ann", None);
        var second = await store.Definitions.PublishMapAsync([Stage("aware", "always"), Stage("loyal", "orders.count >= 3"), Stage("fan", "orders.count >= 9")], 1, "ben", None);
        Assert.Equal((1, 2), (first.Version, second.Version));
        Assert.Equal(PublishStatus.Conflict, (await store.Definitions.PublishMapAsync([Stage("aware", "always")], 1, "cleo", None)).Status);

        var stages = await store.Definitions.ListAsync(DefinitionKind.Stage, None);
        Assert.Equal([("aware", 2, 1), ("loyal", 2, 2), ("fan", 2, 3)], stages.Select(s => (s.Key, s.Version, s.Order)));
        var history = await store.Definitions.HistoryAsync(DefinitionKind.Stage, None);
        Assert.Equal(["aware", "loyal", "fan"], history.Where(v => v.Definition.Version == 2 && !v.Deleted).Select(v => v.Definition.Key));
        Assert.Equal("new", Assert.Single(history, v => v.Deleted).Definition.Key);
        // A stage that comes back goes on with the journey's versions.
        await store.Definitions.PublishMapAsync([Stage("new", "orders.count = 1")], null, "ann", None);
        Assert.Equal(3, Assert.Single(await store.Definitions.ListAsync(DefinitionKind.Stage, None)).Version);
        await Assert.ThrowsAsync<ArgumentException>(() => store.Definitions.PublishAsync(Stage("new", "always"), "ann", None));
    }

    [StoreFact]
    public async Task A_store_without_definitions_is_seeded_once_and_its_customers_are_looked_at()
    {
        var stores = new[] { await OpenAsync(), await OpenAsync() };
        await stores[0].Journal.AppendAsync(new TestCustomer("ann", stores[0]).Next("m1"));
        Definition[] some = [new(DefinitionKind.Segment, "vip", 1, 1, "VIP", "always", null, 0, "CustomerGrains")];
        var seeded = await Task.WhenAll(stores.Select(s => s.Definitions.SeedAsync(some, None)));
        Assert.Single(seeded, s => s);
        Assert.Equal("vip", Assert.Single((await stores[1].Definitions.LoadAsync(None)).Items).Key);
        Assert.Equal("first start", Assert.Single(await AskedForAsync(stores[1])).Reason);
        // Who deleted everything wants nothing.
        await stores[0].Definitions.DeleteAsync(DefinitionKind.Segment, "vip", null, "ann", None);
        Assert.False(await stores[0].Definitions.SeedAsync(some, None));
    }

    [StoreFact]
    public async Task What_decides_about_customers_asks_for_a_backfill_and_nothing_else_does()
    {
        var store = await OpenAsync();
        await store.Definitions.PublishAsync(Vip("always"), "ann", None);
        Assert.Empty(await AskedForAsync(store)); // there is nobody yet
        await store.Journal.AppendAsync(new TestCustomer("ann", store).Next("m1"));
        await store.Definitions.PublishAsync(new(DefinitionKind.Alert, "churn", "Churn", "{}"), "ann", None);
        await store.Definitions.PublishAsync(new(DefinitionKind.Action, "call", "Call her", "always"), "ann", None);
        Assert.Empty(await AskedForAsync(store));
        await store.Definitions.PublishAsync(Vip("orders.count >= 2"), "ann", None);
        await store.Definitions.PublishMapAsync([Stage("aware", "always")], null, "ann", None);
        await store.Definitions.DeleteAsync(DefinitionKind.Segment, "vip", null, "ann", None);
        Assert.Equal([("segment/vip", 4L), ("journey", 5L), ("segment/vip", 6L)], (await AskedForAsync(store)).Select(b => (b.Reason, b.Generation)));
    }

    static Task<List<BackfillRow>> AskedForAsync(TestStore store) => new BackfillTable(store.Database).UnfinishedAsync(None);

    static DefinitionDraft Vip(string rule) => new(DefinitionKind.Segment, "vip", "VIP", rule);

    static DefinitionDraft Stage(string key, string rule) => new(DefinitionKind.Stage, key, key, rule);
}

public sealed class SqliteDefinitionTests() : DefinitionTests(StoreKind.Sqlite);

[NeedsPostgres]
public sealed class PostgresDefinitionTests() : DefinitionTests(StoreKind.Postgres);
