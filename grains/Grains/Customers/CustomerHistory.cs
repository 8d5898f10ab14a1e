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
            await foreach (var (touchpoint, _) in CountedAsync(AbsorbedBody.FromJson(entry.Body.Span), cancellationToken))
            {
                state.ApplyAbsorbed(touchpoint);
            }
        }

        state.Apply(entry);
    }

    /// <summary>The customer from nothing up to and including the given entry.</summary>
    public async Task<CustomerState> FoldAsync(string customerId, long throughSeq, CancellationToken cancellationToken)
    {
        var state = new CustomerState(customerId);
        await foreach (var entry in journal.ReadAsync(customerId, 1, throughSeq, cancellationToken))
        {
            await FoldAsync(state, entry, cancellationToken);
        }

        return state;
    }

    /// <summary>
    /// What was known of a customer at an instant: the fold of what had been received by then. An id that was part of another customer by then
    /// answers as that customer.
    /// </summary>
    /// <returns>Null if nothing had been received.</returns>
    public async Task<CustomerState?> AsOfAsync(string customerId, DateTimeOffset at, CancellationToken cancellationToken)
    {
        var state = new CustomerState(customerId);
        await foreach (var entry in journal.ReadAsync(customerId, 1, long.MaxValue, cancellationToken))
        {
            if (entry.ReceivedAt > at)
            {
                break;
            }

            await FoldAsync(state, entry, cancellationToken);
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
    /// The same, each with the stage and segments in which it was counted: those of the id that recorded it, when it arrived there.
    /// </summary>
    public async IAsyncEnumerable<(JournalEntry Touchpoint, KpiScopes Scopes)> CountedAsync(
        string customerId,
        long throughSeq,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var scopes = KpiScopes.None;
        await foreach (var entry in journal.ReadAsync(customerId, 1, throughSeq, cancellationToken))
        {
            if (entry.IsTouchpoint)
            {
                yield return (entry, scopes);
            }
            else if (entry.Kind == EntryKind.Absorbed)
            {
                await foreach (var absorbed in CountedAsync(AbsorbedBody.FromJson(entry.Body.Span), cancellationToken))
                {
                    yield return absorbed;
                }
            }
            else
            {
                scopes = scopes.After(entry);
            }
        }
    }

    async IAsyncEnumerable<(JournalEntry Touchpoint, KpiScopes Scopes)> CountedAsync(
        AbsorbedBody absorbed,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var duplicates = absorbed.Duplicates.Count == 0 ? null : absorbed.Duplicates.ToHashSet(StringComparer.Ordinal);
        await foreach (var counted in CountedAsync(absorbed.From, absorbed.Through, cancellationToken))
        {
            if (duplicates?.Contains(counted.Touchpoint.MessageId!) != true)
            {
                yield return counted;
            }
        }
    }
}
