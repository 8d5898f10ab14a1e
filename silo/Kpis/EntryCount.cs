using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Identity;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Kpis;
using CustomerGrains.Grains.Customers;

namespace CustomerGrains.Silo.Kpis;

/// <summary>What entries change in the counters, found by folding them one after the other; what a customer adds as a whole is not among it.</summary>
sealed class EntryCount(CustomerHistory history)
{
    /// <summary>The changes so far.</summary>
    public List<KpiDelta> Deltas { get; } = [];

    /// <summary>Folds the next entry and adds what it changes.</summary>
    public async ValueTask AddAsync(CustomerState customer, JournalEntry entry, CancellationToken cancellationToken)
    {
        TouchpointKpis.AddTo(Deltas, entry, customer.Scopes);
        if (entry.Kind == EntryKind.Absorbed)
            await AbsorbAsync(customer, AbsorbedBody.FromJson(entry.Body.Span), cancellationToken);
        DecisionKpis.AddTo(Deltas, customer, entry);
        customer.Apply(entry);
    }

    async Task AbsorbAsync(CustomerState customer, AbsorbedBody link, CancellationToken cancellationToken)
    {
        var duplicates = link.Duplicates.ToHashSet(StringComparer.Ordinal);
        await foreach (var (part, countedIn, removed) in history.PartsAsync(link.From, link.Through, cancellationToken))
        {
            if (part is not { } touchpoint)
                customer.ApplyAbsorbed(removed!.ToState());
            else if (duplicates.Contains(touchpoint.MessageId!))
                TouchpointKpis.AddTo(Deltas, touchpoint, countedIn, -1);
            else
                customer.ApplyAbsorbed(touchpoint);
        }
    }
}
