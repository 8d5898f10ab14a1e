using CustomerGrains.Contracts.Customers;
using CustomerGrains.Contracts.Decisions;
using CustomerGrains.Contracts.Segments;
using CustomerGrains.Contracts.Touchpoints;
using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Decisions;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Rules;
using CustomerGrains.Domain.Value;
using CustomerGrains.Grains.Journal;

namespace CustomerGrains.Grains.Customers;

/// <content>What is decided about the customer, and when to look again.</content>
sealed partial class CustomerGrain
{
    // The deadline of the last tick that found nothing to decide.
    long? _ticked;
    IGrainTimer? _againTimer;

    public Task<TickReply> Tick(long dueAt) =>
        ChangeAsync(() => TryTickAsync(dueAt), failed: status => TickReply.Of(StatusOf(status)));

    public Task<EvaluateReply> Evaluate(long generation) =>
        ChangeAsync(() => TryEvaluateAsync(generation), failed: status => EvaluateReply.Of(StatusOf(status)));

    public async Task<CustomerDocument?> Explain(string segmentKey)
    {
        var state = await LoadAsync();
        if (state.LinkedTo is { } target)
        {
            return await GrainFactory.GetGrain<ICustomerGrain>(target).Explain(segmentKey);
        }

        var basis = Basis();
        var context = new RuleContext(time.GetUtcNow().ToUnixTimeMilliseconds(), basis.Currency, basis.Predictions);
        return EvidenceView.From(state, basis.Rules, segmentKey, context) is { } view ? new(state.Id, state.Version, view.ToJson()) : null;
    }

    async Task<TickReply> TryTickAsync(long dueAt)
    {
        if (_ticked == dueAt)
        {
            // The same deadline again: what this activation wrote then did not count, because it doesn't know the customer's latest entries.
            Drop();
        }

        var state = await LoadAsync();
        if (dueAt <= time.GetUtcNow().ToUnixTimeMilliseconds())
        {
            _deadline.Read(dueAt);
        }

        var draft = await SettleAsync(SeenMessages.Empty());
        var decisions = draft.Entries.Count;
        if (decisions > 0)
        {
            await FinishAsync(draft);
            return new((byte)DecideStatus.Done, decisions, Deadline.ToNullable(_foresight.Next));
        }

        metrics.Thought(draft);
        var next = state is { LinkedTo: null, Version: > 0 } ? Deadline.ToNullable(draft.Foresight.Next) : null;
        _foresight = draft.Foresight;
        if (next != dueAt)
        {
            var due = new DueChange(next, dueAt, state.Version);
            await journal.AppendAsync(new Commit(Id, [], [], null, []) { Due = due });
            _deadline.Written(due);
            _ticked = dueAt;
        }

        return new((byte)DecideStatus.Done, 0, next);
    }

    async Task<EvaluateReply> TryEvaluateAsync(long generation)
    {
        var state = await LoadAsync();
        if (state.LinkedTo is { } target)
        {
            return await GrainFactory.GetGrain<ICustomerGrain>(target).Evaluate(generation);
        }

        if (rules.Current.Generation < generation)
        {
            return EvaluateReply.Of(DecideStatus.Behind);
        }

        // Whoever asks has a reason, a model fitted anew perhaps: what was found before does not count.
        _foresight = _foresight with { Rules = null };
        var decisions = await SettleAndFinishAsync();
        return new((byte)DecideStatus.Done, decisions, state.Version == 0 ? null : Deadline.ToNullable(_foresight.Next));
    }

    // Decides what is to be decided now and sees to it that the customer is looked at again in time, even if there is nothing to decide.
    async Task<int> SettleAndFinishAsync()
    {
        var draft = await SettleAsync(SeenMessages.Empty());
        await FinishAsync(draft);
        if (draft.Entries.Count == 0 && _state is { LinkedTo: null, Version: > 0 } state && _foresight.Next < (_deadline.At ?? long.MaxValue))
        {
            var due = new DueChange(_foresight.Next, null, state.Version);
            await journal.AppendAsync(new Commit(Id, [], [], null, []) { Due = due });
            _deadline.Written(due);
        }

        return draft.Entries.Count;
    }

    // Rules that were published while a turn was under way may have been applied to everybody else by now, and to her as she was before it.
    void SettleAgainIfRulesChanged()
    {
        if (ReferenceEquals(_foresight.Rules, rules.Current) || _state?.LinkedTo is not null)
        {
            return;
        }

        _againTimer ??= this.RegisterGrainTimer(
            static (grain, _) => grain.SettleAgainAsync(),
            this,
            new GrainTimerCreationOptions(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
        _againTimer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
    }

    Task<int> SettleAgainAsync() => ChangeAsync(
        async () =>
        {
            await LoadAsync();
            return await SettleAndFinishAsync();
        },
        failed: _ => 0);

    // A draft in which everything that was due until now, or until the instant given, is decided. Where that is more than a commit should hold, the draft
    // holds the last part, and what came before is durable.
    async Task<CustomerDraft> SettleAsync(SeenMessages seen, DateTimeOffset? until = null)
    {
        var draft = NewDraft(seen);
        while (!Settle(draft, until))
        {
            await FinishAsync(draft);
            draft = NewDraft(seen);
        }

        return draft;
    }

    static bool Settle(CustomerDraft draft, DateTimeOffset? until)
    {
        draft.Begin();
        var isSettled = until is { } instant ? draft.Settle(instant, Decider.MostDecisions) : draft.Settle();
        draft.Pause();
        return isSettled;
    }

    CustomerDraft NewDraft(SeenMessages seen) => new(_state!, seen, time.GetUtcNow().ToWholeMilliseconds(), Basis(), _foresight);

    Task FinishAsync(CustomerDraft draft)
    {
        metrics.Thought(draft);
        if (draft.Entries.Count > 0)
        {
            return CommitAsync(draft);
        }

        _foresight = draft.Foresight;
        return Task.CompletedTask;
    }

    DecisionBasis Basis() => new(rules.Current, reporting.Current, predictions.Snapshot(), followUps);

    // Rules must not measure the first money of a store in a currency that another replaces with the commit of that very money.
    async ValueTask SettleCurrencyAsync(CustomerState state, TouchpointBatch batch)
    {
        if (reporting.IsSettled)
        {
            return;
        }

        var currency = OrderCurrency.Of(state.Purchases);
        for (var i = 0; currency is null && i < batch.Items.Length; i++)
        {
            currency = OrderCurrency.Of(batch.Items[i].ToEntry(0));
        }

        if (currency is not null)
        {
            await reporting.SettleAsync(currency, CancellationToken.None);
        }
    }

    static DecideStatus StatusOf(RecordStatus status) => status == RecordStatus.Busy ? DecideStatus.Busy : DecideStatus.Unavailable;
}
