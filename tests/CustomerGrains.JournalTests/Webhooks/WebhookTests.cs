using System.Collections.Concurrent;
using CustomerGrains.Domain.Experience;
using CustomerGrains.Domain.FollowUps;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Touchpoints;
using CustomerGrains.JournalTests.Support;
using CustomerGrains.Silo.Storage;
using CustomerGrains.Silo.Webhooks;
using CustomerGrains.TestSupport;
using CustomerGrains.TestSupport.Postgres;
using Microsoft.AspNetCore.Http;

namespace CustomerGrains.JournalTests.Webhooks;

/// <summary>What was decided reaches the endpoints: signed, at least once, in order for each customer.</summary>
public abstract class WebhookTests(StoreKind kind) : StoreTests(kind)
{
    static readonly CancellationToken None = CancellationToken.None;

    readonly List<WebhookWorld> _worlds = [];
    Receiver _receiver = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        _receiver = await Receiver.StartAsync();
    }

    public override async Task DisposeAsync()
    {
        foreach (var world in _worlds)
            await world.DisposeAsync();
        await _receiver.DisposeAsync();
        await base.DisposeAsync();
    }

    [StoreFact]
    public async Task Decisions_and_alerts_arrive_signed_and_say_what_was_decided()
    {
        var world = await WorldAsync();
        await world.DecideAsync("old", 1);
        await RaiseAsync(world, "old");
        var (id, secret) = await world.AddAsync(WebhookWorld.Target(_receiver.Url));
        await world.DecideAsync("ann", 1, body: """{"cause":"event","because":"m1","why":"orders.count 3 >= 2","version":3}""");
        await world.DecideAsync("ann", 2, EntryKind.StageEntered, "Loyal", """{"cause":"time","from":"New","version":1}""");
        await world.DecideAsync("ann", 3, EntryKind.SegmentLeft);
        await RaiseAsync(world, "rush");
        await WebhookWorld.SettleAsync(await world.SenderAsync(id));

        Assert.All(_receiver.All, got => Assert.True(got.IsSignedWith(secret)));
        Assert.All(_receiver.All, got => Assert.False((got with { Timestamp = got.Timestamp + 1 }).IsSignedWith(secret)));
        Assert.Equal(store(world).ToUnixTimeSeconds(), _receiver.All[0].Timestamp);
        var ofAnn = _receiver.All.Where(got => got.Type != WebhookEvents.AlertRaised).ToList();
        Assert.Equal([WebhookEvents.SegmentJoined, WebhookEvents.StageEntered, WebhookEvents.SegmentLeft], ofAnn.Select(got => got.Type));
        Assert.Equal([1, 2, 3], ofAnn.Select(got => got.Seq));
        Assert.Equal("2026-01-05T11:59:00.000Z", ofAnn[0].Json.GetProperty("timestamp").GetString());
        Assert.Equal(("vip", "vip", "event", "m1", "orders.count 3 >= 2", 3), (
            ofAnn[0].Data.GetProperty("segment").GetProperty("key").GetString(), ofAnn[0].Data.GetProperty("segment").GetProperty("name").GetString(),
            ofAnn[0].Data.GetProperty("cause").GetString(), ofAnn[0].Data.GetProperty("because").GetString(), ofAnn[0].Data.GetProperty("why").GetString(),
            ofAnn[0].Data.GetProperty("version").GetInt32()));
        Assert.Equal(("Loyal", "New"), (ofAnn[1].Data.GetProperty("stage").GetProperty("name").GetString(), ofAnn[1].Data.GetProperty("stage").GetProperty("from").GetString()));
        var alert = Assert.Single(_receiver.All, got => got.Type == WebhookEvents.AlertRaised);
        Assert.Equal(("rush", 24.5m), (alert.Data.GetProperty("rule").GetString(), alert.Data.GetProperty("value").GetDecimal()));

        var deliveries = await world.DeliveriesAsync(id);
        Assert.Equal(_receiver.All.Select(got => (got.Id, got.Body)).Order(), deliveries.Select(delivery => (delivery.MessageId, delivery.Body)).Order());
        Assert.All(deliveries, delivery => Assert.True(delivery is { State: DeliveryState.Delivered, Status: 200, Attempts: 1, Error: null, FinishedAt: not null }));
        Assert.Equal((0L, 0L, 0L), ((await world.FindAsync(id)).Backlog!.Pending, (await world.FindAsync(id)).Backlog!.Dead, (await world.FindAsync(id)).Backlog!.NotTaken));

        static DateTimeOffset store(WebhookWorld world) => world.Store.Clock.GetUtcNow();
    }

    [StoreFact]
    public async Task Follow_ups_leave_in_the_order_of_her_other_decisions_and_without_what_anybody_wrote()
    {
        var world = await WorldAsync();
        var (id, secret) = await world.AddAsync(WebhookWorld.Target(_receiver.Url));
        var (only, _) = await world.AddAsync(WebhookWorld.Target(_receiver.Url, WebhookEvents.FollowUpResolved) with { Segments = ["vip"], Stages = ["New"] });
        await world.DecideAsync("ann", 1);
        var at = world.Store.Clock.GetUtcNow();
        var it = new FollowUp { Id = "f", Metric = SurveyMetric.Nps, Answer = new(at.ToUnixTimeMilliseconds(), "m1"), Score = 3, Comment = "secret words", Answers = 1 };
        await AppendAsync(new(2, EntryKind.FollowUpOpened, Channel.Web, null, "f", at, at, new FollowUpAnswerBody(SurveyMetric.Nps, 3, it.Answer, it.Comment).ToJson()), it);
        await AppendAsync(new(3, EntryKind.FollowUpNoted, Channel.Server, null, "f", at, at, new FollowUpActBody("c1", "ben", "secret words").ToJson()), it);
        await AppendAsync(new(4, EntryKind.FollowUpResolved, Channel.Server, null, "f", at, at, new FollowUpActBody("c2", "ben", "secret words").ToJson()), it with { ResolvedBy = "ben" });
        await world.DecideAsync("ann", 5, EntryKind.SegmentLeft);
        await WebhookWorld.SettleAsync(await world.SenderAsync(id));

        var all = _receiver.All;
        Assert.Equal([WebhookEvents.SegmentJoined, WebhookEvents.FollowUpOpened, WebhookEvents.FollowUpResolved, WebhookEvents.SegmentLeft], all.Select(got => got.Type));
        Assert.All(all, got => Assert.True(got.IsSignedWith(secret)));
        var (opened, resolved) = (all[1].Data, all[2].Data);
        Assert.Equal(("ann", 2, "m1"), (opened.GetProperty("customerId").GetString(), opened.GetProperty("seq").GetInt32(), opened.GetProperty("because").GetString()));
        Assert.Equal(("f", "nps", 3), (
            opened.GetProperty("followUp").GetProperty("id").GetString(), opened.GetProperty("followUp").GetProperty("metric").GetString(), opened.GetProperty("followUp").GetProperty("score").GetInt32()));
        Assert.Equal(("f", "ben"), (resolved.GetProperty("followUp").GetProperty("id").GetString(), resolved.GetProperty("by").GetString()));
        Assert.DoesNotContain(all, got => got.Body.Contains("secret", StringComparison.Ordinal));
        await WebhookWorld.SettleAsync(await world.SenderAsync(only));
        Assert.Equal(WebhookEvents.FollowUpResolved, Assert.Single(await world.DeliveriesAsync(only)).Event);

        Task AppendAsync(JournalEntry entry, FollowUp after) => world.Store.Journal.AppendAsync(new("ann", [entry], [], null, []) { FollowUps = [after] });
    }

    [StoreFact]
    public async Task Only_what_an_endpoint_asks_for_goes_there()
    {
        var world = await WorldAsync();
        var (vip, _) = await world.AddAsync(WebhookWorld.Target(_receiver.Url, WebhookEvents.SegmentJoined) with { Segments = ["vip"] });
        var (loyal, _) = await world.AddAsync(WebhookWorld.Target(_receiver.Url, WebhookEvents.StageEntered, WebhookEvents.SegmentLeft) with { Stages = ["Loyal"] });
        await world.DecideAsync("ann", 1);
        await world.DecideAsync("ann", 2, name: "churn");
        await world.DecideAsync("ann", 3, EntryKind.SegmentLeft, "churn");
        await world.DecideAsync("ann", 4, EntryKind.StageEntered, "New");
        await world.DecideAsync("ann", 5, EntryKind.StageEntered, "Loyal");
        await RaiseAsync(world, "rush");
        await WebhookWorld.SettleAsync(await world.SenderAsync(vip));
        await WebhookWorld.SettleAsync(await world.SenderAsync(loyal));
        Assert.Equal([1], (await world.DeliveriesAsync(vip)).Select(SeqOf));
        Assert.Equal([5, 3], (await world.DeliveriesAsync(loyal)).Select(SeqOf));
    }

    [StoreFact]
    public async Task Each_customers_events_keep_their_order_whatever_the_receiver_does()
    {
        const int customers = 12, events = 8;
        var world = await WorldAsync();
        var (id, _) = await world.AddAsync(WebhookWorld.Target(_receiver.Url));
        var random = new Random(20261122);
        var accepted = new ConcurrentDictionary<string, long>();
        _receiver.Answer = (got, context) =>
        {
            // Nothing comes before what precedes it was taken.
            Assert.InRange(got.Seq, 1, accepted.GetValueOrDefault(got.Customer) + 1);
            int roll;
            lock (random)
                roll = random.Next(10);
            if (roll == 0)
                context.Abort();
            else if (roll < 5)
                return Receiver.With(context, roll < 3 ? 500 : 404);
            accepted.AddOrUpdate(got.Customer, got.Seq, (_, last) => Math.Max(last, got.Seq));
            return Task.CompletedTask;
        };
        var sender = await world.SenderAsync(id);
        for (var seq = 1; seq <= events; seq++)
        {
            for (var c = 0; c < customers; c++)
                await world.DecideAsync($"c{c}", seq);
            await WebhookWorld.SettleAsync(sender);
            world.Store.Clock.Advance(TimeSpan.FromSeconds(random.Next(1, 30)));
        }

        for (var round = 0; round < 200 && (await world.FindAsync(id)).Backlog!.Pending > 0; round++)
        {
            world.Store.Clock.Advance(TimeSpan.FromMinutes(10));
            await WebhookWorld.SettleAsync(sender);
        }

        // An abort is no answer, but the receiver may have counted it: those may come twice, under the same id.
        Assert.All(
            _receiver.Taken.GroupBy(got => got.Customer),
            ofOne => Assert.Equal(Enumerable.Range(1, events).Select(n => (long)n), ofOne.Select(got => got.Seq).Distinct()));
        Assert.Equal(customers, accepted.Count);
        Assert.Equal(customers * events, _receiver.All.Select(got => got.Id).Distinct().Count());
        Assert.Empty(await world.DeliveriesAsync(id, DeliveryState.Dead));
    }

    [StoreFact]
    public async Task What_fails_holds_back_its_own_customer_until_it_is_a_dead_letter_and_can_be_replayed()
    {
        var world = await WorldAsync();
        var (id, _) = await world.AddAsync(WebhookWorld.Target(_receiver.Url));
        var broken = true;
        _receiver.Answer = (got, context) => got is { Customer: "ann", Seq: 1 } && broken ? Write(context, 500, "no such\nperson") : Task.CompletedTask;
        var sender = await world.SenderAsync(id);
        foreach (var seq in (long[])[1, 2, 3])
        {
            await world.DecideAsync("ann", seq);
            await world.DecideAsync("ben", seq);
        }

        await WebhookWorld.SettleAsync(sender);
        Assert.Equal(["ben 1", "ben 2", "ben 3"], Taken());
        var first = (await world.DeliveriesAsync(id, DeliveryState.Pending)).Single(delivery => SeqOf(delivery) == 1);
        Assert.Equal((1, 500, "Answered 500: no such person", world.Store.Clock.GetUtcNow().AddSeconds(5)), (first.Attempts, first.Status, first.Error, first.NextAt));
        Assert.Equal("Answered 500: no such person", (await world.FindAsync(id)).LastError);
        Assert.Equal(3, (await world.FindAsync(id)).Backlog!.Pending);

        // Not a moment before its time.
        world.Store.Clock.Advance(TimeSpan.FromSeconds(4.9));
        await WebhookWorld.SettleAsync(sender);
        Assert.Single(_receiver.All, got => got.Customer == "ann");
        for (var attempt = 1; attempt < WebhookLimits.Attempts; attempt++)
        {
            Assert.Equal(attempt, _receiver.All.Count(got => got.Customer == "ann"));
            world.Store.Clock.Advance(WebhookBackoff.BeforeNext(attempt, null, 0.5));
            await WebhookWorld.SettleAsync(sender);
        }

        var dead = Assert.Single(await world.DeliveriesAsync(id, DeliveryState.Dead));
        Assert.Equal((1, WebhookLimits.Attempts), (SeqOf(dead), dead.Attempts));
        Assert.Equal(["ann 2", "ann 3", "ben 1", "ben 2", "ben 3"], Taken().Order());
        Assert.Single(_receiver.All.Where(got => got is { Customer: "ann", Seq: 1 }).Select(got => got.Id).Distinct());

        // It comes before whatever waits for her now.
        broken = false;
        await world.DecideAsync("ann", 4);
        Assert.Equal(DeliveryState.Pending, (await world.Webhooks.ReplayAsync(id, dead.Id, None))!.State);
        await WebhookWorld.SettleAsync(sender);
        Assert.Equal(["ann 1", "ann 4"], Taken().TakeLast(2));
        Assert.Equal(dead.MessageId, _receiver.Taken[^2].Id);
        Assert.Null(await world.Webhooks.ReplayAsync(id + 1, dead.Id, None));
        Assert.Equal(0, await world.Webhooks.ReplayDeadAsync(id, None));
    }

    [StoreFact]
    public async Task Every_dead_letter_can_be_replayed_at_once_in_order()
    {
        var world = await WorldAsync();
        var (id, _) = await world.AddAsync(WebhookWorld.Target(_receiver.Url));
        await world.DecideAsync("ann", 1);
        await world.DecideAsync("ann", 2);
        _receiver.Answer = (_, context) => Receiver.With(context, 500);
        var sender = await world.SenderAsync(id);
        for (var round = 0; round < 2 * WebhookLimits.Attempts; round++)
        {
            await WebhookWorld.SettleAsync(sender);
            world.Store.Clock.Advance(TimeSpan.FromHours(4));
        }

        Assert.Equal(2, (await world.FindAsync(id)).Backlog!.Dead);
        _receiver.Answer = (_, _) => Task.CompletedTask;
        Assert.Equal(2, await world.Webhooks.ReplayDeadAsync(id, None));
        await WebhookWorld.SettleAsync(sender);
        Assert.Equal(["ann 1", "ann 2"], Taken());
        Assert.Equal(0, (await world.FindAsync(id)).Failures);
    }

    [StoreFact]
    public async Task A_receiver_that_asks_for_time_gets_it()
    {
        var world = await WorldAsync();
        var (id, _) = await world.AddAsync(WebhookWorld.Target(_receiver.Url));
        _receiver.Answer = (_, context) => Receiver.With(context, 429, "Retry-After", "120");
        var sender = await world.SenderAsync(id);
        await world.DecideAsync("ann", 1);
        await WebhookWorld.SettleAsync(sender);
        await world.DecideAsync("ben", 1);
        world.Store.Clock.Advance(TimeSpan.FromSeconds(119));
        await WebhookWorld.SettleAsync(sender);
        Assert.Single(_receiver.All);
        Assert.Equal(world.Store.Clock.GetUtcNow().AddSeconds(1), (await world.FindAsync(id)).RetryAt);

        // A date does as well; a new process heeds what another was asked for.
        var until = world.Store.Clock.GetUtcNow().AddMinutes(10);
        _receiver.Answer = (_, context) => Receiver.With(context, 503, "Retry-After", until.ToString("R"));
        world.Store.Clock.Advance(TimeSpan.FromSeconds(10));
        await WebhookWorld.SettleAsync(sender);
        var before = _receiver.All.Count;
        Assert.Equal(3, before);
        var next = await world.SenderAsync(id);
        world.Store.Clock.AdvanceTo(until.AddSeconds(-1));
        await WebhookWorld.SettleAsync(next);
        Assert.Equal(before, _receiver.All.Count);
        _receiver.Answer = (_, _) => Task.CompletedTask;
        world.Store.Clock.Advance(TimeSpan.FromMinutes(5));
        await WebhookWorld.SettleAsync(next);
        Assert.Equal(["ann 1", "ben 1"], Taken().Order());
        Assert.Null((await world.FindAsync(id)).RetryAt);
    }

    [StoreFact]
    public async Task Redirects_are_not_followed_and_no_long_answer_is_read()
    {
        var world = await WorldAsync();
        var (id, _) = await world.AddAsync(WebhookWorld.Target(_receiver.Url));
        _receiver.Answer = (_, context) => Receiver.With(context, 307, "Location", "http://127.0.0.1:1/elsewhere");
        var sender = await world.SenderAsync(id);
        await world.DecideAsync("ann", 1);
        await WebhookWorld.SettleAsync(sender);
        Assert.Contains("http://127.0.0.1:1/elsewhere", Assert.Single(await world.DeliveriesAsync(id, DeliveryState.Pending)).Error, StringComparison.Ordinal);

        var written = 0L;
        _receiver.Answer = async (_, context) =>
        {
            context.Response.StatusCode = 500;
            var piece = new string('x', 64 * 1024);
            // Without end, until the other side has had enough.
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.WriteAsync(piece, context.RequestAborted);
                Interlocked.Add(ref written, piece.Length);
            }
        };
        world.Store.Clock.Advance(TimeSpan.FromSeconds(5));
        await WebhookWorld.SettleAsync(sender);
        var delivery = Assert.Single(await world.DeliveriesAsync(id, DeliveryState.Pending));
        Assert.InRange(delivery.Error!.Length, 100, 250);
    }

    [StoreFact]
    public async Task A_receiver_that_is_gone_ends_deliveries_until_somebody_resumes()
    {
        var world = await WorldAsync();
        var (id, _) = await world.AddAsync(WebhookWorld.Target(_receiver.Url));
        _receiver.Answer = (_, context) => Receiver.With(context, 410);
        await world.DecideAsync("ann", 1);
        await WebhookWorld.SettleAsync(await world.SenderAsync(id));
        var webhook = await world.FindAsync(id);
        Assert.NotNull(webhook.PausedAt);
        Assert.Contains("410", webhook.PausedWhy, StringComparison.Ordinal);
        Assert.Empty(await world.Webhooks.ActiveAsync(None));
        await world.DecideAsync("ann", 2);
        Assert.Equal(1, (await world.FindAsync(id)).Backlog!.NotTaken);

        _receiver.Answer = (_, _) => Task.CompletedTask;
        Assert.True(await world.Webhooks.PauseAsync(id, paused: false, None) is { PausedAt: null, PausedWhy: null, Failures: 0 });
        await WebhookWorld.SettleAsync(await world.SenderAsync(id));
        Assert.Equal(["ann 1", "ann 2"], Taken());
    }

    [StoreFact]
    public async Task A_receiver_that_does_not_answer_costs_one_slot_for_ten_seconds_and_others_go_on()
    {
        var world = await WorldAsync();
        var (id, _) = await world.AddAsync(WebhookWorld.Target(_receiver.Url));
        var came = new TaskCompletionSource();
        _receiver.Answer = async (got, context) =>
        {
            if (got.Customer != "slow")
                return;
            came.TrySetResult();
            context.Response.StatusCode = 500;
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        };
        var sender = await world.SenderAsync(id);
        await world.DecideAsync("slow", 1);
        Assert.True(await sender.StepAsync(None));
        await came.Task;
        for (var seq = 1; seq <= 3; seq++)
            await world.DecideAsync("ben", seq);
        world.Store.Clock.Advance(WebhookSender.Interval);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (_receiver.Taken.Count < 3)
        {
            await sender.StepAsync(None);
            await timer.WaitForNextTickAsync();
        }

        world.Store.Clock.Advance(WebhookLimits.Timeout);
        await sender.DrainAsync();
        await sender.StepAsync(None);
        var delivery = Assert.Single(await world.DeliveriesAsync(id, DeliveryState.Pending));
        Assert.Equal((null, "No answer within 10 s.", 1), (delivery.Status, delivery.Error, delivery.Attempts));
    }

    [StoreFact]
    public async Task An_endpoint_that_is_down_is_tried_with_one_message_at_a_time_and_few_of_them_die()
    {
        const int customers = 60;
        var world = await WorldAsync();
        var (id, _) = await world.AddAsync(WebhookWorld.Target(_receiver.Url));
        var (down, under, most) = (true, 0, 0);
        _receiver.Answer = async (_, context) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref under));
            await Task.Yield();
            Interlocked.Decrement(ref under);
            context.Response.StatusCode = down ? 502 : 200;
        };
        var sender = await world.SenderAsync(id);
        for (var c = 0; c < customers; c++)
            await world.DecideAsync($"c{c:00}", 1);
        await WebhookWorld.SettleAsync(sender);
        Assert.InRange(_receiver.All.Count, 5, WebhookLimits.AtOnce);
        Assert.NotNull((await world.FindAsync(id)).RetryAt);

        most = 0;
        var end = world.Store.Clock.GetUtcNow().AddHours(1);
        while (world.Store.Clock.GetUtcNow() < end)
        {
            world.Store.Clock.Advance(TimeSpan.FromSeconds(60));
            await WebhookWorld.SettleAsync(sender);
        }

        // One a minute, whoever was tried least first: nobody came near the end.
        Assert.Equal(1, most);
        Assert.InRange(_receiver.All.Count, 40, 80);
        Assert.Empty(await world.DeliveriesAsync(id, DeliveryState.Dead));

        down = false;
        for (var round = 0; round < 60; round++)
        {
            world.Store.Clock.Advance(TimeSpan.FromSeconds(20));
            await WebhookWorld.SettleAsync(sender);
        }

        Assert.Equal(customers, _receiver.Taken.Count);
        Assert.True((await world.FindAsync(id)) is { Failures: 0, RetryAt: null, Backlog.Pending: 0 });
    }

    [StoreFact]
    public async Task What_was_delivered_but_not_noted_comes_again_under_the_same_id()
    {
        var world = await WorldAsync();
        var (id, _) = await world.AddAsync(WebhookWorld.Target(_receiver.Url));
        await world.DecideAsync("ann", 1);
        await world.DecideAsync("ann", 2);
        var lost = await world.SenderAsync(id);
        await lost.StepAsync(None);
        await lost.DrainAsync();
        await WebhookWorld.SettleAsync(await world.SenderAsync(id));
        Assert.Equal(["ann 1", "ann 1", "ann 2"], Taken());
        Assert.Equal(_receiver.All[0].Id, _receiver.All[1].Id);
        Assert.Equal(_receiver.All[0].Body, _receiver.All[1].Body);

        // The one that was thought dead says what it knows: nothing changes.
        await WebhookWorld.SettleAsync(lost);
        Assert.Equal(3, _receiver.All.Count);
        Assert.Empty(await world.DeliveriesAsync(id, DeliveryState.Pending));
    }

    [StoreFact]
    public async Task What_a_process_says_that_stood_still_while_another_went_on_is_not_news()
    {
        var world = await WorldAsync();
        var (id, _) = await world.AddAsync(WebhookWorld.Target(_receiver.Url));
        _receiver.Answer = (_, context) => Receiver.With(context, 500);
        await world.DecideAsync("ann", 1);
        var still = await world.SenderAsync(id);
        await still.StepAsync(None);
        await still.DrainAsync();
        var other = await world.SenderAsync(id);
        await WebhookWorld.SettleAsync(other);
        world.Store.Clock.Advance(TimeSpan.FromSeconds(5));
        await WebhookWorld.SettleAsync(other);
        var known = Assert.Single(await world.DeliveriesAsync(id, DeliveryState.Pending));
        Assert.Equal((2, 3), (known.Attempts, _receiver.All.Count));

        // The first of three attempts, told last: it would be made again too soon and be counted as the first.
        world.Store.Clock.Advance(TimeSpan.FromSeconds(2));
        await WebhookWorld.SettleAsync(still);
        var now = Assert.Single(await world.DeliveriesAsync(id, DeliveryState.Pending));
        Assert.Equal((2, known.NextAt, 3), (now.Attempts, now.NextAt, _receiver.All.Count));
    }

    [StoreFact]
    public async Task Two_processes_at_once_lose_nothing_and_send_nothing_out_of_turn()
    {
        const int customers = 6, events = 10;
        var (one, two) = (await WorldAsync(), await WorldAsync());
        var (id, _) = await one.AddAsync(WebhookWorld.Target(_receiver.Url));
        var accepted = new ConcurrentDictionary<string, long>();
        _receiver.Answer = (got, _) =>
        {
            Assert.InRange(got.Seq, 1, accepted.GetValueOrDefault(got.Customer) + 1);
            accepted.AddOrUpdate(got.Customer, got.Seq, (_, last) => Math.Max(last, got.Seq));
            return Task.CompletedTask;
        };
        var senders = new[] { await one.SenderAsync(id), await two.SenderAsync(id) };
        for (var seq = 1; seq <= events; seq++)
        {
            for (var c = 0; c < customers; c++)
                await one.DecideAsync($"c{c}", seq);
            await Task.WhenAll(senders.Select(sender => Task.Run(() => WebhookWorld.SettleAsync(sender))));
        }

        foreach (var sender in senders)
            await WebhookWorld.SettleAsync(sender);
        Assert.Equal(customers * events, _receiver.Taken.Select(got => got.Id).Distinct().Count());
        Assert.Equal(customers * events, _receiver.Taken.Select(got => (got.Customer, got.Seq)).Distinct().Count());
        Assert.Equal(customers * events, (await one.DeliveriesAsync(id)).Count);
        Assert.Empty(await one.DeliveriesAsync(id, DeliveryState.Pending));
    }

    [StoreFact]
    public async Task A_new_secret_and_the_one_before_both_sign_for_a_day()
    {
        var world = await WorldAsync();
        var (id, old) = await world.AddAsync(WebhookWorld.Target(_receiver.Url));
        var renewed = (await world.Webhooks.RenewSecretAsync(id, None))!;
        await world.DecideAsync("ann", 1);
        await WebhookWorld.SettleAsync(await world.SenderAsync(id));
        Assert.True(_receiver.All[0].IsSignedWith(old) && _receiver.All[0].IsSignedWith(renewed));
        world.Store.Clock.Advance(WebhookLimits.OldSecret);
        await world.DecideAsync("ann", 2);
        await WebhookWorld.SettleAsync(await world.SenderAsync(id));
        Assert.True(!_receiver.All[1].IsSignedWith(old) && _receiver.All[1].IsSignedWith(renewed));
        Assert.Null(await world.Webhooks.RenewSecretAsync(id + 1, None));
    }

    [StoreFact]
    public async Task A_test_message_goes_the_same_way()
    {
        var world = await WorldAsync();
        var (id, secret) = await world.AddAsync(WebhookWorld.Target(_receiver.Url, WebhookEvents.AlertRaised));
        var made = (await world.Webhooks.TestAsync(id, None))!;
        Assert.Equal(DeliveryState.Pending, made.State);
        await WebhookWorld.SettleAsync(await world.SenderAsync(id));
        var got = Assert.Single(_receiver.All);
        Assert.Equal((WebhookEvents.Test, made.MessageId, true), (got.Type, got.Id, got.IsSignedWith(secret)));
        Assert.Null(await world.Webhooks.TestAsync(id + 1, None));
    }

    [StoreFact]
    public async Task An_endpoint_that_is_removed_leaves_nothing_and_its_number_is_not_given_again()
    {
        var world = await WorldAsync();
        var (id, _) = await world.AddAsync(WebhookWorld.Target(_receiver.Url));
        await world.DecideAsync("ann", 1);
        var sender = await world.SenderAsync(id);
        await WebhookWorld.SettleAsync(sender);
        Assert.True(await world.Webhooks.RemoveAsync(id, None));
        Assert.False(await world.Webhooks.RemoveAsync(id, None));
        await world.DecideAsync("ann", 2);
        await WebhookWorld.SettleAsync(sender);
        Assert.Single(_receiver.All);
        Assert.Empty(await world.DeliveriesAsync(id));
        Assert.True((await world.AddAsync(WebhookWorld.Target(_receiver.Url))).Id > id);
    }

    [StoreFact]
    public async Task Only_so_many_events_are_taken_up_ahead()
    {
        var world = await WorldAsync();
        var (id, _) = await world.AddAsync(WebhookWorld.Target(_receiver.Url));
        await world.DecideAsync("ann", 1);
        await WaitingAsync(world, id, WebhookLimits.Pending, customers: WebhookLimits.Pending, failed: false);
        await WebhookWorld.SettleAsync(await world.SenderAsync(id));
        Assert.Equal((WebhookLimits.Pending, 1L), ((int)(await world.FindAsync(id)).Backlog!.Pending, (await world.FindAsync(id)).Backlog!.NotTaken));
        await world.Store.Database.ExecuteAsync("DELETE FROM webhook_delivery WHERE message_id = 'm1'", _ => { }, None);
        await WebhookWorld.SettleAsync(await world.SenderAsync(id));
        Assert.Equal(["ann 1"], Taken());
    }

    [StoreFact]
    public async Task However_much_waits_for_customers_who_are_refused_others_get_theirs_up_to_a_limit_of_all()
    {
        var world = await WorldAsync();
        var (id, _) = await world.AddAsync(WebhookWorld.Target(_receiver.Url));
        await WaitingAsync(world, id, WebhookLimits.Pending + 2_000, customers: 40, failed: true);
        await world.DecideAsync("ann", 1);
        var sender = await world.SenderAsync(id);
        await WebhookWorld.SettleAsync(sender);
        Assert.Equal(["ann 1"], Taken());

        await WaitingAsync(world, id, WebhookLimits.PendingInAll - WebhookLimits.Pending - 2_000, customers: 40, failed: true);
        await world.DecideAsync("ann", 2);
        await WebhookWorld.SettleAsync(sender);
        Assert.Equal(["ann 1"], Taken());
        Assert.Equal(1, (await world.FindAsync(id)).Backlog!.NotTaken);
    }

    [StoreFact]
    public async Task What_was_delivered_is_kept_for_a_week_and_dead_letters_for_a_month()
    {
        var world = await WorldAsync();
        var (id, _) = await world.AddAsync(WebhookWorld.Target(_receiver.Url));
        await world.DecideAsync("ann", 1);
        await world.DecideAsync("ben", 1);
        _receiver.Answer = (got, context) => got.Customer == "ben" ? Receiver.With(context, 500) : Task.CompletedTask;
        var sender = await world.SenderAsync(id);
        var began = world.Store.Clock.GetUtcNow();
        for (var round = 0; round < WebhookLimits.Attempts; round++)
        {
            await WebhookWorld.SettleAsync(sender);
            world.Store.Clock.Advance(TimeSpan.FromHours(4));
        }

        Assert.Equal((0, 0), (await world.Store.DeliveredPurge.PurgeAsync(None), await world.Store.DeadLetterPurge.PurgeAsync(None)));
        world.Store.Clock.AdvanceTo(began + WebhookLimits.DeliveredKept + TimeSpan.FromMinutes(1));
        Assert.Equal((1, 0), (await world.Store.DeliveredPurge.PurgeAsync(None), await world.Store.DeadLetterPurge.PurgeAsync(None)));
        world.Store.Clock.AdvanceTo(began + WebhookLimits.DeadKept + TimeSpan.FromDays(3));
        Assert.Equal(1, await world.Store.DeadLetterPurge.PurgeAsync(None));
        Assert.Empty(await world.DeliveriesAsync(id));
    }

    [StoreFact]
    public async Task There_are_only_so_many_endpoints()
    {
        var world = await WorldAsync();
        for (var i = 0; i < WebhookLimits.Endpoints; i++)
            await world.AddAsync(WebhookWorld.Target(_receiver.Url));
        Assert.Null(await world.Webhooks.AddAsync(WebhookWorld.Target(_receiver.Url), "test", None));
        Assert.Equal(WebhookLimits.Endpoints, (await world.Webhooks.ListAsync(None)).Count);
    }

    async Task<WebhookWorld> WorldAsync()
    {
        var world = new WebhookWorld(await OpenAsync());
        _worlds.Add(world);
        return world;
    }

    // Messages that are not due yet; where they failed, the first of each customer was tried.
    static Task<int> WaitingAsync(WebhookWorld world, long id, int messages, int customers, bool failed) => world.Store.Database.ExecuteAsync(
        """
        INSERT INTO webhook_delivery (webhook_id, lane, message_id, event, created_at, next_at, state, attempts, body)
        WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < @messages)
        SELECT @id, 'c:' || (i % @customers), 'm' || i, 'test', 0, CASE WHEN i <= @customers THEN 9000000000000 ELSE 0 END, 0, CASE WHEN i <= @customers THEN @attempts ELSE 0 END, '{}' FROM n
        """,
        c => c.With("@id", id).With("@messages", messages).With("@customers", customers).With("@attempts", failed ? 1 : 0),
        None);

    static Task<Silo.Alerts.Alert?> RaiseAsync(WebhookWorld world, string rule) => world.Store.Alerts.RaiseAsync(new(rule, "Rush", "24.5 entered", 24.5m, 20, world.Store.Clock.GetUtcNow()), None);

    static async Task Write(HttpContext context, int status, string text)
    {
        context.Response.StatusCode = status;
        await context.Response.WriteAsync(text);
    }

    static long SeqOf(WebhookDelivery delivery) => new Got("", 0, "", delivery.Body).Seq;

    List<string> Taken() => [.. _receiver.Taken.Select(got => $"{got.Customer} {got.Seq}")];
}

public sealed class SqliteWebhookTests() : WebhookTests(StoreKind.Sqlite);

[NeedsPostgres]
public sealed class PostgresWebhookTests() : WebhookTests(StoreKind.Postgres)
{
    [StoreFact]
    public async Task One_process_delivers_and_another_takes_over_when_it_ends()
    {
        var (one, two) = (await OpenAsync(), await OpenAsync());
        Assert.True(await one.Locks.TryTakeWebhooksAsync(CancellationToken.None));
        Assert.True(await one.Locks.TryTakeWebhooksAsync(CancellationToken.None));
        Assert.False(await two.Locks.TryTakeWebhooksAsync(CancellationToken.None));
        await one.Locks.ReleaseWebhooksAsync(CancellationToken.None);
        Assert.True(await two.Locks.TryTakeWebhooksAsync(CancellationToken.None));
        Assert.False(await one.Locks.TryTakeWebhooksAsync(CancellationToken.None));
    }
}
