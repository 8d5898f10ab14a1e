using CustomerGrains.Silo.Storage;
using Microsoft.Data.Sqlite;

namespace CustomerGrains.Benchmarks.Ingest;

/// <summary>What SQLite can do at most, and what is usually done; on files of the same settings (WAL, synchronous = FULL).</summary>
static class SqliteContenders
{
    const string Columns = """
        customer_id TEXT NOT NULL, seq INTEGER NOT NULL, kind INTEGER NOT NULL, channel INTEGER NOT NULL, message_id TEXT, name TEXT NOT NULL,
        occurred_at INTEGER NOT NULL, received_at INTEGER NOT NULL, body BLOB NOT NULL
        """;

    /// <summary>Bare prepared inserts of the rows, in transactions of the given size, into a table with the journal's key.</summary>
    public static Task<int> InsertsAsync(StoreOptions options, EventSet.Row[] rows, Action start, int group) =>
        InsertAsync(options, rows, start, group, $"CREATE TABLE bare ({Columns}, PRIMARY KEY (customer_id, seq))");

    /// <summary>The same into a table without any index.</summary>
    public static Task<int> PlainInsertsAsync(StoreOptions options, EventSet.Row[] rows, Action start, int group) =>
        InsertAsync(options, rows, start, group, $"CREATE TABLE bare ({Columns})");

    /// <summary>One UPDATE per event of the customer's row, each its own transaction, by a prepared command.</summary>
    public static Task<int> UpdateAsync(StoreOptions options, EventSet.Row[] rows, Action start)
    {
        using var connection = Open(options);
        Execute(connection, "CREATE TABLE current (customer_id TEXT NOT NULL PRIMARY KEY, events INTEGER NOT NULL, last BLOB NOT NULL)");
        using (var transaction = connection.BeginTransaction())
        {
            using var fill = connection.CreateCommand();
            fill.Transaction = transaction;
            fill.CommandText = "INSERT INTO current VALUES (@id, 0, x'')";
            var id = fill.Parameters.Add("@id", SqliteType.Text);
            foreach (var customer in rows.Select(r => r.CustomerId).Distinct())
            {
                id.Value = customer;
                fill.ExecuteNonQuery();
            }

            transaction.Commit();
        }

        using var command = connection.CreateCommand();
        command.CommandText = "UPDATE current SET events = events + 1, last = @last WHERE customer_id = @id";
        var (key, last) = (command.Parameters.Add("@id", SqliteType.Text), command.Parameters.Add("@last", SqliteType.Blob));
        start();
        foreach (var (customerId, entry) in rows)
        {
            (key.Value, last.Value) = (customerId, entry.Body.ToArray());
            command.ExecuteNonQuery();
        }

        return Task.FromResult(0);
    }

    /// <summary>One write of the grain's state (1 KB) per event, by the statement that Orleans' storage runs.</summary>
    public static async Task<int> GrainStateAsync(StoreOptions options, EventSet.Row[] rows, Action start)
    {
        await GrainState.MigrateAsync(options);
        var failures = 0;
        await using var connection = new SqliteConnection(options.SnapshotConnectionString);
        await connection.OpenAsync();
        await using var find = connection.CreateCommand();
        find.CommandText = GrainState.FindWrite;
        // Durable like the others: as the truth, not as the cache that it is here.
        var sql = ((string)(await find.ExecuteScalarAsync())!).Replace("synchronous = NORMAL", "synchronous = FULL", StringComparison.Ordinal);
        start();
        foreach (var row in rows)
        {
            await using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The statement of the migrations.
            command.CommandText = sql;
#pragma warning restore CA2100
            GrainState.Bind(command, row.CustomerId, row.Entry.Seq);
            if (await command.ExecuteScalarAsync() is null)
                failures++;
        }

        return failures;
    }

    static Task<int> InsertAsync(StoreOptions options, EventSet.Row[] rows, Action start, int group, string create)
    {
        using var connection = Open(options);
        Execute(connection, create);
        using var command = connection.CreateCommand();
        command.CommandText = "INSERT INTO bare VALUES (@customer, @seq, @kind, @channel, @message, @name, @occurred, @received, @body)";
        var customer = command.Parameters.Add("@customer", SqliteType.Text);
        var seq = command.Parameters.Add("@seq", SqliteType.Integer);
        var kind = command.Parameters.Add("@kind", SqliteType.Integer);
        var channel = command.Parameters.Add("@channel", SqliteType.Integer);
        var message = command.Parameters.Add("@message", SqliteType.Text);
        var name = command.Parameters.Add("@name", SqliteType.Text);
        var occurred = command.Parameters.Add("@occurred", SqliteType.Integer);
        var received = command.Parameters.Add("@received", SqliteType.Integer);
        var body = command.Parameters.Add("@body", SqliteType.Blob);
        command.Prepare();
        var bodies = rows.Select(r => r.Entry.Body.ToArray()).ToArray();
        start();
        for (var first = 0; first < rows.Length; first += group)
        {
            using var transaction = connection.BeginTransaction();
            command.Transaction = transaction;
            for (var i = first; i < Math.Min(rows.Length, first + group); i++)
            {
                var (customerId, entry) = rows[i];
                (customer.Value, seq.Value, kind.Value, channel.Value) = (customerId, entry.Seq, (long)entry.Kind, (long)entry.Channel);
                (message.Value, name.Value, body.Value) = (entry.MessageId, entry.Name, bodies[i]);
                (occurred.Value, received.Value) = (entry.OccurredAt.ToUnixTimeMilliseconds(), entry.ReceivedAt.ToUnixTimeMilliseconds());
                command.ExecuteNonQuery();
            }

            transaction.Commit();
        }

        return Task.FromResult(0);
    }

    static SqliteConnection Open(StoreOptions options)
    {
        var connection = new SqliteConnection(options.ConnectionString);
        connection.Open();
        Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 16384; PRAGMA cache_size = -65536");
        return connection;
    }

    static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants above.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
