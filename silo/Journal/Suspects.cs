using CustomerGrains.Grains.Journal;

namespace CustomerGrains.Silo.Journal;

/// <summary>
/// Customers whose latest commit failed. Commits that were built upon the failed one may still be on their way and would leave a
/// gap in the journal: until a commit of that customer succeeds, each is checked against the store. Looking everybody up always
/// would cost an index search per commit; failures are rare.
/// </summary>
internal sealed class Suspects
{
    const int Most = 1_000_000;

    // Hashes, not ids: somebody checked without need costs one look-up.
    readonly HashSet<int> _hashes = [];
    bool _everybody;

    public void Add(string customerId)
    {
        if (_hashes.Count < Most)
            _hashes.Add(Hash(customerId));
        else
            _everybody = true;
    }

    /// <summary>The first commit of each suspect customer: the others in the group follow it.</summary>
    public IReadOnlyList<Commit> Among(List<Commit> commits)
    {
        if (_hashes.Count == 0)
            return [];
        var found = new Dictionary<string, Commit>(StringComparer.Ordinal);
        foreach (var commit in commits)
        {
            if (_everybody || _hashes.Contains(Hash(commit.CustomerId)))
                found.TryAdd(commit.CustomerId, commit);
        }

        return found.Count == 0 ? [] : [.. found.Values];
    }

    public void Clear(IReadOnlyList<Commit> commits)
    {
        foreach (var commit in commits)
            _hashes.Remove(Hash(commit.CustomerId));
    }

    static int Hash(string customerId) => customerId.GetHashCode(StringComparison.Ordinal);
}
