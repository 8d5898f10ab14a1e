using System.Text.Json;
using CustomerGrains.Contracts.Customers;
using CustomerGrains.Contracts.Decisions;
using CustomerGrains.Contracts.Identity;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Rules;
using CustomerGrains.DomainTests.Decisions;

namespace CustomerGrains.GrainTests;

/// <summary>What else changes decisions than events and time: rules, links, the first money of a store.</summary>
public sealed class DecisionTests : IAsyncLifetime
{
    readonly GrainWorld _world = new();

    public Task InitializeAsync()
    {
        Publish(1, Segment("buyers", "orders.count >= 1"), Segment("rich", "value.gross >= 100"), Segment("idle", "seen within 1d"));
        return _world.InitializeAsync();
    }

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_rule_that_changed_is_applied_by_an_evaluation_and_by_the_next_event()
    {
        foreach (var id in new[] { "asked", "active", "asleep" })
        {
            await _world.Customer(id).Record(GrainWorld.Batch(_world.Track(id, $"{id}-1", "Order Completed", """{"total":50}""")));
        }

        await _world.ForgetAsync("asleep");
        _world.Clock.Advance(TimeSpan.FromMinutes(1));
        Publish(2, Segment("buyers", "orders.count >= 2", version: 2), Segment("rich", "value.gross >= 40", version: 2), Segment("idle", "seen within 1d"));
        _world.Clock.Advance(TimeSpan.FromMinutes(1));

        foreach (var id in new[] { "asked", "asleep" })
        {
            var reply = await _world.Customer(id).Evaluate(2);
            Assert.Equal((DecideStatus.Done, 2), (reply.Outcome, reply.Decisions));
            Assert.Equal(0, (await _world.Customer(id).Evaluate(2)).Decisions);
        }

        await _world.Customer("active").Record(GrainWorld.Batch(_world.Track("active", "active-2", "Order Completed", """{"total":1}""")));

        var now = _world.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        Assert.Equal([$"{now} SegmentLeft buyers rule", $"{now} SegmentJoined rich rule"], DecisionsOf("asked").Skip(2));
        Assert.Equal([$"{now} SegmentLeft buyers rule", $"{now} SegmentJoined rich rule"], DecisionsOf("asleep").Skip(2));
        Assert.Equal([$"{now} SegmentLeft buyers rule", $"{now} SegmentJoined rich rule", $"{now} SegmentJoined buyers event active-2"], DecisionsOf("active").Skip(2));
        Assert.Equal(2, (await VersionsOf("asked"))["rich"]);
    }

    [Fact]
    public async Task A_deadline_of_a_rule_that_was_published_after_her_last_event_is_exact_too()
    {
        var start = _world.Clock.GetUtcNow();
        await _world.Customer("late").Record(GrainWorld.Batch(_world.Track("late", "late-1")));
        _world.Clock.Advance(TimeSpan.FromHours(1));
        Publish(2, Segment("gone", "not seen within 2d"), Segment("idle", "seen within 1d"));

        var reply = await _world.Customer("late").Evaluate(2);
        Assert.Equal((0, start.AddDays(1).ToUnixTimeMilliseconds()), (reply.Decisions, reply.Next));
        await _world.ForgetAsync("late");
        _world.Clock.Advance(TimeSpan.FromDays(10));
        await _world.SweepAsync();

        Assert.Equal(
            [$"{start.AddDays(1).ToUnixTimeMilliseconds()} SegmentLeft idle time", $"{start.AddDays(2).ToUnixTimeMilliseconds()} SegmentJoined gone time"],
            DecisionsOf("late").Skip(1));
    }

    [Fact]
    public async Task Of_a_segment_that_is_deleted_every_membership_ends_and_of_one_that_cannot_be_read_none()
    {
        await _world.Customer("del").Record(GrainWorld.Batch(_world.Track("del", "del-1", "Order Completed", """{"total":500}""")));
        Publish(2, Segment("rich", "this is no rule", version: 2), Segment("idle", "seen within 1d"));

        Assert.Equal(1, (await _world.Customer("del").Evaluate(2)).Decisions);

        Assert.Equal(["idle", "rich"], (await VersionsOf("del")).Keys.Order());
        Assert.EndsWith("SegmentLeft buyers rule", DecisionsOf("del")[^1], StringComparison.Ordinal);
        Assert.Equal("rich", (await _world.ViewOf("del")).GetProperty("segments")[1].GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_silo_that_has_not_heard_of_the_rules_says_so()
    {
        await _world.Customer("behind").Record(GrainWorld.Batch(_world.Track("behind", "b")));
        Assert.Equal(DecideStatus.Behind, (await _world.Customer("behind").Evaluate(2)).Outcome);
        Assert.Equal(DecideStatus.Done, (await _world.Customer("behind").Evaluate(1)).Outcome);
        Assert.Equal((DecideStatus.Done, null), (await EvaluateAsync("unheard of")));
    }

    [Fact]
    public async Task Rules_published_while_a_commit_is_under_way_are_applied_right_after_it()
    {
        await _world.Customer("midway").Record(GrainWorld.Batch(_world.Track("midway", "m-1")));
        var evaluated = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _world.Journal.NextFault = _ =>
        {
            _world.Journal.NextFault = _ =>
            {
                evaluated.TrySetResult();
                return Fault.None;
            };
            Publish(2, Segment("buyers", "orders.count >= 1"), Segment("viewers", "looks.count >= 1"), Segment("idle", "seen within 1d"));
            return Fault.None;
        };

        await _world.Customer("midway").Record(GrainWorld.Batch(_world.Track("midway", "m-2")));

        // The evaluation is a turn of its own, started by the commit: what is asked while it writes waits for its end.
        await evaluated.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await _world.Customer("midway").Get();

        Assert.EndsWith("SegmentJoined viewers rule", DecisionsOf("midway")[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_linked_id_leaves_its_segments_before_it_is_sealed_and_the_customer_is_evaluated_anew()
    {
        await _world.Customer("anon").Record(GrainWorld.Batch(_world.Anonymous("anon", "a-1", "Order Completed", """{"total":500}""")));
        await _world.Customer("known").Record(GrainWorld.Batch(_world.Identify("known", "anon", "k-1")));
        Assert.NotNull(_world.Journal.DueOf("anon"));

        Assert.Equal(LinkStatus.Linked, (await _world.Customer("anon").LinkTo("known", onlyAnonymous: true)).Outcome);
        Assert.Equal(AbsorbStatus.Absorbed, (await _world.Customer("known").Absorb("anon")).Outcome);

        var sealedJournal = _world.Journal.EntriesOf("anon");
        Assert.Equal(
            [EntryKind.SegmentLeft, EntryKind.SegmentLeft, EntryKind.SegmentLeft, EntryKind.Linked],
            sealedJournal.Skip(sealedJournal.Count - 4).Select(entry => entry.Kind));
        Assert.All(DecisionsOf("anon").TakeLast(3), decision => Assert.EndsWith("link", decision, StringComparison.Ordinal));
        Assert.Null(_world.Journal.DueOf("anon"));
        Assert.Equal(["buyers", "idle", "rich"], (await VersionsOf("known")).Keys.Order());
        Assert.All(DecisionsOf("known").TakeLast(2), decision => Assert.EndsWith("link", decision, StringComparison.Ordinal));

        // Whoever still asks the old id is answered by the customer; a tick that was under way clears up.
        Assert.Contains("\"customerId\":\"known\"", System.Text.Encoding.UTF8.GetString((await _world.Customer("anon").Explain("rich"))!.Json), StringComparison.Ordinal);
        Assert.Equal(0, (await _world.Customer("anon").Tick(1)).Decisions);
        Assert.Equal(DecideStatus.Done, (await _world.Customer("anon").Evaluate(1)).Outcome);
    }

    [Fact]
    public async Task The_first_money_of_a_store_is_measured_in_the_currency_it_settles()
    {
        _world.Currency.Unsettle();
        await _world.Customer("first").Record(GrainWorld.Batch(
            _world.Track("first", "f-0", "Order Completed", """{"total":1}"""),
            _world.Track("first", "f-1", "Order Completed", """{"total":500,"currency":"GBP"}""")));

        Assert.Equal("GBP", _world.Currency.Current.Currency);
        Assert.Equal(["buyers", "idle", "rich"], (await VersionsOf("first")).Keys.Order());
        var decisions = DecisionsOf("first");
        await _world.ForgetAsync("first");
        Assert.Equal(0, (await _world.Customer("first").Evaluate(1)).Decisions);
        Assert.Equal(decisions, DecisionsOf("first"));
    }

    [Fact]
    public async Task A_watcher_sees_what_a_deadline_changes()
    {
        await _world.Customer("seen").Record(GrainWorld.Batch(_world.Track("seen", "s-1")));
        var watcher = new Watcher();
        _world.Clock.Advance(TimeSpan.FromDays(1));
        await _world.Customer("seen").Watch(_world.Grains.CreateObjectReference<ICustomerObserver>(watcher));

        await _world.Customer("seen").Tick(_world.Journal.DueOf("seen")!.Value);

        var change = await watcher.Change.Task.WaitAsync(TimeSpan.FromSeconds(30));
        using var view = JsonDocument.Parse(change.Document.Json);
        Assert.Empty(view.RootElement.GetProperty("segments").EnumerateArray());
        GC.KeepAlive(watcher);
    }

    async Task<(DecideStatus Outcome, long? Next)> EvaluateAsync(string id)
    {
        var reply = await _world.Customer(id).Evaluate(1);
        return (reply.Outcome, reply.Next);
    }

    async Task<Dictionary<string, int>> VersionsOf(string id)
    {
        var state = await new Grains.Customers.CustomerHistory(_world.Journal).FoldAsync(id, long.MaxValue, CancellationToken.None);
        var keys = (await _world.ViewOf(id)).GetProperty("segments").EnumerateArray().Select(segment => segment.GetProperty("key").GetString());
        Assert.Equal(keys, state.Segments.Select(membership => membership.Key));
        return state.Segments.ToDictionary(membership => membership.Key, membership => membership.Version);
    }

    List<string> DecisionsOf(string id) => BruteForce.In(_world.Journal.EntriesOf(id));

    void Publish(long generation, params Definition[] segments) => _world.Rules.Current = RuleSet.Of(generation, segments);

    Definition Segment(string key, string rule, int version = 1) =>
        new(DefinitionKind.Segment, key, version, 0, key, rule, null, version == 1 ? 0 : _world.Clock.GetUtcNow().ToUnixTimeMilliseconds(), "test");

    sealed class Watcher : ICustomerObserver
    {
        public TaskCompletionSource<CustomerChange> Change { get; } = new();

        public Task Changed(CustomerChange change)
        {
            Change.TrySetResult(change);
            return Task.CompletedTask;
        }
    }
}
