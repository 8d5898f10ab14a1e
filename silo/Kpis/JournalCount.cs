using System.Data.Common;
using System.Runtime.InteropServices;
using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Kpis;
using CustomerGrains.Silo.FollowUps;
using CustomerGrains.Silo.Journal;
using CustomerGrains.Silo.Storage;

namespace CustomerGrains.Silo.Kpis;

/// <summary>
/// Counts everything anew from the journals. Every touchpoint counts once, except those that a link found to be duplicates; each in the stage and segments
/// that were decided before it. What a customer counts as a whole comes from her fold, that of the ids she absorbed included.
/// </summary>
sealed class JournalCount(DbConnection connection, DbTransaction transaction)
{
    const int Page = 5_000;
    const int MostSums = 20_000;

    readonly SnapshotReader _reader = new(connection, transaction);
    readonly EntryCount _count = new(new(new SnapshotReader(connection, transaction)));
    readonly CounterSums _sums = new();
    CustomerState? _customer;

    /// <summary>Ids that have a journal, linked ones included.</summary>
    public long Customers { get; private set; }

    /// <summary>Journal entries read.</summary>
    public long Entries { get; private set; }

    /// <summary>Every counter.</summary>
    public Dictionary<(string Scope, long Minute, string Metric, string Dimension), decimal> Counters { get; } = [];

    /// <summary>Follow-ups by the folds.</summary>
    public FollowUpCheck FollowUps { get; } = new();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var (id, seq) = ("", 0L);
        while (await PageAsync(id, seq, cancellationToken) is { Count: > 0 } page)
        {
            foreach (var (customer, entry) in page)
                await AddAsync(customer, entry, cancellationToken);
            (id, seq) = (page[^1].Id, page[^1].Entry.Seq);
        }

        FinishCustomer();
        _sums.MoveTo(Counters);
        await AddRemovedAsync(cancellationToken);
    }

    // What entries that were removed by policy had counted.
    async Task AddRemovedAsync(CancellationToken cancellationToken)
    {
        foreach (var (key, value) in await connection.QueryAsync(
            "SELECT scope, minute, metric, dimension, value FROM counter_base",
            command => command.Transaction = transaction,
            r => ((r.GetString(0), r.GetInt64(1), r.GetString(2), r.GetString(3)), CounterReader.Value(r, 4)),
            cancellationToken))
        {
            CollectionsMarshal.GetValueRefOrAddDefault(Counters, key, out _) += value;
        }
    }

    async Task AddAsync(string id, JournalEntry entry, CancellationToken cancellationToken)
    {
        if (_customer?.Id != id)
        {
            FinishCustomer();
            _customer = new(id);
            Customers++;
        }

        Entries++;
        if (entry.Seq > _customer.Version + 1 && await _reader.ReadBasesAsync([id], cancellationToken) is [var removed, ..])
            _customer = removed.ToState();
        await _count.AddAsync(_customer, entry, cancellationToken);
        if (_count.Deltas.Count > 1_000)
            Count();
    }

    void FinishCustomer()
    {
        if (_customer is not null)
        {
            CustomerKpis.AddDifference(_count.Deltas, CustomerKpis.None, CustomerKpis.Of(_customer));
            FollowUps.Add(_customer);
        }

        Count();
    }

    void Count()
    {
        foreach (var delta in _count.Deltas)
            _sums.Add(delta);
        _count.Deltas.Clear();
        if (_sums.Count > MostSums)
            _sums.MoveTo(Counters);
    }

    Task<List<(string Id, JournalEntry Entry)>> PageAsync(string id, long seq, CancellationToken cancellationToken) => connection.QueryAsync(
        $"""
        SELECT customer_id, {JournalReader.Columns} FROM journal
        WHERE (customer_id, seq) > (@id, @seq) ORDER BY customer_id, seq LIMIT {Page}
        """,
        command =>
        {
            command.Transaction = transaction;
            command.With("@id", id).With("@seq", seq);
        },
        r => (r.GetString(0), JournalReader.Entry(r, 1)),
        cancellationToken);
}
