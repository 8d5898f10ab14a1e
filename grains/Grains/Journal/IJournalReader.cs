using CustomerGrains.Domain.Journal;

namespace CustomerGrains.Grains.Journal;

/// <summary>Reads of the journal. Everything it returns is committed.</summary>
public interface IJournalReader
{
    /// <summary>
    /// What an activation needs to start: the last seq (0: no entry) and, if at most <see cref="JournalStart.WholeLimit"/> are there, the entries
    /// themselves; what was removed before them is asked for by <see cref="ReadBasesAsync"/>. Concurrent calls share one query.
    /// </summary>
    ValueTask<JournalStart> StartAsync(string customerId, CancellationToken cancellationToken);

    /// <summary>The entries from <paramref name="fromSeq"/> (inclusive) to <paramref name="throughSeq"/> (inclusive), in order of seq.</summary>
    IAsyncEnumerable<JournalEntry> ReadAsync(string customerId, long fromSeq, long throughSeq, CancellationToken cancellationToken);

    /// <summary>What stands for the removed beginnings of journals; nothing for journals that are whole.</summary>
    Task<IReadOnlyList<JournalBase>> ReadBasesAsync(IReadOnlyList<string> customerIds, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<JournalBase>>([]);

    /// <summary>The ids of the latest touchpoints of the given customer ids taken together, latest received first, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<SeenMessage>> ReadMessageIdsAsync(IReadOnlyList<string> customerIds, int limit, CancellationToken cancellationToken);

    /// <summary>Which of the hashes were evicted from this customer's memory after <paramref name="since"/>.</summary>
    Task<IReadOnlySet<UInt128>> FindEvictedAsync(IReadOnlyList<string> customerIds, IReadOnlyList<UInt128> hashes, DateTimeOffset since, CancellationToken cancellationToken);
}

/// <summary>How an activation starts.</summary>
/// <param name="LastSeq">The seq of the last entry; 0 when there is none.</param>
/// <param name="Entries">All entries when there are at most <see cref="WholeLimit"/>, else null.</param>
public sealed record JournalStart(long LastSeq, IReadOnlyList<JournalEntry>? Entries)
{
    /// <summary>Up to this many entries are folded without a snapshot.</summary>
    public const int WholeLimit = 32;
}
