using System.Data.Common;
using System.Text.Json;
using CustomerGrains.Silo.Storage;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Silo.Customers;

/// <summary>Makes the words of the customers that were written before there were words, or when other rules made them: a new rule needs a new version here.</summary>
sealed class SearchFill(StoreDatabase database, ILogger<SearchFill> logger) : StoreFill(database, "search", 1, logger)
{
    const int Page = 5_000;

    protected override async Task<long> FillAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
    {
        await RunAsync("DELETE FROM customer_word", null);
        var (after, written) = ("", 0L);
        while (true)
        {
            var from = after;
            var rows = await connection.QueryAsync(
                $"""
                SELECT customer_id, display_name, email, phone FROM customer
                WHERE customer_id > @after AND (search <> '' OR display_name IS NOT NULL OR email IS NOT NULL OR phone IS NOT NULL)
                ORDER BY customer_id LIMIT {Page}
                """,
                c =>
                {
                    c.Transaction = transaction;
                    c.With("@after", from);
                },
                r => (Id: r.GetString(0), Words: SearchWords.Of(r.GetString(0), r.TextOrNull(1), r.TextOrNull(2), r.TextOrNull(3))),
                cancellationToken);
            if (rows.Count == 0)
                return written;
            await RunAsync(
                $"""
                UPDATE customer SET search = filled.words
                FROM (SELECT value ->> 0 AS id, value ->> 1 AS words FROM {Database.JsonRows("@rows")}) AS filled WHERE customer.customer_id = filled.id
                """,
                rows.Select(row => new[] { row.Id, row.Words }));
            var words = rows.SelectMany(row => SearchWords.Split(row.Words), (row, word) => new[] { word, row.Id }).OrderBy(pair => pair[0], StringComparer.Ordinal).ToList();
            await RunAsync($"INSERT INTO customer_word (word, customer_id) SELECT value ->> 0, value ->> 1 FROM {Database.JsonRows("@rows")}", words);
            written += words.Count;
            after = rows[^1].Id;
        }

        async Task RunAsync(string sql, IEnumerable<string[]>? rows)
        {
            await using var command = connection.Command(sql);
            if (rows is not null)
                command.With("@rows", JsonSerializer.Serialize(rows));
            command.Transaction = transaction;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }
}
