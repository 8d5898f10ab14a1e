using CustomerGrains.Domain.Kpis;
using CustomerGrains.Grains.Journal;
using CustomerGrains.Silo.Customers;
using CustomerGrains.Silo.FollowUps;
using CustomerGrains.Silo.Kpis;
using CustomerGrains.Silo.Transitions;

namespace CustomerGrains.Silo.Journal;

/// <summary>Commits of many customers on their way into one transaction, in the forms that the tables want.</summary>
sealed class CommitGroup
{
    public CommitGroup(IReadOnlyList<Commit> commits)
    {
        Commits = commits;
        // Neighbours in the index are written together; commits of one customer keep their order.
        Sorted = commits.Count == 1 ? commits : commits.OrderBy(c => c.CustomerId, StringComparer.Ordinal).ToList();
        (Changes, At) = (Sum(commits), Arrival(commits));
        Rows = Latest(Sorted);
        Evicted = Sorted.Where(c => c.Evicted.Count > 0).ToList();
        Transitions = Decided(commits);
        Memberships = MembershipChange.Of(Transitions);
        FollowUps = NewFollowUp.Of(commits);
        Dues = Latest(Sorted, static c => c.Entries.Count > 0);
        Postponed = Latest(Sorted, static c => c.Entries.Count == 0);
    }

    /// <summary>In the order in which they came.</summary>
    public IReadOnlyList<Commit> Commits { get; }

    /// <summary>By customer.</summary>
    public IReadOnlyList<Commit> Sorted { get; }

    /// <summary>What they add to the counters, as the log has it; null: nothing.</summary>
    public byte[]? Changes { get; }

    /// <summary>When the latest of their entries arrived, in Unix milliseconds.</summary>
    public long At { get; }

    /// <summary>The last row of each customer, by customer.</summary>
    public IReadOnlyList<CustomerRow> Rows { get; }

    /// <summary>The commits with evicted message ids, by customer.</summary>
    public IReadOnlyList<Commit> Evicted { get; }

    /// <summary>What was decided, in the order in which it came.</summary>
    public IReadOnlyList<NewTransition> Transitions { get; }

    /// <summary>Who is in which segment after them, by segment and customer.</summary>
    public IReadOnlyList<MembershipChange> Memberships { get; }

    /// <summary>The follow-ups that changed, as they are after them, by id.</summary>
    public IReadOnlyList<NewFollowUp> FollowUps { get; }

    /// <summary>When customers are due according to entries of this group, by customer.</summary>
    public IReadOnlyList<(string CustomerId, DueChange Change)> Dues { get; }

    /// <summary>The same for commits without entries: only where nothing else was written, and after <see cref="Dues"/>.</summary>
    public IReadOnlyList<(string CustomerId, DueChange Change)> Postponed { get; }

    static byte[]? Sum(IReadOnlyList<Commit> commits)
    {
        var sums = new CounterSums();
        foreach (var commit in commits)
        {
            foreach (var delta in commit.Deltas)
                sums.Add(delta);
        }

        return CounterChanges.ToJson(sums);
    }

    static long Arrival(IReadOnlyList<Commit> commits)
    {
        long at = 0;
        foreach (var commit in commits)
        {
            foreach (var entry in commit.Entries)
                at = Math.Max(at, entry.ReceivedAt.ToUnixTimeMilliseconds());
        }

        return at;
    }

    static List<NewTransition> Decided(IReadOnlyList<Commit> commits)
    {
        var transitions = new List<NewTransition>();
        foreach (var commit in commits)
        {
            foreach (var entry in commit.Entries)
            {
                if (NewTransition.Of(commit, entry) is { } transition)
                    transitions.Add(transition);
            }
        }

        return transitions;
    }

    static List<(string CustomerId, DueChange Change)> Latest(IReadOnlyList<Commit> sorted, Func<Commit, bool> which)
    {
        var dues = new List<(string CustomerId, DueChange Change)>();
        foreach (var commit in sorted)
        {
            if (commit.Due is not { } due || !which(commit))
                continue;
            if (dues.Count > 0 && dues[^1].CustomerId == commit.CustomerId)
                dues[^1] = (commit.CustomerId, due);
            else
                dues.Add((commit.CustomerId, due));
        }

        return dues;
    }

    static List<CustomerRow> Latest(IReadOnlyList<Commit> sorted)
    {
        var rows = new List<CustomerRow>();
        foreach (var commit in sorted)
        {
            if (commit.Row is null)
                continue;
            var row = SearchText.Clean(commit.Row);
            if (rows.Count > 0 && rows[^1].CustomerId == row.CustomerId)
                rows[^1] = row;
            else
                rows.Add(row);
        }

        return rows;
    }
}
