using System.Data.Common;
using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Identity;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Kpis;
using CustomerGrains.Grains.Customers;
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

    readonly CustomerHistory _history = new(new SnapshotReader(connection, transaction));
    readonly CounterSums _sums = new();
    readonly List<KpiDelta> _deltas = [];
    CustomerState? _customer;

    /// <summary>Ids that have a journal, linked ones included.</summary>
    public long Customers { get; private set; }

    /// <summary>Journal entries read.</summary>
    public long Entries { get; private set; }

    /// <summary>Every counter.</summary>
    public Dictionary<(string Scope, long Minute, string Metric, string Dimension), decimal> Counters { get; } = [];

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
        TouchpointKpis.AddTo(_deltas, entry, _customer.Scopes);
        if (entry.Kind == EntryKind.Absorbed)
            await AbsorbAsync(_customer, AbsorbedBody.FromJson(entry.Body.Span), cancellationToken);
        DecisionKpis.AddTo(_deltas, _customer, entry);
        _customer.Apply(entry);
        if (_deltas.Count > 1_000)
            Count();
    }

    async Task AbsorbAsync(CustomerState customer, AbsorbedBody link, CancellationToken cancellationToken)
    {
        var duplicates = link.Duplicates.ToHashSet(StringComparer.Ordinal);
        await foreach (var (touchpoint, countedIn) in _history.CountedAsync(link.From, link.Through, cancellationToken))
        {
            if (duplicates.Contains(touchpoint.MessageId!))
                TouchpointKpis.AddTo(_deltas, touchpoint, countedIn, -1);
            else
                customer.ApplyAbsorbed(touchpoint);
        }
    }

    void FinishCustomer()
    {
        if (_customer is not null)
            CustomerKpis.AddDifference(_deltas, CustomerKpis.None, CustomerKpis.Of(_customer));
        Count();
    }

    void Count()
    {
        foreach (var delta in _deltas)
            _sums.Add(delta);
        _deltas.Clear();
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
