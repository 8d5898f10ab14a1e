using System.Data;
using CustomerGrains.Silo.Storage;
using Npgsql;
using NpgsqlTypes;

namespace CustomerGrains.Benchmarks.Ingest;

/// <summary>What PostgreSQL can do at most, and what is usually done.</summary>
static class PostgresContenders
{
    const int Connections = 16;

    /// <summary>The limit: one binary COPY over one connection into a table without any index.</summary>
    public static async Task<int> CopyAsync(StoreOptions options, EventSet.Row[] rows, Action start)
    {
        await using var source = NpgsqlDataSource.Create(options.ConnectionString);
        await ExecuteAsync(source, """
            CREATE TABLE plain (seq bigint NOT NULL, occurred_at bigint NOT NULL, received_at bigint NOT NULL, kind smallint NOT NULL, channel smallint NOT NULL,
                customer_id text COLLATE "C" NOT NULL, message_id text COLLATE "C", name text COLLATE "C" NOT NULL, body bytea NOT NULL)
            """);
        await using var connection = await source.OpenConnectionAsync();
        start();
#pragma warning disable CA1849 // Blocking writes into a buffer, as in the journal: quicker, and so the fairer limit.
        await using var copy = connection.BeginBinaryImport(
            "COPY plain (seq, occurred_at, received_at, kind, channel, customer_id, message_id, name, body) FROM STDIN (FORMAT binary)");
        foreach (var (customerId, entry) in rows)
        {
            copy.StartRow();
            copy.Write(entry.Seq, NpgsqlDbType.Bigint);
            copy.Write(entry.OccurredAt.ToUnixTimeMilliseconds(), NpgsqlDbType.Bigint);
            copy.Write(entry.ReceivedAt.ToUnixTimeMilliseconds(), NpgsqlDbType.Bigint);
            copy.Write((short)entry.Kind, NpgsqlDbType.Smallint);
            copy.Write((short)entry.Channel, NpgsqlDbType.Smallint);
            copy.Write(customerId, NpgsqlDbType.Text);
            copy.Write(entry.MessageId!, NpgsqlDbType.Text);
            copy.Write(entry.Name, NpgsqlDbType.Text);
            copy.Write(entry.Body, NpgsqlDbType.Bytea);
        }

        copy.Complete();
#pragma warning restore CA1849
        return 0;
    }

    /// <summary>One UPDATE per event of the customer's row, each its own transaction, through pooled connections with prepared commands.</summary>
    public static async Task<int> UpdateAsync(StoreOptions options, EventSet.Row[] rows, Action start)
    {
        await using var source = Pooled(options);
        await ExecuteAsync(source, """CREATE TABLE current (customer_id text COLLATE "C" PRIMARY KEY, events bigint NOT NULL, last bytea NOT NULL) WITH (fillfactor = 70)""");
        await using (var connection = await source.OpenConnectionAsync())
        await using (var fill = new NpgsqlCommand("INSERT INTO current SELECT DISTINCT unnest($1), 0, ''::bytea", connection))
        {
            fill.Parameters.Add(new() { Value = rows.Select(r => r.CustomerId).Distinct().ToArray() });
            await fill.ExecuteNonQueryAsync();
        }

        start();
        return await EachAsync(source, rows, "UPDATE current SET events = events + 1, last = $2 WHERE customer_id = $1", (command, row) =>
        {
            command.Parameters.Add(new() { Value = row.CustomerId, NpgsqlDbType = NpgsqlDbType.Text });
            command.Parameters.Add(new() { Value = row.Entry.Body, NpgsqlDbType = NpgsqlDbType.Bytea });
        });
    }

    /// <summary>One write of the grain's state (1 KB) per event, by the statement that Orleans' storage runs.</summary>
    public static async Task<int> GrainStateAsync(StoreOptions options, EventSet.Row[] rows, Action start)
    {
        await GrainState.MigrateAsync(options);
        await using var source = Pooled(options);
        string sql;
        await using (var connection = await source.OpenConnectionAsync())
        await using (var find = new NpgsqlCommand(GrainState.FindWrite, connection))
            sql = (string)(await find.ExecuteScalarAsync())!;
        start();
        return await EachAsync(source, rows, sql, (command, row) => GrainState.Bind(command, row.CustomerId, row.Entry.Seq));
    }

    static NpgsqlDataSource Pooled(StoreOptions options) => NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(options.ConnectionString) { MaxPoolSize = Connections, MaxAutoPrepare = 10, AutoPrepareMinUsages = 2 });

    static async Task<int> EachAsync(NpgsqlDataSource source, EventSet.Row[] rows, string sql, Action<NpgsqlCommand, EventSet.Row> bind)
    {
        var failures = 0;
        var shares = rows.ToLookup(r => (int)((uint)r.CustomerId.GetHashCode(StringComparison.Ordinal) % Connections));
        await Task.WhenAll(shares.Select(share => Task.Run(async () =>
        {
            foreach (var row in share)
            {
                await using var connection = await source.OpenConnectionAsync();
#pragma warning disable CA2100 // Constants, and the statement of the migrations.
                await using var command = new NpgsqlCommand(sql, connection);
#pragma warning restore CA2100
                bind(command, row);
                if (await command.ExecuteScalarAsync() is null && sql.TrimStart().StartsWith("WITH", StringComparison.Ordinal))
                    Interlocked.Increment(ref failures);
            }
        })));
        return failures;
    }

    static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
