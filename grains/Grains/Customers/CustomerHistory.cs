using System.Runtime.CompilerServices;
using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Identity;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Kpis;
using CustomerGrains.Grains.Journal;

namespace CustomerGrains.Grains.Customers;

/// <summary>Folds journals: the one place that knows how a customer follows from her entries and those of the ids linked to her.</summary>
public sealed class CustomerHistory(IJournalReader journal)
{
    /// <summary>Folds the entry that follows the state's version, and the journal it absorbs.</summary>
    public async Task FoldAsync(CustomerState state, JournalEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.Kind == EntryKind.Absorbed)
        {
            await foreach (var part in PartsAsync(AbsorbedBody.FromJson(entry.Body.Span), cancellationToken))
            {
                if (part.Touchpoint is { } touchpoint)
                {
                    state.ApplyAbsorbed(touchpoint);
                }
                else
                {
                    state.ApplyAbsorbed(part.Removed!.ToState());
                }
            }
        }

        state.Apply(entry);
    }

    /// <summary>
    /// Goes on with the next entry that was read. If entries between were removed, or were being removed while they were read, their fold takes the state's place.
    /// </summary>
    /// <returns>The state to go on with.</returns>
    public async ValueTask<CustomerState> NextAsync(CustomerState state, JournalEntry entry, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.Seq > state.Version + 1 && await BaseAsync(state.Id, cancellationToken) is { } removed && removed.Seq >= entry.Seq - 1)
        {
            state = removed.ToState();
        }

        if (entry.Seq > state.Version)
        {
            await FoldAsync(state, entry, cancellationToken);
        }

        return state;
    }

    /// <summary>The customer from nothing up to and including the given entry.</summary>
    public async Task<CustomerState> FoldAsync(string customerId, long throughSeq, CancellationToken cancellationToken)
    {
        var state = new CustomerState(customerId);
        await foreach (var entry in journal.ReadAsync(customerId, 1, throughSeq, cancellationToken))
        {
            state = await NextAsync(state, entry, cancellationToken);
        }

        return state;
    }

    /// <summary>
    /// What was known of a customer at an instant: the fold of what had been received by then. An id that was part of another customer by then
    /// answers as that customer.
    /// </summary>
    /// <returns>Null if nothing had been received.</returns>
    /// <exception cref="HistoryRemovedException">What had been received by then was removed since.</exception>
    public async Task<CustomerState?> AsOfAsync(string customerId, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var state = new CustomerState(customerId);
        await foreach (var entry in journal.ReadAsync(customerId, 1, long.MaxValue, cancellationToken))
        {
            if (entry.Seq > state.Version + 1 && await BaseAsync(customerId, cancellationToken) is { } removed)
            {
                state = removed.ReceivedAt <= at ? removed.ToState() : throw new HistoryRemovedException(removed.ReceivedAt);
            }

            if (entry.ReceivedAt > at)
            {
                break;
            }

            state = await NextAsync(state, entry, cancellationToken);
        }

        if (state.LinkedTo is { } target)
        {
            return await AsOfAsync(target, at, cancellationToken) ?? state;
        }

        return state.Version == 0 ? null : state;
    }

    /// <summary>
    /// The touchpoints of a journal up to an entry, together with those of the journals it absorbed, each once.
    /// </summary>
    public async IAsyncEnumerable<JournalEntry> TouchpointsAsync(
        string customerId,
        long throughSeq,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (touchpoint, _) in CountedAsync(customerId, throughSeq, cancellationToken))
        {
            yield return touchpoint;
        }
    }

    /// <summary>
    /// The same, each with the stage and segments in which it was counted: those of the id that recorded it, when it arrived there. Without those that were removed.
    /// </summary>
    public async IAsyncEnumerable<(JournalEntry Touchpoint, KpiScopes Scopes)> CountedAsync(
        string customerId,
        long throughSeq,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var part in PartsAsync(customerId, throughSeq, cancellationToken))
        {
            if (part.Touchpoint is { } touchpoint)
            {
                yield return (touchpoint, part.Scopes);
            }
        }
    }

    /// <summary>The same, and before them the fold of what was removed, of each of the journals that this takes.</summary>
    public async IAsyncEnumerable<HistoryPart> PartsAsync(
        string customerId,
        long throughSeq,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var scopes = KpiScopes.None;
        var next = 1L;
        await foreach (var entry in journal.ReadAsync(customerId, 1, throughSeq, cancellationToken))
        {
            if (next == 1 && entry.Seq > 1 && await BaseAsync(customerId, cancellationToken) is { } removed)
            {
                yield return new(null, KpiScopes.None, removed);
                scopes = removed.ToState().Scopes;
                next = removed.Seq + 1;
            }

            if (entry.Seq < next)
            {
                continue;
            }

            if (entry.Seq > next)
            {
                throw new InvalidOperationException($"Entry {entry.Seq} cannot follow entry {next - 1}: the journal has no gaps.");
            }

            next++;
            if (entry.IsTouchpoint)
            {
                yield return new(entry, scopes, null);
            }
            else if (entry.Kind == EntryKind.Absorbed)
            {
                await foreach (var absorbed in PartsAsync(AbsorbedBody.FromJson(entry.Body.Span), cancellationToken))
                {
                    yield return absorbed;
                }
            }
            else
            {
                scopes = scopes.After(entry);
            }
        }

        // All that was asked for is gone: only the entry that sealed the journal is left, and it was not asked for.
        if (next == 1 && throughSeq > 0 && await BaseAsync(customerId, cancellationToken) is { } all)
        {
            yield return new(null, KpiScopes.None, all);
        }
    }

    async IAsyncEnumerable<HistoryPart> PartsAsync(AbsorbedBody absorbed, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var duplicates = absorbed.Duplicates.Count == 0 ? null : absorbed.Duplicates.ToHashSet(StringComparer.Ordinal);
        await foreach (var part in PartsAsync(absorbed.From, absorbed.Through, cancellationToken))
        {
            if (part.Touchpoint is null || duplicates?.Contains(part.Touchpoint.MessageId!) != true)
            {
                yield return part;
            }
        }
    }

    async Task<JournalBase?> BaseAsync(string customerId, CancellationToken cancellationToken) =>
        (await journal.ReadBasesAsync([customerId], cancellationToken)) is [var found, ..] ? found : null;
}

/// <summary>A part of what a journal holds: a touchpoint, or the fold of those that were removed.</summary>
/// <param name="Touchpoint">The touchpoint; null if this is a fold.</param>
/// <param name="Scopes">The stage and segments in which it was counted.</param>
/// <param name="Removed">What stands for removed entries; null if this is a touchpoint.</param>
public readonly record struct HistoryPart(JournalEntry? Touchpoint, KpiScopes Scopes, JournalBase? Removed);
