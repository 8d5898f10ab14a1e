using System.Text.Json;
using CustomerGrains.Silo.Storage;
using CustomerGrains.Silo.Storage.Sqlite;

namespace CustomerGrains.Silo.Deadlines;

/// <summary>Deadlines in a SQLite file, which one process has to itself: there are no slices.</summary>
sealed class SqliteDueTable(SqliteDatabase database) : DueTable
{
    // So many in one statement keep the journal's writer waiting for a few milliseconds.
    const int Piece = 500;

    public override async Task<IReadOnlyList<Due>> PageAsync(
        IReadOnlyList<short>? slices, long now, Due after, int limit, CancellationToken cancellationToken) => await database.QueryAsync(
        """
        SELECT due_at, customer_id FROM due WHERE due_at <= @now AND (due_at, customer_id) > (@at, @id) ORDER BY due_at, customer_id LIMIT @limit
        """,
        c => c.With("@now", now).With("@at", after.At).With("@id", after.CustomerId).With("@limit", limit),
        r => new Due(r.GetInt64(0), r.GetString(1)),
        cancellationToken);

    public override async Task ArmAsync(IReadOnlyList<Due> dues, CancellationToken cancellationToken)
    {
        foreach (var piece in dues.Chunk(Piece))
        {
            await database.ExecuteAsync(
                """
                INSERT INTO due (customer_id, due_at) SELECT value ->> 0, value ->> 1 FROM json_each(@rows) WHERE true
                ON CONFLICT (customer_id) DO UPDATE SET due_at = excluded.due_at WHERE excluded.due_at < due.due_at
                """,
                c => c.With("@rows", JsonSerializer.Serialize(piece.Select(d => new object[] { d.CustomerId, d.At }))),
                cancellationToken);
        }
    }

    public override async Task<long?> FindAsync(string customerId, CancellationToken cancellationToken) => (await database.QueryAsync<long?>(
        "SELECT due_at FROM due WHERE customer_id = @id", c => c.With("@id", customerId), r => r.GetInt64(0), cancellationToken)).FirstOrDefault();
}
