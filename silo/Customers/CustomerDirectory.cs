using System.Runtime.CompilerServices;
using CustomerGrains.Silo.Storage;

namespace CustomerGrains.Silo.Customers;

/// <summary>The directory of either store.</summary>
sealed class CustomerDirectory(StoreDatabase database) : ICustomerDirectory
{
    const int IdPage = 10_000;

    readonly CustomerSearch _search = new(database);
    readonly TouchpointReads _touchpoints = new(database);

    public async Task<CustomerPage> SearchAsync(CustomerQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Limit is < 1 or > 1_000)
            throw new ArgumentOutOfRangeException(nameof(query), query.Limit, "The limit is from 1 to 1,000.");
        return await _search.PageAsync(query, cancellationToken);
    }

    public async Task<IReadOnlyList<CustomerListing>> FindAsync(IReadOnlyList<string> customerIds, CancellationToken cancellationToken) =>
        await database.QueryAsync(
            $"SELECT {CustomerSearch.Columns} FROM customer WHERE {database.In("customer_id", "@ids")}",
            c => database.AddList(c, "@ids", customerIds.ToArray()),
            CustomerSearch.Row,
            cancellationToken);

    public async Task<IReadOnlyList<string>> LinksAsync(string customerId, CancellationToken cancellationToken)
    {
        // UNION drops what was seen already, so even a circle would end.
        const string sql = """
            WITH RECURSIVE part (id) AS (
                SELECT customer_id FROM customer WHERE linked_to = @id
                UNION
                SELECT c.customer_id FROM customer c JOIN part ON c.linked_to = part.id
            )
            SELECT id FROM part WHERE id <> @id ORDER BY id
            """;
        return await database.QueryAsync(sql, c => c.With("@id", customerId), r => r.GetString(0), cancellationToken);
    }

    public async Task<IReadOnlyDictionary<string, long>> CountByStageAsync(CancellationToken cancellationToken)
    {
        const string sql = "SELECT stage, count(*) FROM customer WHERE linked_to IS NULL GROUP BY stage";
        var rows = await database.QueryAsync(sql, _ => { }, r => (Stage: r.GetString(0), Count: r.GetInt64(1)), cancellationToken);
        return rows.ToDictionary(row => row.Stage, row => row.Count, StringComparer.Ordinal);
    }

    public async IAsyncEnumerable<string> AllIdsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var after = "";
        while (true)
        {
            var from = after;
            var page = await database.QueryAsync(
                "SELECT customer_id FROM customer WHERE customer_id > @after ORDER BY customer_id LIMIT @limit",
                c => c.With("@after", from).With("@limit", IdPage),
                r => r.GetString(0),
                cancellationToken);
            foreach (var id in page)
                yield return id;
            if (page.Count < IdPage)
                yield break;
            after = page[^1];
        }
    }

    public Task<TouchpointPage> TouchpointsAsync(
        IReadOnlyList<string> customerIds, string? before, int limit, TouchpointFilter filter, CancellationToken cancellationToken) =>
        _touchpoints.PageAsync(customerIds, before, limit, filter, cancellationToken);

    public Task ScanTouchpointsAsync(
        IReadOnlyList<string> customerIds, TouchpointSpan span, Func<CustomerTouchpoint, bool> each, CancellationToken cancellationToken) =>
        _touchpoints.ScanAsync(customerIds, span, each, cancellationToken);
}
