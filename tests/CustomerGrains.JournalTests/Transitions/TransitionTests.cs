using System.Text;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Touchpoints;
using CustomerGrains.Grains.Journal;
using CustomerGrains.JournalTests.Support;
using CustomerGrains.Silo.Transitions;
using CustomerGrains.TestSupport.Postgres;

namespace CustomerGrains.JournalTests.Transitions;

/// <summary>Every decision of the journal is a transition, written in the same transaction, and so is who is in which segment.</summary>
public abstract class TransitionTests(StoreKind kind) : StoreTests(kind)
{
    static readonly DateTimeOffset At = TestCustomer.Start;

    [StoreFact]
    public async Task A_decision_is_listed_with_everything_that_it_says()
    {
        var store = await OpenAsync();
        var row = new CustomerRow("ann", null, true, "Ann Smith", null, null, "Buying", At, At);
        await store.Journal.AppendAsync(new("ann", [TestCustomer.Entry(1, "m1"), Stage(2, "Buying", "Aware", "m1"), Joined(3, "vip", "m1", "orders.count = 3")], [], row, []));
        var page = await store.Transitions.PageAsync(new(), CancellationToken.None);
        Assert.Null(page.Next);
        var (joined, entered) = (page.Items[0], page.Items[1]);
        Assert.Equal(
            new Transition(joined.Id, "ann", "Ann Smith", 3, EntryKind.SegmentJoined, "vip", null, At, At.AddSeconds(1), "event", "m1", "orders.count = 3", 4), joined);
        Assert.Equal(
            new Transition(entered.Id, "ann", "Ann Smith", 2, EntryKind.StageEntered, "Buying", "Aware", At, At.AddSeconds(1), "event", "m1", null, 1), entered);
        Assert.True(entered.Id < joined.Id);
    }

    [StoreFact]
    public async Task Pages_and_filters_find_what_they_should()
    {
        var store = await OpenAsync();
        for (var i = 0; i < 30; i++)
        {
            var id = $"c{i % 3}";
            JournalEntry entry = (i % 5) switch
            {
                0 => Stage((i / 3) + 1, "vip", null, null), // a stage that is called like a segment
                1 => Left((i / 3) + 1, "vip"),
                2 => Joined((i / 3) + 1, "churn", null, null),
                _ => Joined((i / 3) + 1, "vip", null, null),
            };
            await store.Journal.AppendAsync(new(id, [entry], [], null, []));
        }

        Assert.Equal(30, (await AllAsync(store, new(Limit: 7))).Count);
        Assert.All(await AllAsync(store, new(Segment: "vip", Limit: 4)), t => Assert.True(t is { Name: "vip", Kind: not EntryKind.StageEntered }));
        Assert.Equal(18, (await AllAsync(store, new(Segment: "vip", Limit: 4))).Count);
        Assert.Equal(6, (await AllAsync(store, new(Stage: "vip"))).Count);
        Assert.Equal(20, (await AllAsync(store, new(CustomerIds: ["c0", "c2"], Limit: 3))).Count);
        var all = await AllAsync(store, new());
        Assert.Equal(all.Take(10), (await AllAsync(store, new(After: all[10].Id, Limit: 4))));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => store.Transitions.PageAsync(new(Limit: 0), CancellationToken.None));
    }

    [StoreFact]
    public async Task What_lost_the_race_is_not_listed()
    {
        var store = await OpenAsync();
        await store.Journal.AppendAsync(new("ann", [Joined(1, "vip", null, null)], [], null, []));
        await Assert.ThrowsAsync<JournalConflictException>(() => store.Journal.AppendAsync(new("ann", [Joined(1, "churn", null, null)], [], null, [])));
        Assert.Equal("vip", Assert.Single(await AllAsync(store, new())).Name);
        Assert.Equal(["vip:ann"], await MembersAsync(store));
    }

    [StoreFact]
    public async Task Who_is_in_which_segment_follows_the_last_decision()
    {
        var store = await OpenAsync();
        await store.Journal.AppendAsync(new("ann", [Joined(1, "vip", null, null), Joined(2, "churn", null, null), Left(3, "churn")], [], null, []));
        await store.Journal.AppendAsync(new("ben", [Joined(1, "vip", null, null)], [], null, []));
        Assert.Equal(["vip:ann", "vip:ben"], await MembersAsync(store));
        using (var held = new HeldWriter(store))
        {
            var tasks = new[]
            {
                store.Journal.AppendAsync(new("ann", [Left(4, "vip")], [], null, [])),
                store.Journal.AppendAsync(new("ben", [Left(2, "vip")], [], null, [])),
                store.Journal.AppendAsync(new("ann", [Joined(5, "vip", null, null)], [], null, [])),
            };
            held.Release();
            await Task.WhenAll(tasks);
        }

        Assert.Equal(["vip:ann"], await MembersAsync(store));
    }

    [StoreFact]
    public async Task Stages_of_an_older_program_and_bodies_of_an_unknown_one_are_listed_as_far_as_they_go()
    {
        var store = await OpenAsync();
        var (old, odd) = (Stage(1, "New", null, null) with { Body = """{"from":"Buying","because":"m9"}"""u8.ToArray() }, Joined(2, "vip", null, null) with { Body = "[1]"u8.ToArray() });
        await store.Journal.AppendAsync(new("ann", [old, odd, odd with { Seq = 3, Name = "none", Body = default }], [], null, []));
        var all = await AllAsync(store, new());
        Assert.Equal(["none", "vip", "New"], all.Select(t => t.Name));
        Assert.Equal(("Buying", "m9"), (all[2].From, all[2].Because));
    }

    [StoreFact]
    public async Task What_is_older_than_ninety_days_is_forgotten()
    {
        var store = await OpenAsync();
        await store.Journal.AppendAsync(new("ann", [Joined(1, "vip", null, null)], [], null, []));
        await store.Journal.AppendAsync(new("ben", [Joined(1, "vip", null, null) with { ReceivedAt = At.AddDays(30) }], [], null, []));
        store.Clock.AdvanceTo(At + TransitionPurge.Reach + TimeSpan.FromHours(1));
        Assert.Equal(1, await store.TransitionPurge.PurgeAsync(CancellationToken.None));
        Assert.Equal("ben", Assert.Single(await AllAsync(store, new())).CustomerId);
        Assert.Equal(["vip:ann", "vip:ben"], await MembersAsync(store));
    }

    internal static async Task<List<Transition>> AllAsync(TestStore store, TransitionQuery query)
    {
        var all = new List<Transition>();
        TransitionPage page;
        do
        {
            page = await store.Transitions.PageAsync(query, CancellationToken.None);
            all.AddRange(page.Items);
            query = query with { Before = page.Next };
        }
        while (page.Next is not null);
        Assert.Equal(all.Select(t => t.Id).OrderDescending(), all.Select(t => t.Id));
        return all;
    }

    internal static Task<List<string>> MembersAsync(TestStore store) => store.Database.QueryAsync(
        "SELECT segment, customer_id FROM membership ORDER BY segment, customer_id", _ => { }, r => $"{r.GetString(0)}:{r.GetString(1)}", CancellationToken.None);

    static JournalEntry Stage(long seq, string name, string? from, string? because) => Decision(
        seq, EntryKind.StageEntered, name, $$"""{"cause":"event"{{Text("because", because)}},"version":1{{Text("from", from)}}}""");

    static JournalEntry Joined(long seq, string name, string? because, string? why) => Decision(
        seq, EntryKind.SegmentJoined, name, $$"""{"cause":"event"{{Text("because", because)}},"version":4{{Text("why", why)}}}""");

    static JournalEntry Left(long seq, string name) => Decision(seq, EntryKind.SegmentLeft, name, """{"cause":"time","version":4}""");

    static string Text(string name, string? value) => value is null ? "" : $",\"{name}\":\"{value}\"";

    static JournalEntry Decision(long seq, EntryKind kind, string name, string body) =>
        new(seq, kind, Channel.Server, null, name, At, At.AddSeconds(1), Encoding.UTF8.GetBytes(body));
}

public sealed class SqliteTransitionTests() : TransitionTests(StoreKind.Sqlite);

[NeedsPostgres]
public sealed class PostgresTransitionTests() : TransitionTests(StoreKind.Postgres);
