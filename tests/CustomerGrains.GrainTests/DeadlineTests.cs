using CustomerGrains.Contracts.Decisions;
using CustomerGrains.Contracts.Touchpoints;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Rules;
using CustomerGrains.DomainTests.Decisions;
using CustomerGrains.Grains.Customers;

namespace CustomerGrains.GrainTests;

/// <summary>What time alone changes: at its very instant, once, whoever looks when.</summary>
public sealed class DeadlineTests : IAsyncLifetime
{
    static readonly TimeSpan HalfAnHour = TimeSpan.FromMinutes(30);

    readonly GrainWorld _world = new();

    public Task InitializeAsync()
    {
        _world.Rules.Current = RuleSet.Of(1,
        [
            RandomRules.Stage(0, "Aware", "always"),
            RandomRules.Stage(1, "New", "orders.count >= 1"),
            RandomRules.Stage(2, "At risk", "orders.count >= 1 and last(orders) older than 90d"),
            RandomRules.Stage(3, "Lapsed", "orders.count >= 1 and last(orders) older than 365d"),
            new(DefinitionKind.Segment, "abandoned", 1, 0, "Cart abandoned", "cart.items > 0 and cart.updated older than 30m", null, 0, "test"),
            new(DefinitionKind.Segment, "eager", 1, 0, "Eager", """count("Product Viewed", 1h) >= 2""", null, 0, "test"),
        ]);
        Assert.Empty(_world.Rules.Current.Broken);
        return _world.InitializeAsync();
    }

    public Task DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task A_cart_left_alone_is_abandoned_at_the_very_deadline_and_bought_at_once()
    {
        var start = _world.Clock.GetUtcNow();
        await RecordAsync("ann", "Product Added");
        Assert.Equal(start.AddMinutes(30).ToUnixTimeMilliseconds(), _world.Journal.DueOf("ann"));

        _world.Clock.Advance(HalfAnHour - TimeSpan.FromMilliseconds(1));
        await _world.SweepAsync();
        Assert.Empty(await SegmentsOf("ann"));

        _world.Clock.Advance(TimeSpan.FromMilliseconds(1) + TimeSpan.FromSeconds(1));
        await _world.SweepAsync();
        Assert.Equal("abandoned", Assert.Single(await SegmentsOf("ann")));
        var segment = (await _world.ViewOf("ann")).GetProperty("segments")[0];
        Assert.Equal((start + HalfAnHour, "time", "Cart abandoned"), (segment.GetProperty("since").GetDateTimeOffset(), segment.GetProperty("cause").GetString(), segment.GetProperty("name").GetString()));
        Assert.Null(_world.Journal.DueOf("ann"));

        _world.Clock.Advance(TimeSpan.FromSeconds(5));
        await RecordAsync("ann", "Order Completed");
        Assert.Empty(await SegmentsOf("ann"));
        Assert.Equal(
            [
                $"{Ms(start)} StageEntered Aware event ann-1",
                $"{Ms(start + HalfAnHour)} SegmentJoined abandoned time",
                $"{Ms(_world.Clock.GetUtcNow())} StageEntered New event ann-2 Aware",
                $"{Ms(_world.Clock.GetUtcNow())} SegmentLeft abandoned event ann-2",
            ],
            DecisionsOf("ann"));
        Assert.Equal(Ms(_world.Clock.GetUtcNow().AddDays(90)), _world.Journal.DueOf("ann"));
    }

    [Fact]
    public async Task An_event_that_comes_after_a_passed_deadline_and_before_the_sweeper_finds_both_transitions_in_order()
    {
        var start = _world.Clock.GetUtcNow();
        await RecordAsync("bea", "Product Added");
        _world.Clock.Advance(TimeSpan.FromHours(3));

        await RecordAsync("bea", "Cart Cleared");

        Assert.Equal(
            [$"{Ms(start + HalfAnHour)} SegmentJoined abandoned time", $"{Ms(start.AddHours(3))} SegmentLeft abandoned event bea-2"],
            DecisionsOf("bea").Skip(1));
        var decisions = _world.Journal.EntriesOf("bea").Where(entry => entry.IsDecision).ToList();
        Assert.Equal(start.AddHours(3), decisions[1].ReceivedAt); // known late, true early
        Assert.Equal([EntryKind.Track, EntryKind.StageEntered, EntryKind.SegmentJoined, EntryKind.Track, EntryKind.SegmentLeft], _world.Journal.EntriesOf("bea").Select(entry => entry.Kind));
    }

    [Fact]
    public async Task Deadlines_that_passed_during_a_long_sleep_are_all_there_each_at_its_own_instant()
    {
        var start = _world.Clock.GetUtcNow();
        await RecordAsync("cat", "Product Viewed", "Product Viewed", "Order Completed", "Product Added");
        await _world.RestartAsync();
        _world.Clock.Advance(TimeSpan.FromDays(1000));

        await _world.SweepAsync();

        Assert.Equal(
            [
                $"{Ms(start + HalfAnHour)} SegmentJoined abandoned time",
                $"{Ms(start.AddHours(1))} SegmentLeft eager time",
                $"{Ms(start.AddDays(90).AddMilliseconds(0))} StageEntered At risk time  New",
                $"{Ms(start.AddDays(365))} StageEntered Lapsed time  At risk",
            ],
            DecisionsOf("cat").Skip(3));
        Assert.Null(_world.Journal.DueOf("cat"));
        await AssertRebuiltAsync("cat");
    }

    [Fact]
    public async Task A_late_event_of_the_past_changes_what_is_known_from_its_arrival_on()
    {
        var start = _world.Clock.GetUtcNow();
        await RecordAsync("dot", "Product Added");
        _world.Clock.Advance(TimeSpan.FromMinutes(31));
        await _world.SweepAsync();

        // She had touched her cart ten minutes ago already, on a device that was offline.
        await _world.Customer("dot").Record(GrainWorld.Batch(_world.Track("dot", "late", "Product Added", ago: TimeSpan.FromMinutes(10))));
        _world.Clock.Advance(TimeSpan.FromHours(1));
        await _world.SweepAsync();

        Assert.Equal(
            [
                $"{Ms(start + HalfAnHour)} SegmentJoined abandoned time",
                $"{Ms(start.AddMinutes(31))} SegmentLeft abandoned event late",
                $"{Ms(start.AddMinutes(21) + HalfAnHour)} SegmentJoined abandoned time",
            ],
            DecisionsOf("dot").Skip(1));
    }

    [Fact]
    public async Task A_tick_too_early_twice_or_for_nobody_changes_nothing()
    {
        await RecordAsync("eve", "Product Added");
        var due = _world.Journal.DueOf("eve")!.Value;
        var entries = _world.Journal.EntriesOf("eve").Count;

        Assert.Equal((DecideStatus.Done, 0), await TickAsync("eve", due));
        Assert.Equal((DecideStatus.Done, 0), await TickAsync("eve", due + 5));
        Assert.Equal((DecideStatus.Done, 0), await TickAsync("nobody", due));
        Assert.Equal((entries, due), (_world.Journal.EntriesOf("eve").Count, _world.Journal.DueOf("eve")));

        _world.Clock.Advance(HalfAnHour);
        Assert.Equal((DecideStatus.Done, 1), await TickAsync("eve", due));
        Assert.Equal((DecideStatus.Done, 0), await TickAsync("eve", due));
        Assert.Equal(entries + 1, _world.Journal.EntriesOf("eve").Count);
    }

    [Fact]
    public async Task A_deadline_that_moves_away_costs_one_tick_and_no_write_for_each_event()
    {
        await RecordAsync("fay", "Product Added");
        var first = _world.Journal.DueOf("fay");
        for (var i = 0; i < 20; i++)
        {
            _world.Clock.Advance(TimeSpan.FromMinutes(1));
            await RecordAsync("fay", "Product Added");
            Assert.Equal(first, _world.Journal.DueOf("fay"));
        }

        _world.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal((DecideStatus.Done, 0), await TickAsync("fay", first!.Value));
        Assert.Equal(first + TimeSpan.FromMinutes(20).TotalMilliseconds, _world.Journal.DueOf("fay"));
    }

    [Theory]
    [InlineData(Fault.Full)]
    [InlineData(Fault.LostBefore)]
    [InlineData(Fault.LostAfter)]
    public async Task A_tick_whose_commit_fails_stays_due_and_is_decided_once(Fault fault)
    {
        var id = $"gil-{fault}";
        var start = _world.Clock.GetUtcNow();
        await RecordAsync(id, "Product Added");
        _world.Clock.Advance(HalfAnHour);
        _world.Journal.NextFault = _ => fault;

        Assert.NotEqual(DecideStatus.Done, (await TickAsync(id, Ms(start + HalfAnHour))).Outcome);
        _world.Journal.NextFault = _ => Fault.None;
        Assert.Equal(fault == Fault.LostAfter, (await SegmentsOf(id)).Contains("abandoned"));
        await _world.SweepAsync();

        Assert.Equal([$"{Ms(start + HalfAnHour)} SegmentJoined abandoned time"], DecisionsOf(id).Skip(1));
        Assert.Null(_world.Journal.DueOf(id));
        await AssertRebuiltAsync(id);
    }

    [Fact]
    public async Task An_activation_that_does_not_know_the_latest_entries_can_neither_decide_nor_put_a_deadline_off()
    {
        var start = _world.Clock.GetUtcNow();
        await RecordAsync("hal", "Product Added");

        // Another activation, on a silo that can't be seen from here, clears the cart and fills it again a little later.
        _world.Clock.Advance(TimeSpan.FromMinutes(20));
        var theirs = new[] { _world.Track("hal", "t1", "Cart Cleared"), _world.Track("hal", "t2", "Product Added") };
        var version = _world.Journal.EntriesOf("hal").Count;
        var due = Ms(start) + (long)HalfAnHour.TotalMilliseconds;
        await _world.Journal.AppendAsync(new("hal", [.. theirs.Select((each, i) => each.ToEntry(version + 1 + i))], [], null, []) { Due = new(due, null) });

        _world.Clock.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal((DecideStatus.Done, 0), await TickAsync("hal", due));
        Assert.Equal(Ms(start.AddMinutes(20) + HalfAnHour), _world.Journal.DueOf("hal"));

        _world.Clock.Advance(TimeSpan.FromMinutes(20));
        await _world.SweepAsync();
        Assert.Equal([$"{Ms(start.AddMinutes(20) + HalfAnHour)} SegmentJoined abandoned time"], DecisionsOf("hal").Skip(1));
    }

    [Fact]
    public async Task A_stale_activation_with_nothing_to_decide_reloads_when_its_deadline_stays()
    {
        var start = _world.Clock.GetUtcNow();
        await RecordAsync("ida", "Product Viewed", "Product Viewed"); // as far as this activation knows, nothing is due for an hour
        var version = _world.Journal.EntriesOf("ida").Count;
        var theirs = _world.Track("ida", "theirs", "Product Added");
        var due = Ms(start + HalfAnHour);
        await _world.Journal.AppendAsync(new("ida", [theirs.ToEntry(version + 1)], [], null, []) { Due = new(due, null) });
        _world.Clock.Advance(HalfAnHour);

        Assert.Equal((DecideStatus.Done, 0), await TickAsync("ida", due));
        Assert.Equal(due, _world.Journal.DueOf("ida")); // it could not put it off
        Assert.Equal((DecideStatus.Done, 1), await TickAsync("ida", due));

        Assert.Contains("abandoned", await SegmentsOf("ida"));
        Assert.Equal(Ms(start.AddHours(1)), _world.Journal.DueOf("ida"));
    }

    [Fact]
    public async Task A_batch_of_many_events_has_every_transition_between_them()
    {
        var start = _world.Clock.GetUtcNow();
        var names = Enumerable.Range(0, 300).Select(i => (i % 3) switch { 0 => "Product Added", 1 => "Product Viewed", _ => "Cart Cleared" }).ToArray();
        await RecordAsync("jan", names);
        _world.Clock.Advance(TimeSpan.FromDays(2));
        await _world.SweepAsync();

        Assert.Equal(BruteForceOf("jan", [30 * 60_000L, 3_600_000L]), DecisionsOf("jan"));
        Assert.Equal([$"{Ms(start)} StageEntered Aware event jan-1", $"{Ms(start)} SegmentJoined eager event jan-5", $"{Ms(start.AddHours(1))} SegmentLeft eager time"], DecisionsOf("jan"));
    }

    [Fact]
    public async Task What_was_known_at_an_instant_has_the_decisions_that_were_made_by_then()
    {
        var start = _world.Clock.GetUtcNow();
        await RecordAsync("kim", "Product Added");
        _world.Clock.Advance(HalfAnHour);
        await _world.SweepAsync();
        _world.Clock.Advance(HalfAnHour);
        await RecordAsync("kim", "Order Completed");

        var history = new CustomerHistory(_world.Journal);
        foreach (var (at, segments, stage) in new[] { (start.AddMinutes(29), "", "Aware"), (start.AddMinutes(30), "abandoned", "Aware"), (start.AddMinutes(59), "abandoned", "Aware"), (start.AddMinutes(60), "", "New") })
        {
            var then = (await history.AsOfAsync("kim", at, CancellationToken.None))!;
            Assert.Equal((segments, stage), (string.Join(' ', then.Segments.Select(each => each.Key)), then.Stage));
        }
    }

    Task<RecordReply> RecordAsync(string id, params string[] names) =>
        _world.Customer(id).Record(new([.. names.Select(name => _world.Track(id, $"{id}-{++_sent[id]}", name))]));

    readonly Counters _sent = new();

    sealed class Counters : Dictionary<string, int>
    {
        public new int this[string id]
        {
            get => TryGetValue(id, out var count) ? count : 0;
            set => base[id] = value;
        }
    }

    async Task<(DecideStatus Outcome, int Decisions)> TickAsync(string id, long dueAt)
    {
        var reply = await _world.Customer(id).Tick(dueAt);
        return (reply.Outcome, reply.Decisions);
    }

    async Task<string[]> SegmentsOf(string id) =>
        [.. (await _world.ViewOf(id)).GetProperty("segments").EnumerateArray().Select(segment => segment.GetProperty("key").GetString()!)];

    List<string> DecisionsOf(string id) => BruteForce.In(_world.Journal.EntriesOf(id));

    List<string> BruteForceOf(string id, long[] spans) =>
        BruteForce.Of(_world.Journal.EntriesOf(id), _world.Rules.Current, _world.Currency.Current, spans, _world.Clock.GetUtcNow());

    async Task AssertRebuiltAsync(string id)
    {
        var before = await _world.JsonOf(id);
        await _world.ForgetAsync(id);
        Assert.Equal(before, await _world.JsonOf(id));
    }

    static long Ms(DateTimeOffset time) => time.ToUnixTimeMilliseconds();
}
