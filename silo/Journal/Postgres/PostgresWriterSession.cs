using System.Buffers.Binary;
using CustomerGrains.Grains.Journal;
using CustomerGrains.Silo.Customers;
using Npgsql;
using NpgsqlTypes;

namespace CustomerGrains.Silo.Journal.Postgres;

/// <summary>Writes groups over one connection: the journal by binary COPY, the rest by statements over whole arrays, all in one round trip.</summary>
sealed class PostgresWriterSession : IDisposable
{
    const string AddCounters = """
        INSERT INTO counter (minute, metric, dimension, shard, value)
        SELECT minute, metric, dimension, $5, value FROM unnest($1, $2, $3, $4) AS delta (minute, metric, dimension, value)
        ON CONFLICT (minute, metric, dimension, shard) DO UPDATE SET value = counter.value + excluded.value
        """;

    const string PutCustomers = """
        INSERT INTO customer (customer_id, linked_to, known, display_name, email, phone, stage, first_seen, last_seen, search, purchases)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
        ON CONFLICT (customer_id) DO UPDATE SET
            linked_to = excluded.linked_to, known = excluded.known, display_name = excluded.display_name, email = excluded.email,
            phone = excluded.phone, stage = excluded.stage, first_seen = excluded.first_seen, last_seen = excluded.last_seen,
            search = excluded.search, purchases = excluded.purchases
        """;

    // Before the rows themselves: what a customer's words were is in her row. Most rows change without them.
    const string PutWords = """
        WITH changed AS (
            SELECT n.customer_id, coalesce(c.search, '') AS before, n.search AS now
            FROM unnest($1, $2) AS n (customer_id, search) LEFT JOIN customer c ON c.customer_id = n.customer_id
            WHERE coalesce(c.search, '') <> n.search
        ), gone AS (
            DELETE FROM customer_word w USING (
                SELECT customer_id, unnest(string_to_array(trim(before), ' ')) AS word FROM changed
                EXCEPT SELECT customer_id, unnest(string_to_array(trim(now), ' ')) FROM changed
            ) AS d WHERE w.word = d.word AND w.customer_id = d.customer_id
        )
        INSERT INTO customer_word (customer_id, word)
        SELECT customer_id, unnest(string_to_array(trim(now), ' ')) FROM changed
        EXCEPT SELECT customer_id, unnest(string_to_array(trim(before), ' ')) FROM changed
        ON CONFLICT (word, customer_id) DO NOTHING
        """;

    const string AddEvicted = """
        INSERT INTO seen_overflow (customer_id, hash, received_at)
        SELECT * FROM unnest($1, $2, $3) ON CONFLICT (customer_id, hash) DO NOTHING
        """;

    // Each writer of each process adds to counter rows of its own, so that no two ever wait for each other. The number is free for
    // others as soon as this connection ends.
    const string TakeShard = "SELECT n FROM generate_series(0, 999) AS n WHERE pg_try_advisory_lock(48151623, n) LIMIT 1";

    // "off" would acknowledge what a crash can still take away.
    const string Durable = "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'";

    readonly JournalCopy _copy = new();
    readonly int _shard;

    public PostgresWriterSession(NpgsqlConnection connection)
    {
        Connection = connection;
        try
        {
            using (var durable = new NpgsqlCommand(Durable, connection))
                durable.ExecuteNonQuery();
            using var shard = new NpgsqlCommand(TakeShard, connection);
            _shard = (int)shard.ExecuteScalar()!;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public NpgsqlConnection Connection { get; }

    public void Write(CommitGroup group)
    {
        if (group.Sorted.Count > 0)
            _copy.Write(Connection, group.Sorted);
        using var batch = new NpgsqlBatch(Connection);
        if (group.Counters.Count > 0)
            batch.BatchCommands.Add(Counters(group));
        if (group.Rows.Count > 0)
            AddRows(batch, group.Rows);
        if (group.Evicted.Count > 0)
            batch.BatchCommands.Add(Evicted(group.Evicted));
        if (batch.BatchCommands.Count > 0)
            batch.ExecuteNonQuery();
        else
            Touch();
    }

    public void Dispose()
    {
        // Given back to the pool, the connection would keep its advisory lock until somebody resets it.
        if (Connection.FullState.HasFlag(System.Data.ConnectionState.Open))
            Unlock();
        Connection.Dispose();
    }

    NpgsqlBatchCommand Counters(CommitGroup group) => new(AddCounters)
    {
        Parameters =
        {
            Longs(group.Counters.Select(c => c.Minute)),
            Texts(group.Counters.Select(c => c.Metric)),
            Texts(group.Counters.Select(c => c.Dimension)),
            new() { Value = group.Counters.Select(c => c.Value).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Numeric },
            new() { Value = _shard, NpgsqlDbType = NpgsqlDbType.Integer },
        },
    };

    static void AddRows(NpgsqlBatch batch, IReadOnlyList<CustomerRow> rows)
    {
        var words = rows.Select(SearchWords.Of).ToArray();
        // Who was never identified never had any.
        var named = Enumerable.Range(0, words.Length).Where(i => rows[i].Known || words[i].Length > 0).ToList();
        if (named.Count > 0)
            batch.BatchCommands.Add(new(PutWords) { Parameters = { Texts(named.Select(i => rows[i].CustomerId)), Texts(named.Select(i => words[i])) } });
        batch.BatchCommands.Add(Customers(rows, words));
    }

    static NpgsqlBatchCommand Customers(IReadOnlyList<CustomerRow> rows, string[] words) => new(PutCustomers)
    {
        Parameters =
        {
            Texts(rows.Select(r => r.CustomerId)),
            Texts(rows.Select(r => r.LinkedTo)),
            new() { Value = rows.Select(r => r.Known).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Boolean },
            Texts(rows.Select(r => r.DisplayName)),
            Texts(rows.Select(r => r.Email)),
            Texts(rows.Select(r => r.Phone)),
            Texts(rows.Select(r => r.Stage)),
            Longs(rows.Select(r => r.FirstSeen.ToUnixTimeMilliseconds())),
            Longs(rows.Select(r => r.LastSeen.ToUnixTimeMilliseconds())),
            Texts(words),
            Texts(rows.Select(r => r.Purchases)),
        },
    };

    static NpgsqlBatchCommand Evicted(IReadOnlyList<Commit> commits)
    {
        var messages = commits.SelectMany(c => c.Evicted, (c, m) => (c.CustomerId, m.Hash, At: m.ReceivedAt.ToUnixTimeMilliseconds())).ToList();
        return new(AddEvicted)
        {
            Parameters =
            {
                Texts(messages.Select(m => m.CustomerId)),
                new() { Value = messages.Select(m => Bytes(m.Hash)).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bytea },
                Longs(messages.Select(m => m.At)),
            },
        };
    }

    static byte[] Bytes(UInt128 hash)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, hash);
        return bytes;
    }

    static NpgsqlParameter Texts(IEnumerable<string?> values) => new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Text };

    static NpgsqlParameter Longs(IEnumerable<long> values) => new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint };

    /// <summary>Makes a transaction without anything to write reach the server all the same: somebody wants to know whether it's there.</summary>
    void Touch()
    {
        using var command = new NpgsqlCommand("SELECT 1", Connection);
        command.ExecuteNonQuery();
    }

    void Unlock()
    {
        try
        {
            using var command = new NpgsqlCommand("SELECT pg_advisory_unlock_all()", Connection);
            command.ExecuteNonQuery();
        }
        catch (Exception e) when (e is NpgsqlException or InvalidOperationException or IOException)
        {
            // The connection is lost, and the lock with it.
        }
    }
}
