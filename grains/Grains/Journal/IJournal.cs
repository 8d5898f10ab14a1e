using CustomerGrains.Domain.FollowUps;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Kpis;

namespace CustomerGrains.Grains.Journal;

/// <summary>The truth: every customer's entries, in order, durable.</summary>
public interface IJournal
{
    /// <summary>
    /// Writes one customer's entries, counters and read model in one transaction (which it shares with other customers).
    /// Completes when the transaction is on disk.
    /// </summary>
    /// <exception cref="JournalConflictException">Another activation wrote this customer's next entry first.</exception>
    /// <exception cref="JournalFullException">The queue is full: nothing was accepted; try again later.</exception>
    /// <exception cref="JournalUnavailableException">The store can't be reached or refused; whether the entries were written is unknown.</exception>
    Task AppendAsync(Commit commit);
}

/// <summary>What one customer adds to the journal, all of it or nothing.</summary>
/// <param name="CustomerId">Whose journal.</param>
/// <param name="Entries">The entries, with consecutive <see cref="JournalEntry.Seq"/>; at least one, unless <see cref="Due"/> is set.</param>
/// <param name="Deltas">Changes of the counters that these entries cause.</param>
/// <param name="Row">The read model's row if it changed, else null.</param>
/// <param name="Evicted">Message ids that leave the activation's memory younger than the 30-day horizon.</param>
public sealed record Commit(
    string CustomerId,
    IReadOnlyList<JournalEntry> Entries,
    IReadOnlyList<KpiDelta> Deltas,
    CustomerRow? Row,
    IReadOnlyList<SeenMessage> Evicted)
{
    /// <summary>
    /// For callers that append a customer's next commit before the one before it is done: one object for all commits that build upon each
    /// other, a new one after a reload. Once a commit failed, the journal fails whatever else comes with its object, so that nothing is
    /// built upon what isn't there. Null for callers that wait for each commit.
    /// </summary>
    public object? Lineage { get; init; }

    /// <summary>When this customer has to be looked at again though nothing happens; null leaves what is written.</summary>
    public DueChange? Due { get; init; }

    /// <summary>The follow-ups that these entries change, as they are after them: rows of the read model.</summary>
    public IReadOnlyList<FollowUp> FollowUps { get; init; } = [];
}

/// <summary>
/// A change of the instant at which a customer has to be looked at again. With entries it is written as it is: their place in the journal keeps stale
/// activations away. Without any it only holds if nothing was written since: so an activation that doesn't know the latest entry can never put off
/// what that entry needs. Then nothing changes, and the next sweep comes too early, never too late.
/// </summary>
/// <param name="At">The next instant, in Unix milliseconds; null if time alone changes nothing any more.</param>
/// <param name="Was">
/// What is written now, as far as the activation knows. Null if it knows of nothing: what is written is brought forward then, never put off. Only asked for
/// without entries.
/// </param>
/// <param name="Version">The customer's last entry. Only asked for without entries.</param>
public readonly record struct DueChange(long? At, long? Was, long Version = 0);

/// <summary>The 128-bit hash of a message id and when it arrived.</summary>
public readonly record struct SeenMessage(UInt128 Hash, DateTimeOffset ReceivedAt);

/// <summary>One row of the read model: what search and lists need without waking the customer.</summary>
/// <param name="CustomerId">The customer.</param>
/// <param name="LinkedTo">The customer this id became part of, or null.</param>
/// <param name="Known">Whether she was ever identified.</param>
/// <param name="DisplayName">Name, else e-mail, else null.</param>
/// <param name="Email">E-mail trait, or null.</param>
/// <param name="Phone">Phone trait, or null.</param>
/// <param name="Stage">Journey stage.</param>
/// <param name="FirstSeen">Event time of the first touchpoint.</param>
/// <param name="LastSeen">Event time of the latest touchpoint when this row was written (it may be newer by now).</param>
/// <param name="Purchases">What she bought, as <see cref="Contracts.Customers.PurchaseText"/> writes it; "" for nothing.</param>
public sealed record CustomerRow(
    string CustomerId,
    string? LinkedTo,
    bool Known,
    string? DisplayName,
    string? Email,
    string? Phone,
    string Stage,
    DateTimeOffset FirstSeen,
    DateTimeOffset LastSeen,
    string Purchases = "");
