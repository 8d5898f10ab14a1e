using System.Collections.Frozen;
using System.Text.Json;
using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Grains.Journal;

namespace CustomerGrains.Grains.Customers;

/// <summary>Brings a customer into memory: snapshot and the entries after it, or all entries where that is as quick.</summary>
sealed class CustomerLoader(IJournalReader journal, CustomerHistory history, CustomerMetrics metrics, TimeProvider time)
{
    /// <summary>The customer as the journal has her.</summary>
    public async Task<LoadedCustomer> LoadAsync(string customerId, Func<CustomerSnapshots> snapshotsOf, CancellationToken cancellationToken)
    {
        var start = await journal.StartAsync(customerId, cancellationToken);
        if (start.Entries is { } whole)
        {
            var state = new CustomerState(customerId);
            foreach (var entry in whole)
            {
                state = await history.NextAsync(state, entry, cancellationToken);
            }

            metrics.Loaded(whole.Count == 0 ? LoadSource.Nothing : LoadSource.Journal);
            var seen = state.Links.Count == 0 && (whole.Count == 0 || whole[0].Seq == 1) ? SeenMessages.From(SeenIn(whole), time.GetUtcNow()) : null;
            return new(state, whole.Count == 0 ? null : EntryAnchor.Of(whole[^1]), seen);
        }

        var snapshots = snapshotsOf();
        if (await snapshots.ReadAsync() is { } snapshot
            && snapshot.Seq <= start.LastSeq
            && Read(snapshot.State) is { } cached
            && await GoOnAsync(cached, snapshot.Anchor, start.LastSeq, cancellationToken) is { } loaded)
        {
            metrics.Loaded(LoadSource.Snapshot);
            return loaded;
        }

        snapshots.Discard();
        metrics.Loaded(LoadSource.Rebuilt);
        return (await GoOnAsync(new CustomerState(customerId), anchor: null, start.LastSeq, cancellationToken))!;
    }

    /// <summary>The message ids that the customer's duplicates are measured against.</summary>
    public async Task<SeenMessages> LoadSeenAsync(CustomerState state, CancellationToken cancellationToken)
    {
        var latest = await journal.ReadMessageIdsAsync(state.AllIds(), SeenMessages.LoadLimit, cancellationToken);
        return SeenMessages.From(latest, time.GetUtcNow());
    }

    /// <summary>Which of the ids left the memory within the horizon: those are duplicates too.</summary>
    public async ValueTask<IReadOnlySet<UInt128>> FindEvictedAsync(CustomerState state, SeenMessages seen, UInt128[] hashes, CancellationToken cancellationToken)
    {
        if (!seen.Overflowed)
        {
            return FrozenSet<UInt128>.Empty;
        }

        var unknown = hashes.Where(hash => !seen.Contains(hash)).ToList();
        return unknown.Count == 0
            ? FrozenSet<UInt128>.Empty
            : await journal.FindEvictedAsync(state.AllIds(), unknown, time.GetUtcNow() - SeenMessages.Horizon, cancellationToken);
    }

    // Folds what follows the state; null if the state was taken of another history than the journal's.
    async Task<LoadedCustomer?> GoOnAsync(CustomerState state, string? anchor, long lastSeq, CancellationToken cancellationToken)
    {
        var from = state.Version;
        EntryAnchor? last = null;
        await foreach (var entry in journal.ReadAsync(state.Id, Math.Max(from, 1), lastSeq, cancellationToken))
        {
            // The entry of the snapshot comes first. If it was removed since, the fold of what was removed knows more.
            if (last is null && anchor is not null && entry.Seq > from)
            {
                return null;
            }

            last = EntryAnchor.Of(entry);
            if (entry.Seq > from)
            {
                state = await history.NextAsync(state, entry, cancellationToken);
            }
            else if (last.ToString() != anchor)
            {
                return null;
            }
        }

        return new(state, last, Seen: null);
    }

    // A snapshot of another version of the fold, or a broken one, is no snapshot: the journal has everything.
    static CustomerState? Read(byte[] snapshot)
    {
        try
        {
            return CustomerState.FromJson(snapshot);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    static List<SeenMessage> SeenIn(IEnumerable<JournalEntry> entries) =>
        [.. entries.Where(entry => entry.IsTouchpoint).Select(entry => new SeenMessage(SeenMessages.HashOf(entry.MessageId!), entry.ReceivedAt))];
}

/// <summary>A customer in memory.</summary>
/// <param name="State">The fold.</param>
/// <param name="Last">What the entry at the state's version is; null when there is none.</param>
/// <param name="Seen">The message ids, if they came for free; else they are loaded before the first write.</param>
sealed record LoadedCustomer(CustomerState State, EntryAnchor? Last, SeenMessages? Seen);
