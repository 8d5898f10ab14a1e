using System.Collections.Frozen;
using System.Text.Json;
using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Grains.Journal;

namespace CustomerGrains.Grains.Customers;

/// <summary>Brings a customer into memory: snapshot and the entries after it, or all entries where that is as quick.</summary>
internal sealed class CustomerLoader(IJournalReader journal, CustomerHistory history, TimeProvider time)
{
    /// <summary>The customer as the journal has her.</summary>
    public async Task<LoadedCustomer> LoadAsync(string customerId, CustomerSnapshots snapshots, CancellationToken cancellationToken)
    {
        var start = await journal.StartAsync(customerId, cancellationToken);
        if (start.Entries is { } whole)
        {
            var state = new CustomerState(customerId);
            await history.FoldAsync(state, whole, cancellationToken);
            var seen = state.Links.Count == 0 ? SeenMessages.From(SeenIn(whole), time.GetUtcNow()) : null;
            return new(state, whole.Count == 0 ? null : whole[^1], seen);
        }

        return await FromSnapshotAsync(customerId, start.LastSeq, snapshots, cancellationToken)
            ?? await FromNothingAsync(customerId, start.LastSeq, cancellationToken);
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

    private async Task<LoadedCustomer?> FromSnapshotAsync(string customerId, long lastSeq, CustomerSnapshots snapshots, CancellationToken cancellationToken)
    {
        var snapshot = await snapshots.ReadAsync();
        if (snapshot is null || snapshot.Seq > lastSeq || Read(snapshot.State) is not { } state)
        {
            return null;
        }

        JournalEntry? last = null;
        await foreach (var entry in journal.ReadAsync(customerId, snapshot.Seq, lastSeq, cancellationToken))
        {
            if (last is not null)
            {
                await history.FoldAsync(state, [entry], cancellationToken);
            }
            else if (CustomerSnapshot.AnchorOf(entry) != snapshot.Anchor)
            {
                return null; // taken of another history
            }

            last = entry;
        }

        return new(state, last, Seen: null);
    }

    // A snapshot of another version of the fold, or a broken one, is no snapshot: the journal has everything.
    private static CustomerState? Read(byte[] snapshot)
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

    private async Task<LoadedCustomer> FromNothingAsync(string customerId, long lastSeq, CancellationToken cancellationToken)
    {
        var state = await history.FoldAsync(customerId, lastSeq, cancellationToken);
        JournalEntry? last = null;
        await foreach (var entry in journal.ReadAsync(customerId, lastSeq, lastSeq, cancellationToken))
        {
            last = entry;
        }

        return new(state, last, Seen: null);
    }

    private static List<SeenMessage> SeenIn(IEnumerable<JournalEntry> entries) =>
        [.. entries.Where(entry => entry.IsTouchpoint).Select(entry => new SeenMessage(SeenMessages.HashOf(entry.MessageId!), entry.ReceivedAt))];
}

/// <summary>A customer in memory.</summary>
/// <param name="State">The fold.</param>
/// <param name="Last">The entry at the state's version; null when there is none.</param>
/// <param name="Seen">The message ids, if they came for free; else they are loaded before the first write.</param>
internal sealed record LoadedCustomer(CustomerState State, JournalEntry? Last, SeenMessages? Seen);
