using System.Runtime.CompilerServices;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Kpis;
using CustomerGrains.Grains.Journal;

namespace CustomerGrains.GrainTests;

/// <summary>What goes wrong with a commit.</summary>
public enum Fault
{
    None,

    /// <summary>The queue is full: nothing is written.</summary>
    Full,

    /// <summary>The store is gone before the transaction: nothing is written, the caller can't know.</summary>
    LostBefore,

    /// <summary>The store is gone after the transaction: everything is written, the caller can't know.</summary>
    LostAfter,

    /// <summary>Something nobody thought of, before anything is written.</summary>
    Bug,

    /// <summary>Somebody else writes the customer's next entry just before.</summary>
    Overtaken,
}

/// <summary>A journal in memory with the guarantees of the real ones, and faults on demand.</summary>
public sealed class MemoryJournal : IJournal, IJournalReader
{
    readonly Lock _lock = new();
    readonly Dictionary<string, List<JournalEntry>> _journals = new(StringComparer.Ordinal);
    readonly Dictionary<(string Scope, long Minute, string Metric, string Dimension), decimal> _counters = [];
    readonly Dictionary<(string, UInt128), DateTimeOffset> _evicted = [];
    readonly Dictionary<string, long> _due = new(StringComparer.Ordinal);
    readonly Dictionary<string, CustomerRow> _rows = new(StringComparer.Ordinal);

    /// <summary>Asked before each commit; by default nothing goes wrong.</summary>
    public Func<Commit, Fault> NextFault { get; set; } = _ => Fault.None;

    /// <summary>What overtakes a commit with <see cref="Fault.Overtaken"/>.</summary>
    public Func<Commit, JournalEntry>? Overtaker { get; set; }

    /// <summary>How many commits were written.</summary>
    public int Commits { get; private set; }

    public IReadOnlyList<string> Customers
    {
        get
        {
            lock (_lock) return [.. _journals.Keys];
        }
    }

    public IReadOnlyList<JournalEntry> EntriesOf(string customerId)
    {
        lock (_lock) return _journals.TryGetValue(customerId, out var entries) ? [.. entries] : [];
    }

    public CustomerRow? RowOf(string customerId)
    {
        lock (_lock) return _rows.GetValueOrDefault(customerId);
    }

    /// <summary>When the customer is due, in Unix milliseconds; null if she is not.</summary>
    public long? DueOf(string customerId)
    {
        lock (_lock) return _due.TryGetValue(customerId, out var due) ? due : null;
    }

    /// <summary>Who is due at an instant, the longest overdue first.</summary>
    public IReadOnlyList<(string CustomerId, long DueAt)> DueAt(DateTimeOffset now)
    {
        lock (_lock) return [.. _due.Where(due => due.Value <= now.ToUnixTimeMilliseconds()).OrderBy(due => due.Value).Select(due => (due.Key, due.Value))];
    }

    /// <summary>All counters that are not zero, those over all time included: (scope, minute, metric, dimension) to value.</summary>
    public IReadOnlyDictionary<(string Scope, long Minute, string Metric, string Dimension), decimal> Counters()
    {
        lock (_lock) return _counters.Where(counter => counter.Value != 0).ToDictionary();
    }

    public Task AppendAsync(Commit commit)
    {
        ArgumentNullException.ThrowIfNull(commit);
        lock (_lock)
        {
            switch (NextFault(commit))
            {
                case Fault.Full:
                    throw new JournalFullException("full, for a test");
                case Fault.Bug:
                    throw new ArithmeticException("a bug, for a test");
                case Fault.LostBefore:
                    throw new JournalUnavailableException("lost before, for a test", null);
                case Fault.Overtaken when Overtaker is { } overtaker:
                    JournalOf(commit.CustomerId).Add(overtaker(commit));
                    break;
                case Fault.LostAfter:
                    Write(commit);
                    throw new JournalUnavailableException("lost after, for a test", null);
            }

            Write(commit);
        }

        return Task.CompletedTask;
    }

    public ValueTask<JournalStart> StartAsync(string customerId, CancellationToken cancellationToken)
    {
        var entries = EntriesOf(customerId);
        return ValueTask.FromResult(new JournalStart(entries.Count, entries.Count <= JournalStart.WholeLimit ? entries : null));
    }

    public async IAsyncEnumerable<JournalEntry> ReadAsync(
        string customerId,
        long fromSeq,
        long throughSeq,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var entry in EntriesOf(customerId).Where(entry => entry.Seq >= fromSeq && entry.Seq <= throughSeq))
        {
            yield return entry;
        }
    }

    public Task<IReadOnlyList<SeenMessage>> ReadMessageIdsAsync(IReadOnlyList<string> customerIds, int limit, CancellationToken cancellationToken)
    {
        var latest = customerIds.SelectMany(EntriesOf)
            .Where(entry => entry.IsTouchpoint)
            .OrderByDescending(entry => entry.ReceivedAt)
            .Take(limit)
            .Select(entry => new SeenMessage(SeenMessages.HashOf(entry.MessageId!), entry.ReceivedAt));
        return Task.FromResult<IReadOnlyList<SeenMessage>>([.. latest]);
    }

    public Task<IReadOnlySet<UInt128>> FindEvictedAsync(
        IReadOnlyList<string> customerIds,
        IReadOnlyList<UInt128> hashes,
        DateTimeOffset since,
        CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var found = hashes.Where(hash => customerIds.Any(id => _evicted.TryGetValue((id, hash), out var at) && at >= since));
            return Task.FromResult<IReadOnlySet<UInt128>>(found.ToHashSet());
        }
    }

    void Write(Commit commit)
    {
        var journal = JournalOf(commit.CustomerId);
        if (commit.Entries.Count == 0)
        {
            PostponeDue(commit.CustomerId, journal.Count, commit.Due!.Value);
            Commits++;
            return;
        }

        if (commit.Entries[0].Seq != journal.Count + 1)
        {
            throw new JournalConflictException("seq taken");
        }

        journal.AddRange(commit.Entries);
        if (commit.Due is { } due)
        {
            SetDue(commit.CustomerId, due.At);
        }

        var sums = new CounterSums();
        foreach (var delta in commit.Deltas)
        {
            sums.Add(delta);
        }

        sums.MoveTo(_counters);

        foreach (var seen in commit.Evicted)
        {
            _evicted[(commit.CustomerId, seen.Hash)] = seen.ReceivedAt;
        }

        if (commit.Row is { } row)
        {
            _rows[commit.CustomerId] = row;
        }

        Commits++;
    }

    // Without entries: only for who knows the customer's last entry, and what is written now; bringing it forward is always right.
    void PostponeDue(string customerId, long version, DueChange change)
    {
        if (version > change.Version)
        {
            return;
        }

        var written = _due.TryGetValue(customerId, out var due) ? due : (long?)null;
        if (change.Was is { } was ? written == was : change.At < (written ?? long.MaxValue))
        {
            SetDue(customerId, change.At);
        }
    }

    void SetDue(string customerId, long? at)
    {
        if (at is { } due)
        {
            _due[customerId] = due;
        }
        else
        {
            _due.Remove(customerId);
        }
    }

    List<JournalEntry> JournalOf(string customerId)
    {
        if (!_journals.TryGetValue(customerId, out var entries))
        {
            _journals.Add(customerId, entries = []);
        }

        return entries;
    }
}
