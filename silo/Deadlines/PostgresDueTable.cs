using CustomerGrains.Silo.Storage;
using CustomerGrains.Silo.Storage.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace CustomerGrains.Silo.Deadlines;

/// <summary>Deadlines in PostgreSQL.</summary>
sealed class PostgresDueTable(PostgresDatabase database) : DueTable
{
    const int Piece = 2_000;

    // Each slice gives its own first ones from the index; together they hold the first of all.
    const string Page = """
        SELECT d.due_at, d.customer_id FROM unnest($1) AS s (slice) CROSS JOIN LATERAL (
            SELECT due_at, customer_id FROM due
            WHERE slice = s.slice AND due_at <= $2 AND (due_at, customer_id) > ($3, $4) ORDER BY due_at, customer_id LIMIT $5
        ) AS d ORDER BY d.due_at, d.customer_id LIMIT $5
        """;

    const string Arm = """
        INSERT INTO due (customer_id, slice, due_at) SELECT * FROM unnest($1, $2, $3)
        ON CONFLICT (customer_id) DO UPDATE SET due_at = excluded.due_at WHERE excluded.due_at < due.due_at
        """;

    // Shorter than the server's deadlock_timeout: should this and a commit of the journal ever wait for each other, this one gives up, not the commit.
    const string Patience = "SET LOCAL lock_timeout = '300ms'";

    static readonly short[] All = [.. Enumerable.Range(0, DueSlice.Count).Select(n => (short)n)];

    public override async Task<IReadOnlyList<Due>> PageAsync(
        IReadOnlyList<short>? slices, long now, Due after, int limit, CancellationToken cancellationToken)
    {
        await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(Page, connection);
        command.Parameters.Add(new() { Value = slices?.ToArray() ?? All, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Smallint });
        command.Parameters.Add(new() { Value = now, NpgsqlDbType = NpgsqlDbType.Bigint });
        command.Parameters.Add(new() { Value = after.At, NpgsqlDbType = NpgsqlDbType.Bigint });
        command.Parameters.Add(new() { Value = after.CustomerId, NpgsqlDbType = NpgsqlDbType.Text });
        command.Parameters.Add(new() { Value = limit, NpgsqlDbType = NpgsqlDbType.Integer });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var dues = new List<Due>();
        while (await reader.ReadAsync(cancellationToken))
            dues.Add(new(reader.GetInt64(0), reader.GetString(1)));
        return dues;
    }

    public override async Task ArmAsync(IReadOnlyList<Due> dues, CancellationToken cancellationToken)
    {
        foreach (var piece in dues.OrderBy(d => d.CustomerId, StringComparer.Ordinal).Chunk(Piece))
        {
            while (!await TryArmAsync(piece, cancellationToken))
            {
            }
        }
    }

    public override async Task<long?> FindAsync(string customerId, CancellationToken cancellationToken) => (await database.QueryAsync<long?>(
        "SELECT due_at FROM due WHERE customer_id = @id", c => c.With("@id", customerId), r => r.GetInt64(0), cancellationToken)).FirstOrDefault();

    async Task<bool> TryArmAsync(Due[] dues, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await database.Source.OpenConnectionAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            await using var patience = new NpgsqlCommand(Patience, connection);
            await patience.ExecuteNonQueryAsync(cancellationToken);
            await using var command = new NpgsqlCommand(Arm, connection);
            command.Parameters.Add(new() { Value = dues.Select(d => d.CustomerId).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text });
            command.Parameters.Add(new() { Value = dues.Select(d => DueSlice.Of(d.CustomerId)).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Smallint });
            command.Parameters.Add(new() { Value = dues.Select(d => d.At).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint });
            await command.ExecuteNonQueryAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return true;
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
        {
            return false;
        }
    }
}
