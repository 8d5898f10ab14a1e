using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Grains.Customers;
using CustomerGrains.Grains.Journal;
using CustomerGrains.Silo.Journal;
using CustomerGrains.Silo.Storage;

namespace CustomerGrains.Silo.Backfills;

/// <summary>
/// Reads and folds whole ranges of customers: their journals lie side by side in the index, so a range is one query. Nobody is woken, and what is read is as
/// of the moment of its query.
/// </summary>
sealed class CustomerScan(StoreDatabase database, IJournalReader journal)
{
    /// <summary>Customers of a range, about.</summary>
    public const int RangeSize = 1_000;

    /// <summary>Who has more entries is not read here: her snapshot is quicker.</summary>
    public const int MostEntries = 2_000;

    // Entries of one query: a few megabytes.
    const int Page = 20_000;

    const string Sql = $"""
        SELECT customer_id, {JournalReader.Columns} FROM journal
        WHERE (customer_id, seq) > (@id, @seq) AND customer_id <= @through ORDER BY customer_id, seq LIMIT @page
        """;

    // Greater than every id: no id holds a lone surrogate or comes near it in length.
    const string End = "\U0010FFFF\U0010FFFF";

    readonly string _absorbedSql =
        $"SELECT customer_id, {JournalReader.Columns} FROM journal WHERE {database.In("customer_id", "@ids")} ORDER BY customer_id, seq";

    /// <summary>The last id of the range that begins after the given one; null if it is the last range, which has no end.</summary>
    public async Task<string?> EndOfRangeAsync(string after, CancellationToken cancellationToken) => (await database.QueryAsync(
        $"SELECT customer_id FROM customer WHERE customer_id > @after ORDER BY customer_id LIMIT 1 OFFSET {RangeSize - 1}",
        c => c.With("@after", after),
        r => r.GetString(0),
        cancellationToken)).FirstOrDefault();

    /// <summary>The ends of all ranges but the last, in order.</summary>
    public async Task<IReadOnlyList<string>> EndsOfRangesAsync(CancellationToken cancellationToken) => await database.QueryAsync(
        $"SELECT customer_id FROM (SELECT customer_id, row_number() OVER (ORDER BY customer_id) AS n FROM customer) AS c WHERE n % {RangeSize} = 0 ORDER BY customer_id",
        _ => { },
        r => r.GetString(0),
        cancellationToken);

    /// <summary>How many ids have a row, linked ones included.</summary>
    public async Task<long> CountAsync(CancellationToken cancellationToken) =>
        (await database.QueryAsync("SELECT count(*) FROM customer", _ => { }, r => r.GetInt64(0), cancellationToken))[0];

    /// <summary>How many customers there are: ids that are no part of another one.</summary>
    public async Task<long> CountUnlinkedAsync(CancellationToken cancellationToken) =>
        (await database.QueryAsync("SELECT count(*) FROM customer WHERE linked_to IS NULL", _ => { }, r => r.GetInt64(0), cancellationToken))[0];

    /// <summary>Reads and folds a range, in pieces.</summary>
    /// <param name="after">Begin after this id.</param>
    /// <param name="through">End with this id; null = go on to the last.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async IAsyncEnumerable<ScannedPiece> ReadAsync(string after, string? through, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Having read up to (id, seq): nobody's entries are numbered as high as this.
        var (id, seq) = (after, long.MaxValue);
        while (true)
        {
            var (fromId, fromSeq) = (id, seq);
            var rows = await database.QueryAsync(
                Sql,
                c => c.With("@id", fromId).With("@seq", fromSeq).With("@through", through ?? End).With("@page", Page),
                r => new Row(r.GetString(0), JournalReader.Entry(r, 1)),
                cancellationToken);
            if (rows.Count == 0)
                yield break;
            var whole = rows.Count < Page;
            var count = whole ? rows.Count : FirstOf(rows, rows[^1].CustomerId);
            if (count == 0)
            {
                // One customer fills the page.
                yield return new([], [rows[0].CustomerId], rows[0].CustomerId);
                (id, seq) = (rows[0].CustomerId, long.MaxValue);
                continue;
            }

            yield return await FoldAsync(rows, count, cancellationToken);
            if (whole)
                yield break;
            // The last customer's entries may go on behind the page: she is the first of the next one.
            (id, seq) = (rows[count - 1].CustomerId, long.MaxValue);
        }
    }

    /// <summary>Folds a customer who was too long for a piece.</summary>
    public Task<CustomerState> FoldAsync(string customerId, CancellationToken cancellationToken) =>
        new CustomerHistory(journal).FoldAsync(customerId, long.MaxValue, cancellationToken);

    static int FirstOf(List<Row> rows, string customerId)
    {
        var first = rows.Count - 1;
        while (first > 0 && rows[first - 1].CustomerId == customerId)
            first--;
        return first;
    }

    async Task<ScannedPiece> FoldAsync(List<Row> rows, int count, CancellationToken cancellationToken)
    {
        var history = await HistoryAsync(rows, count, cancellationToken);
        var bases = await BasesAsync(rows, count, cancellationToken);
        var (customers, others) = (new List<CustomerState>(), new List<string>());
        for (var first = 0; first < count;)
        {
            var id = rows[first].CustomerId;
            var end = first;
            while (end < count && rows[end].CustomerId == id)
                end++;
            if (end - first > MostEntries || await TryFoldAsync(bases.GetValueOrDefault(id), history, rows, first, end, cancellationToken) is not { } state)
                others.Add(id);
            else
                customers.Add(state);
            first = end;
        }

        return new(customers, others, rows[count - 1].CustomerId);
    }

    // Null if she can't be folded: then the grain has to say why.
    static async Task<CustomerState?> TryFoldAsync(JournalBase? removed, CustomerHistory? history, List<Row> rows, int first, int end, CancellationToken cancellationToken)
    {
        try
        {
            var state = removed?.ToState() ?? new CustomerState(rows[first].CustomerId);
            for (var i = first; i < end; i++)
            {
                var entry = rows[i].Entry;
                if (entry.Seq <= state.Version)
                    continue; // removed since it was read
                if (entry.Kind == EntryKind.Absorbed)
                    await history!.FoldAsync(state, entry, cancellationToken);
                else
                    state.Apply(entry);
            }

            return state;
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    // What stands for the beginnings that were removed. Read after the rows, so it reaches at least to the first of them.
    async Task<Dictionary<string, JournalBase>> BasesAsync(List<Row> rows, int count, CancellationToken cancellationToken)
    {
        List<string>? ids = null;
        for (var i = 0; i < count; i++)
        {
            if (rows[i].Entry.Seq > 1 && (i == 0 || rows[i - 1].CustomerId != rows[i].CustomerId))
                (ids ??= []).Add(rows[i].CustomerId);
        }

        return ids is null ? [] : (await journal.ReadBasesAsync(ids, cancellationToken)).ToDictionary(each => each.CustomerId, StringComparer.Ordinal);
    }

    // The journals that were absorbed by anybody here, in one query; those that they absorbed themselves are read one by one.
    async Task<CustomerHistory?> HistoryAsync(List<Row> rows, int count, CancellationToken cancellationToken)
    {
        HashSet<string>? ids = null;
        foreach (var row in CollectionsMarshal.AsSpan(rows)[..count])
        {
            if (row.Entry.Kind == EntryKind.Absorbed)
                (ids ??= new(StringComparer.Ordinal)).Add(row.Entry.Name);
        }

        if (ids is null)
            return null;
        var journals = new Dictionary<string, List<JournalEntry>>(StringComparer.Ordinal);
        foreach (var row in await database.QueryAsync(
            _absorbedSql, c => database.AddList(c, "@ids", ids), r => new Row(r.GetString(0), JournalReader.Entry(r, 1)), cancellationToken))
        {
            if (!journals.TryGetValue(row.CustomerId, out var entries))
                journals.Add(row.CustomerId, entries = []);
            entries.Add(row.Entry);
        }

        return new(new ReadAhead(journals, journal));
    }

    readonly record struct Row(string CustomerId, JournalEntry Entry);

    /// <summary>Journals that were read already; others are looked up.</summary>
    sealed class ReadAhead(Dictionary<string, List<JournalEntry>> journals, IJournalReader others) : IJournalReader
    {
        public IAsyncEnumerable<JournalEntry> ReadAsync(string customerId, long fromSeq, long throughSeq, CancellationToken cancellationToken) =>
            journals.TryGetValue(customerId, out var entries)
                ? entries.Where(e => e.Seq >= fromSeq && e.Seq <= throughSeq).ToAsyncEnumerable()
                : others.ReadAsync(customerId, fromSeq, throughSeq, cancellationToken);

        public Task<IReadOnlyList<JournalBase>> ReadBasesAsync(IReadOnlyList<string> customerIds, CancellationToken cancellationToken) =>
            others.ReadBasesAsync(customerIds, cancellationToken);

        ValueTask<JournalStart> IJournalReader.StartAsync(string customerId, CancellationToken cancellationToken) => throw new NotSupportedException();

        Task<IReadOnlyList<SeenMessage>> IJournalReader.ReadMessageIdsAsync(
            IReadOnlyList<string> customerIds, int limit, CancellationToken cancellationToken) => throw new NotSupportedException();

        Task<IReadOnlySet<UInt128>> IJournalReader.FindEvictedAsync(
            IReadOnlyList<string> customerIds, IReadOnlyList<UInt128> hashes, DateTimeOffset since, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}

/// <summary>A piece of a range.</summary>
/// <param name="Customers">Those that were folded, linked ids included.</param>
/// <param name="Others">Those that are too long to be folded here, or can't be.</param>
/// <param name="LastId">The last one of the piece.</param>
sealed record ScannedPiece(IReadOnlyList<CustomerState> Customers, IReadOnlyList<string> Others, string LastId);
