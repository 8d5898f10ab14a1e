using System.Data.Common;
using System.Globalization;
using System.Text;
using CustomerGrains.Silo.Storage;

namespace CustomerGrains.Silo.Customers;

/// <summary>
/// Finds customers by the beginnings of words, latest seen first. Rare words lead by their index to a few customers, which are then read and sorted. Words
/// that very many have are looked for the other way round: among those seen last, where enough of them turn up soon; should they not, the index has to do it.
/// </summary>
sealed class CustomerSearch(StoreDatabase database)
{
    internal const string Columns = "customer_id, linked_to, known, display_name, email, phone, stage, first_seen, last_seen, purchases";

    const int Rare = 1_000;
    const int FewEnough = 200;
    const int SeenLast = 4_000;

    /// <summary>Greater than every text that begins with another, when put behind it.</summary>
    const string End = "\U0010FFFF";

    public Task<CustomerPage> PageAsync(CustomerQuery query, CancellationToken cancellationToken)
    {
        var cursor = Cursor.Parse(query.Cursor);
        var terms = SearchTerms.Of(query.Text);
        return database.RunAsync(
            async (connection, token) =>
            {
                var run = new Run(connection, query, cursor, terms, await HasFewMembersAsync(connection, query.Segment, token), token);
                if (terms is null)
                    return await run.EverybodyAsync();
                if (await CandidatesAsync(connection, terms, token) is { } candidates)
                    return await run.AmongAsync(database, candidates);
                return await run.SeenLastAsync(database) ?? await run.ByIndexAsync(database);
            },
            cancellationToken);
    }

    // Of few members the rows are read and sorted; of many some turn up soon among those seen last.
    static async Task<bool> HasFewMembersAsync(DbConnection connection, string? segment, CancellationToken cancellationToken) =>
        !string.IsNullOrEmpty(segment) && (await connection.QueryAsync(
            $"SELECT 1 FROM membership WHERE segment = @segment LIMIT {Rare + 1}", c => c.With("@segment", segment), _ => true, cancellationToken)).Count <= Rare;

    // Few customers among whom are all that match; null where every word, or the id, is of thousands.
    static async Task<HashSet<string>?> CandidatesAsync(DbConnection connection, SearchTerms terms, CancellationToken cancellationToken)
    {
        var ids = await FindAsync("customer", "customer_id", terms.Ids);
        if (ids.Count > Rare)
            return null;
        HashSet<string>? candidates = null;
        // Long words are rare, mostly.
        foreach (var term in terms.Terms.OrderByDescending(term => term.Beginnings.Min(b => b.Length)))
        {
            var found = await FindAsync("customer_word", "word", term.Beginnings);
            if (found.Count > Rare)
                continue;
            candidates ??= found;
            candidates.IntersectWith(found);
            if (candidates.Count < FewEnough)
                break; // The rest is checked on their rows.
        }

        if (candidates is null && terms.Terms.Count > 0)
            return null;
        ids.UnionWith(candidates ?? []);
        return ids;

        async Task<HashSet<string>> FindAsync(string table, string column, IReadOnlyList<string> beginnings) => (await connection.QueryAsync(
            $"SELECT customer_id FROM {table} WHERE {Ranges(column, beginnings.Count, "b")} LIMIT {Rare + 1}",
            c => BindRanges(c, beginnings, "b"),
            r => r.GetString(0),
            cancellationToken)).ToHashSet(StringComparer.Ordinal);
    }

    static string Ranges(string column, int count, string name) => string.Join(
        " OR ", Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"({column} >= @{name}{i} AND {column} < @{name}end{i})")));

    static void BindRanges(DbCommand command, IReadOnlyList<string> beginnings, string name)
    {
        for (var i = 0; i < beginnings.Count; i++)
            command.With($"@{name}{i}", beginnings[i]).With($"@{name}end{i}", beginnings[i] + End);
    }

    /// <summary>One request.</summary>
    sealed class Run(DbConnection connection, CustomerQuery query, Cursor? cursor, SearchTerms? terms, bool hasFewMembers, CancellationToken cancellationToken)
    {
        const string Newest = "ORDER BY last_seen DESC, customer_id DESC";

        // Not by the index of last seen, which would lead through everybody.
        const string NewestOfFew = "ORDER BY +last_seen DESC, customer_id DESC";

        public async Task<CustomerPage> EverybodyAsync()
        {
            var rows = await RowsAsync(
                $"SELECT {Columns} FROM customer WHERE {Filter()}{After()} {(hasFewMembers ? NewestOfFew : Newest)} LIMIT @limit", BindFilter);
            long? total = cursor is not null ? null : rows.Count <= query.Limit ? rows.Count : (await connection.QueryAsync(
                $"SELECT count(*) FROM customer WHERE {Filter()}",
                BindParts,
                r => r.GetInt64(0),
                cancellationToken))[0];
            return Page(rows, total);
        }

        /// <summary>Null if too few of those seen last match.</summary>
        public async Task<CustomerPage?> SeenLastAsync(StoreDatabase database)
        {
            // The index gives them in order, so the search ends as soon as the page is full, and after so many at the latest.
            var oldest = await connection.QueryAsync(
                $"SELECT last_seen FROM customer WHERE linked_to IS NULL{After()} {Newest} LIMIT 1 OFFSET {SeenLast}",
                BindCursor,
                r => r.GetInt64(0),
                cancellationToken);
            var rows = await RowsAsync(
                $"SELECT {Columns} FROM customer WHERE {Filter()}{After()} AND last_seen >= @oldest AND ({Matches(database)}) {Newest} LIMIT @limit",
                c =>
                {
                    BindFilter(c);
                    BindMatches(c);
                    c.With("@oldest", oldest.Count == 0 ? long.MinValue : oldest[0]);
                });
            return rows.Count > query.Limit ? Page(rows, total: null) : null;
        }

        public Task<CustomerPage> AmongAsync(StoreDatabase database, HashSet<string> candidates) =>
            candidates.Count == 0
                ? Task.FromResult(Page([], total: 0))
                : AmongAsync(database, database.In("customer_id", "@among"), c => database.AddList(c, "@among", candidates));

        public Task<CustomerPage> ByIndexAsync(StoreDatabase database)
        {
            var hits = terms!.Terms.Select((term, i) => $"SELECT customer_id FROM customer_word WHERE {Ranges("word", term.Beginnings.Count, $"w{i}x")}");
            var ids = $"SELECT customer_id FROM customer WHERE {Ranges("customer_id", terms.Ids.Count, "id")}";
            return AmongAsync(
                database,
                $"customer_id IN ({(terms.Terms.Count == 0 ? "" : $"{string.Join(" INTERSECT ", hits)} UNION ")}{ids})",
                c =>
                {
                    for (var i = 0; i < terms.Terms.Count; i++)
                        BindRanges(c, terms.Terms[i].Beginnings, $"w{i}x");
                });
        }

        async Task<CustomerPage> AmongAsync(StoreDatabase database, string among, Action<DbCommand> bind)
        {
            var total = cursor is null ? "count(*) OVER ()" : "NULL";
            long? found = null;
            var rows = await RowsAsync(
                $"SELECT {Columns}, {total} FROM customer WHERE {among} AND {Filter()} AND ({Matches(database)}){After()} {Newest} LIMIT @limit",
                c =>
                {
                    BindFilter(c);
                    BindMatches(c);
                    bind(c);
                },
                r => found = r.IsDBNull(10) ? null : r.GetInt64(10));
            return Page(rows, cursor is null ? found ?? 0 : null);
        }

        string Filter() =>
            "linked_to IS NULL" + (string.IsNullOrEmpty(query.Stage) ? "" : " AND stage = @stage") +
            (string.IsNullOrEmpty(query.Segment) ? "" : " AND customer_id IN (SELECT m.customer_id FROM membership m WHERE m.segment = @segment)");

        string After() => cursor is null ? "" : " AND (last_seen, customer_id) < (@time, @id)";

        // What the row itself says: a word in the index may be older than the row.
        string Matches(StoreDatabase database)
        {
            var matches = new StringBuilder(Ranges("customer_id", terms!.Ids.Count, "id"));
            for (var i = 0; i < terms.Terms.Count; i++)
            {
                matches.Append(i == 0 ? " OR (" : " AND ").Append('(');
                matches.AppendJoin(" OR ", Enumerable.Range(0, terms.Terms[i].Beginnings.Count).Select(j => database.Holds("search", Name(i, j)))).Append(')');
            }

            return terms.Terms.Count == 0 ? matches.ToString() : matches.Append(')').ToString();
        }

        void BindMatches(DbCommand command)
        {
            BindRanges(command, terms!.Ids, "id");
            for (var i = 0; i < terms.Terms.Count; i++)
            {
                for (var j = 0; j < terms.Terms[i].Beginnings.Count; j++)
                    command.With(Name(i, j), " " + terms.Terms[i].Beginnings[j]);
            }
        }

        void BindFilter(DbCommand command)
        {
            command.With("@limit", query.Limit + 1);
            BindParts(command);
            BindCursor(command);
        }

        void BindParts(DbCommand command)
        {
            if (!string.IsNullOrEmpty(query.Stage))
                command.With("@stage", query.Stage);
            if (!string.IsNullOrEmpty(query.Segment))
                command.With("@segment", query.Segment);
        }

        void BindCursor(DbCommand command)
        {
            if (cursor is { } at)
                command.With("@time", at.Time).With("@id", at.Id);
        }

        static string Name(int term, int beginning) => string.Create(CultureInfo.InvariantCulture, $"@has{term}x{beginning}");

        Task<List<CustomerListing>> RowsAsync(string sql, Action<DbCommand> bind, Action<DbDataReader>? also = null) => connection.QueryAsync(
            sql,
            bind,
            r =>
            {
                also?.Invoke(r);
                return Row(r);
            },
            cancellationToken);

        CustomerPage Page(List<CustomerListing> rows, long? total)
        {
            if (rows.Count <= query.Limit)
                return new(rows, null, total);
            rows.RemoveAt(query.Limit);
            var last = rows[^1];
            return new(rows, Cursor.Format(last.LastSeen.ToUnixTimeMilliseconds(), 0, last.Id), total);
        }
    }

    internal static CustomerListing Row(DbDataReader r) => new(
        r.GetString(0), r.TextOrNull(1), r.GetBoolean(2), r.TextOrNull(3), r.TextOrNull(4), r.TextOrNull(5), r.GetString(6), r.Time(7), r.Time(8), r.TextOrNull(9));
}
