using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Text;
using CustomerGrains.Silo.Storage;

namespace CustomerGrains.Silo.Customers;

/// <summary>
/// The directory of either store. Without words a page comes straight from an index. Words are looked for in the narrow read
/// model, row by row (about a second for a million customers): an index for substrings would have to be paid with every event.
/// </summary>
internal sealed class CustomerDirectory(StoreDatabase database) : ICustomerDirectory
{
    const string Columns = "customer_id, linked_to, known, display_name, email, phone, stage, first_seen, last_seen";
    const int IdPage = 10_000;

    readonly TouchpointReads _touchpoints = new(database);

    public async Task<CustomerPage> SearchAsync(CustomerQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        if (query.Limit is < 1 or > 1_000)
            throw new ArgumentOutOfRangeException(nameof(query), query.Limit, "The limit is from 1 to 1,000.");
        var cursor = Cursor.Parse(query.Cursor);
        var words = SearchText.Words(query.Text);
        var where = Where(words, query.Stage);
        var page = cursor is null ? where : $"{where} AND (last_seen, customer_id) < (@time, @id)";
        return await database.RunAsync(
            async (connection, token) =>
            {
                var rows = await connection.QueryAsync(
                    $"SELECT {Columns} FROM customer WHERE {page} ORDER BY last_seen DESC, customer_id DESC LIMIT @limit",
                    c =>
                    {
                        Bind(c, words, query.Stage);
                        c.With("@limit", query.Limit + 1);
                        if (cursor is { } at)
                            c.With("@time", at.Time).With("@id", at.Id);
                    },
                    Row,
                    token);
                long? total = cursor is not null ? null : rows.Count <= query.Limit ? rows.Count : (await connection.QueryAsync(
                    $"SELECT count(*) FROM customer WHERE {where}", c => Bind(c, words, query.Stage), r => r.GetInt64(0), token))[0];
                if (rows.Count <= query.Limit)
                    return new CustomerPage(rows, null, total);
                rows.RemoveAt(query.Limit);
                var last = rows[^1];
                return new(rows, Cursor.Format(last.LastSeen.ToUnixTimeMilliseconds(), 0, last.Id), total);
            },
            cancellationToken);
    }

    public async Task<IReadOnlyList<CustomerListing>> FindAsync(IReadOnlyList<string> customerIds, CancellationToken cancellationToken) =>
        await database.QueryAsync(
            $"SELECT {Columns} FROM customer WHERE {database.In("customer_id", "@ids")}",
            c => database.AddList(c, "@ids", customerIds.ToArray()),
            Row,
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
        IReadOnlyList<string> customerIds, string? before, int limit, CancellationToken cancellationToken) =>
        _touchpoints.PageAsync(customerIds, before, limit, cancellationToken);

    string Where(string[] words, string? stage)
    {
        var where = new StringBuilder("linked_to IS NULL");
        if (!string.IsNullOrEmpty(stage))
            where.Append(" AND stage = @stage");
        for (var i = 0; i < words.Length; i++)
            where.Append(" AND ").Append(database.Holds("search", $"@word{i}"));
        return where.ToString();
    }

    static void Bind(DbCommand command, string[] words, string? stage)
    {
        if (!string.IsNullOrEmpty(stage))
            command.With("@stage", stage);
        for (var i = 0; i < words.Length; i++)
            command.With($"@word{i}", words[i]);
    }

    static CustomerListing Row(DbDataReader r) => new(
        r.GetString(0), r.TextOrNull(1), r.GetBoolean(2), r.TextOrNull(3), r.TextOrNull(4), r.TextOrNull(5), r.GetString(6), r.Time(7), r.Time(8));
}
