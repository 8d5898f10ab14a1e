using System.Data.Common;
using CustomerGrains.Contracts.Customers;
using CustomerGrains.Contracts.Identity;
using CustomerGrains.Contracts.Touchpoints;
using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Decisions;
using CustomerGrains.Domain.FollowUps;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Kpis;
using CustomerGrains.Domain.Rules;
using CustomerGrains.Grains.Journal;
using CustomerGrains.Grains.Rules;
using CustomerGrains.Grains.Telemetry;
using CustomerGrains.Grains.Value;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace CustomerGrains.Grains.Customers;

/// <summary>
/// One customer. Turns never interleave, so between a fold and its commit nobody sees the state; if the commit fails the state is dropped and the next
/// turn loads what the journal has. Nothing here depends on a clean deactivation.
/// </summary>
sealed partial class CustomerGrain(
    CustomerLoader loader,
    CustomerHistory history,
    IJournal journal,
    IRuleBook rules,
    IReportingCurrency reporting,
    IPredictions predictions,
    FollowUpPolicy followUps,
    [FromKeyedServices(CustomerSnapshots.StorageName)] IGrainStorage storage,
    CustomerMetrics metrics,
    TimeProvider time,
    ILogger<CustomerGrain> logger) : Grain, ICustomerGrain
{
    // A lost race reloads and tries again; losing this often means that two activations are alive and both are busy: let the caller come back.
    const int Attempts = 4;

    // A snapshot this many entries old is worth replacing.
    const long SnapshotEvery = 128;

    CustomerRows _rows = new();
    CustomerSnapshots? _snapshots;
    CustomerWatchers? _watchers;
    IGrainTimer? _snapshotTimer;
    CustomerState? _state;
    SeenMessages? _seen;
    EntryAnchor? _last;
    Foresight _foresight;
    Deadline _deadline;

    string Id => this.GetPrimaryKeyString();

    // Most customers have too short a journal to ever need one.
    CustomerSnapshots Snapshots => _snapshots ??= new(storage, Id, metrics, logger);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        metrics.Activated();
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        metrics.Deactivated();
        return SaveSnapshotIfOldAsync(minimumAge: 1);
    }

    public Task<RecordReply> Record(TouchpointBatch batch) => Instruments.Activities.HasListeners() ? RecordTracedAsync(batch) : RecordAsync(batch);

    public async Task<CustomerDocument?> Get()
    {
        var state = await LoadAsync();
        if (state.LinkedTo is { } target)
        {
            return await GrainFactory.GetGrain<ICustomerGrain>(target).Get();
        }

        return state.Version == 0 ? null : DocumentOf(state);
    }

    public async Task<string?> LinkedTo() => (await LoadAsync()).LinkedTo;

    public Task<LinkReply> LinkTo(string target, bool onlyAnonymous) =>
        ChangeAsync(() => TryLinkAsync(target, onlyAnonymous), failed: _ => new((byte)LinkStatus.Unavailable, null));

    public Task<AbsorbReply> Absorb(string source) =>
        ChangeAsync(() => TryAbsorbAsync(source), failed: _ => new((byte)AbsorbStatus.Unavailable, null));

    public async Task<CustomerDocument?> Watch(ICustomerObserver observer)
    {
        _watchers ??= new(time, logger);
        _watchers.Add(observer);
        return await Get();
    }

    public Task Unwatch(ICustomerObserver observer)
    {
        _watchers?.Remove(observer);
        return Task.CompletedTask;
    }

    Task<RecordReply> RecordAsync(TouchpointBatch batch) => ChangeAsync(() => TryRecordAsync(batch), failed: status => RecordReply.Of(status));

    async Task<RecordReply> RecordTracedAsync(TouchpointBatch batch)
    {
        using var turn = Instruments.Activities.StartActivity("customer.record");
        var reply = await RecordAsync(batch);
        turn?.SetTag("customer.events", batch.Items.Length).SetTag("customer.duplicates", reply.Duplicates.Length).SetTag("customer.outcome", reply.Outcome.ToString());
        return reply;
    }

    // Every turn that may change the customer runs in here: whatever goes wrong, what was folded and not committed is forgotten.
    async Task<T> ChangeAsync<T>(Func<Task<T>> change, Func<RecordStatus, T> failed)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            try
            {
                return await change();
            }
            catch (Exception error)
            {
                Drop();
                switch (error)
                {
                    case JournalConflictException:
                        metrics.LostRace();
                        LostRace(logger, attempt);
                        break;
                    case JournalFullException:
                        return failed(RecordStatus.Busy);
                    case JournalUnavailableException or DbException or TimeoutException:
                        StoreFailed(logger, error);
                        return failed(RecordStatus.Unavailable);
                    default:
                        throw;
                }
            }
        }

        return failed(RecordStatus.Unavailable);
    }

    async Task<RecordReply> TryRecordAsync(TouchpointBatch batch)
    {
        var state = await LoadAsync();
        if (state.LinkedTo is { } target)
        {
            return RecordReply.Moved(target);
        }

        var seen = await LoadSeenAsync();
        var hashes = Array.ConvertAll(batch.Items, item => SeenMessages.HashOf(item.MessageId));
        var evicted = await FindEvictedAsync(state, seen, hashes);
        await SettleCurrencyAsync(state, batch);
        var draft = await SettleAsync(seen, batch.Items[0].ReceivedAt);
        var duplicates = new List<int>();
        draft.Begin();
        for (var i = 0; i < batch.Items.Length; i++)
        {
            if (seen.Contains(hashes[i]) || evicted.Contains(hashes[i]))
            {
                duplicates.Add(i);
            }
            else
            {
                draft.Add(batch.Items[i], hashes[i]);
            }
        }

        draft.Settle();
        draft.Pause();
        await FinishAsync(draft);

        return new((byte)RecordStatus.Recorded, [.. duplicates], null, UnlinkedIn(batch, state));
    }

    async Task<LinkReply> TryLinkAsync(string target, bool onlyAnonymous)
    {
        if (target == Id)
        {
            return new((byte)LinkStatus.Linked, target);
        }

        var state = await LoadAsync();
        if (state.LinkedTo is { } linked)
        {
            return new((byte)(linked == target ? LinkStatus.Linked : LinkStatus.LinkedElsewhere), linked);
        }

        if (onlyAnonymous && state.Known)
        {
            return new((byte)LinkStatus.Refused, null);
        }

        var draft = await SettleAsync(SeenMessages.Empty());
        draft.Link(target);
        await CommitAsync(draft, movedTo: target);
        return new((byte)LinkStatus.Linked, target);
    }

    async Task<AbsorbReply> TryAbsorbAsync(string source)
    {
        var state = await LoadAsync();
        if (state.LinkedTo is { } target)
        {
            return new((byte)AbsorbStatus.Moved, target);
        }

        if (!state.AllIds().Contains(source))
        {
            var draft = await SettleAsync(await LoadSeenAsync());
            await AbsorbAsync(draft, source);
            await FinishAsync(draft);
        }

        return new((byte)AbsorbStatus.Absorbed, null);
    }

    async Task AbsorbAsync(CustomerDraft draft, string source)
    {
        var (state, seen) = (_state!, _seen!);
        var origin = await history.FoldAsync(source, long.MaxValue, CancellationToken.None);
        if (origin.LinkedTo is not { } owner || !state.AllIds().Contains(owner))
        {
            throw new InvalidOperationException("Only a journal that is sealed in favour of this customer, or of an id that is part of her, can be absorbed.");
        }

        var through = origin.Version - 1; // all but the seal
        var duplicates = new List<string>();
        await foreach (var (part, countedIn, removed) in history.PartsAsync(source, through, CancellationToken.None))
        {
            if (part is not { } touchpoint)
            {
                // What both had recorded of that time can't be told apart any more: it stays counted in both.
                draft.Absorb(removed!);
                continue;
            }

            var hash = SeenMessages.HashOf(touchpoint.MessageId!);
            if (seen.Contains(hash) || (await FindEvictedAsync(state, seen, [hash])).Contains(hash))
            {
                duplicates.Add(touchpoint.MessageId!);
                draft.CountOnce(touchpoint, countedIn);
            }
            else
            {
                draft.Absorb(touchpoint, hash);
            }
        }

        draft.Absorbed(new(source, through, duplicates, [.. origin.AllIds().Skip(1)]) { FollowUps = origin.FollowUps?.All }, CustomerKpis.Of(origin));
    }

    async Task CommitAsync(CustomerDraft draft, string? movedTo = null)
    {
        var state = _state!;
        var row = _rows.Next(state, time.GetUtcNow());
        var due = _deadline.With(draft.Foresight, draft.IsExact, state.LinkedTo is not null, time.GetUtcNow());
        await journal.AppendAsync(draft.ToCommit(row, due));
        _deadline.Written(due);
        _foresight = draft.Foresight;
        _rows.Written(row);
        _last = EntryAnchor.Of(draft.Entries[^1]);
        SettleAgainIfRulesChanged();
        if (state.Version > JournalStart.WholeLimit && state.Version - Snapshots.Seq >= SnapshotEvery)
        {
            // In a turn of its own, after the acknowledgement.
            _snapshotTimer ??= this.RegisterGrainTimer(
                static (grain, _) => grain.SaveSnapshotIfOldAsync(SnapshotEvery),
                this,
                new GrainTimerCreationOptions(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan));
            _snapshotTimer.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }

        Notify(movedTo is null ? draft.Entries : [], movedTo);
    }

    async Task SaveSnapshotIfOldAsync(long minimumAge)
    {
        if (_state is { } state && _last is { } last && state.Version > JournalStart.WholeLimit && state.Version - Snapshots.Seq >= minimumAge)
        {
            await Snapshots.WriteAsync(state, last);
        }
    }

    ValueTask<CustomerState> LoadAsync()
    {
        return _state is { } state ? new(state) : new(FromJournalAsync());

        async Task<CustomerState> FromJournalAsync()
        {
            var loaded = await loader.LoadAsync(Id, () => Snapshots, CancellationToken.None);
            (_state, _last, _seen) = (loaded.State, loaded.Last, loaded.Seen);
            return _state;
        }
    }

    ValueTask<SeenMessages> LoadSeenAsync()
    {
        return _seen is { } seen ? new(seen) : new(FromJournalAsync());

        async Task<SeenMessages> FromJournalAsync() => _seen = await loader.LoadSeenAsync(_state!, CancellationToken.None);
    }

    ValueTask<IReadOnlySet<UInt128>> FindEvictedAsync(CustomerState state, SeenMessages seen, UInt128[] hashes) =>
        loader.FindEvictedAsync(state, seen, hashes, CancellationToken.None);

    void Drop() => (_state, _seen, _last, _rows, _foresight, _deadline) = (null, null, null, new(), default, default);

    // Not awaited: a watcher that is slow or gone must not hold up the customer or the sender.
    void Notify(IReadOnlyList<JournalEntry> entries, string? movedTo)
    {
        if (_watchers is { Count: > 0 } watchers)
        {
            _ = watchers.NotifyAsync(Id, DocumentOf(_state!), movedTo, entries);
        }
    }

    CustomerDocument DocumentOf(CustomerState state) =>
        new(state.Id, state.Version, CustomerView.From(state, time.GetUtcNow(), reporting.Current, rules.Current, predictions).ToJson());

    static string[] UnlinkedIn(TouchpointBatch batch, CustomerState state)
    {
        List<string>? unlinked = null;
        foreach (var item in batch.Items)
        {
            if (item.Kind == (byte)EntryKind.Identify
                && item is { UserId: not null, AnonymousId: { } anonymous }
                && anonymous != state.Id
                && state.Links.Count < CustomerState.MaxLinks
                && unlinked?.Contains(anonymous) != true
                && !state.AllIds().Contains(anonymous))
            {
                (unlinked ??= []).Add(anonymous);
            }
        }

        return unlinked is null ? [] : [.. unlinked];
    }

    [LoggerMessage(EventId = 10, Level = LogLevel.Information, Message = "Another activation wrote first (attempt {Attempt}); reloading")]
    static partial void LostRace(ILogger logger, int attempt);

    [LoggerMessage(EventId = 11, Level = LogLevel.Warning, Message = "The journal could not be reached; the caller is told to retry")]
    static partial void StoreFailed(ILogger logger, Exception error);
}
