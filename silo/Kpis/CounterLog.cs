using System.Data.Common;
using CustomerGrains.Domain.Kpis;
using CustomerGrains.Silo.Storage;

namespace CustomerGrains.Silo.Kpis;

/// <summary>
/// The changes of counters that are durable and not yet added up (docs/decisions/022-counters-as-a-log.md). Each group of commits of a writer is one row; the rows of a
/// writer are numbered without gaps and become visible in that order.
/// </summary>
static class CounterLog
{
    /// <summary>The number that a writer's next row gets. Only the writer itself writes rows of its own.</summary>
    /// <param name="writer">The expression of the writer's number.</param>
    /// <param name="greatest">The greatest of several values: max in SQLite, greatest in PostgreSQL.</param>
    public static string NextId(string writer, string greatest) => $"""
        1 + {greatest}(
            (SELECT coalesce(max(id), 0) FROM counter_log WHERE writer = {writer}),
            (SELECT coalesce(max(folded), 0) FROM counter_log_end WHERE writer = {writer}))
        """;

    /// <summary>Adds what is not yet in the counters. Read within the same snapshot as the counters, the sum of both is exact.</summary>
    public static async Task<CounterSums> PendingAsync(DbConnection connection, DbTransaction? transaction, CancellationToken cancellationToken)
    {
        var sums = new CounterSums();
        await ReadAsync(connection, transaction, int.MaxValue, (_, _, body) => CounterChanges.Add(sums, body), cancellationToken);
        return sums;
    }

    /// <summary>Reads rows that are not yet in the counters, each writer's in order.</summary>
    /// <returns>How many.</returns>
    public static async Task<int> ReadAsync(
        DbConnection connection, DbTransaction? transaction, int most, Action<int, long, ReadOnlySpan<byte>> each, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("""
            SELECT l.writer, l.id, l.body FROM counter_log l LEFT JOIN counter_log_end e ON e.writer = l.writer
            WHERE l.id > coalesce(e.folded, 0) ORDER BY l.writer, l.id LIMIT @most
            """).With("@most", most);
        command.Transaction = transaction;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = 0;
        for (; await reader.ReadAsync(cancellationToken); rows++)
            each(reader.GetInt32(0), reader.GetInt64(1), reader.GetFieldValue<byte[]>(2));
        return rows;
    }
}
