using System.Data.Common;
using System.Runtime.InteropServices;
using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Identity;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Kpis;
using CustomerGrains.Grains.Customers;
using CustomerGrains.Silo.Journal;
using CustomerGrains.Silo.Storage;

namespace CustomerGrains.Silo.Kpis;

/// <summary>
/// Counts everything anew from the journals. Every touchpoint counts once, except those that a link found to be duplicates; what a
/// customer counts as a whole comes from her fold, that of the ids she absorbed included.
/// </summary>
sealed class Recount(DbConnection connection, DbTransaction transaction)
{
    const int Page = 5_000;
    const int MostDifferences = 1_000;

    readonly CustomerHistory _history = new(new SnapshotReader(connection, transaction));
    readonly Dictionary<(long Minute, string Metric, string Dimension), decimal> _counts = [];
    readonly List<KpiDelta> _deltas = [];
    CustomerState? _customer;
    long _customers;
    long _entries;

    public async Task<RecountReport> RunAsync(CancellationToken cancellationToken)
    {
        var (id, seq) = ("", 0L);
        while (await PageAsync(id, seq, cancellationToken) is { Count: > 0 } page)
        {
            foreach (var (customer, entry) in page)
                await AddAsync(customer, entry, cancellationToken);
            (id, seq) = (page[^1].Id, page[^1].Entry.Seq);
        }

        FinishCustomer();
        return await CompareAsync(cancellationToken);
    }

    async Task AddAsync(string id, JournalEntry entry, CancellationToken cancellationToken)
    {
        if (_customer?.Id != id)
        {
            FinishCustomer();
            _customer = new(id);
            _customers++;
        }

        _entries++;
        TouchpointKpis.AddTo(_deltas, entry);
        if (entry.Kind == EntryKind.Absorbed)
            await AbsorbAsync(_customer, AbsorbedBody.FromJson(entry.Body.Span), cancellationToken);
        _customer.Apply(entry);
        if (_deltas.Count > 1_000)
            Count();
    }

    async Task AbsorbAsync(CustomerState customer, AbsorbedBody link, CancellationToken cancellationToken)
    {
        var duplicates = link.Duplicates.ToHashSet(StringComparer.Ordinal);
        await foreach (var touchpoint in _history.TouchpointsAsync(link.From, link.Through, cancellationToken))
        {
            if (duplicates.Contains(touchpoint.MessageId!))
                TouchpointKpis.AddTo(_deltas, touchpoint, -1);
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
        {
            Add(delta.Minute, delta);
            if (delta.Minute != KpiDelta.Gauge)
                Add(KpiDelta.Gauge, delta);
        }

        _deltas.Clear();

        void Add(long minute, in KpiDelta delta) =>
            CollectionsMarshal.GetValueRefOrAddDefault(_counts, (minute, delta.Metric, delta.Dimension), out _) += delta.Value;
    }

    async Task<RecountReport> CompareAsync(CancellationToken cancellationToken)
    {
        var totals = _counts.Where(c => c.Key.Minute == KpiDelta.Gauge && c.Value != 0)
            .Select(c => new KpiSum(c.Key.Metric, c.Key.Dimension, c.Value))
            .OrderBy(c => c.Metric, StringComparer.Ordinal).ThenBy(c => c.Dimension, StringComparer.Ordinal).ToList();
        var differences = new List<KpiDifference>();
        var count = 0;
        await KpiStore.LoadAsync(
            connection,
            KpiDelta.Gauge,
            stored =>
            {
                _counts.Remove((stored.Minute, stored.Metric, stored.Dimension), out var recounted);
                Compare(stored.Minute, stored.Metric, stored.Dimension, stored.Value, recounted);
            },
            cancellationToken);
        foreach (var (key, recounted) in _counts)
            Compare(key.Minute, key.Metric, key.Dimension, 0, recounted);
        return new(_customers, _entries, totals, differences, count);

        void Compare(long minute, string metric, string dimension, decimal stored, decimal recounted)
        {
            if (stored != recounted && ++count <= MostDifferences)
                differences.Add(new(minute, metric, dimension, stored, recounted));
        }
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
