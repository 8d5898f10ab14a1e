using System.Data.Common;
using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.FollowUps;
using CustomerGrains.Silo.Storage;

namespace CustomerGrains.Silo.FollowUps;

/// <summary>
/// Compares the read model with the folds of the journals: every follow-up of a fold is there as the fold has it, and nothing else waits to be seen to. Resolved ones
/// that folds have forgotten may be there.
/// </summary>
sealed class FollowUpCheck
{
    readonly Dictionary<string, NewFollowUp> _folded = new(StringComparer.Ordinal);

    /// <summary>Takes a fold up.</summary>
    public void Add(CustomerState customer)
    {
        if (customer is not { LinkedTo: null, FollowUps: { } list })
            return;
        foreach (var it in list.All)
            _folded[it.Id] = NewFollowUp.Of(customer.Id, it);
    }

    /// <summary>The ids of those that differ.</summary>
    /// <param name="connection">Where to read.</param>
    /// <param name="transaction">The snapshot in which the journals were read.</param>
    /// <param name="kept">What was resolved before may be gone.</param>
    /// <param name="cancellationToken">Stops the query.</param>
    public async Task<IReadOnlyList<string>> DifferencesAsync(DbConnection connection, DbTransaction transaction, DateTimeOffset kept, CancellationToken cancellationToken)
    {
        var differences = new List<string>();
        foreach (var stored in await connection.QueryAsync(FollowUpStore.Select, command => command.Transaction = transaction, FollowUpStore.Row, cancellationToken))
        {
            var isFolded = _folded.Remove(stored.Id, out var folded);
            if (isFolded ? !IsSame(stored, folded) : stored.State != FollowUpState.Resolved)
                differences.Add(stored.Id);
        }

        differences.AddRange(_folded.Values.Where(missing => missing.It.ResolvedAt is not { } at || at >= kept).Select(missing => missing.It.Id));
        differences.Sort(StringComparer.Ordinal);
        return differences;
    }

    static bool IsSame(FollowUpListing stored, NewFollowUp folded) =>
        stored with { DisplayName = null } == folded.ToListing();
}
