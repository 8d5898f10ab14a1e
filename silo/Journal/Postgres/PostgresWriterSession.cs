using System.Buffers.Binary;
using CustomerGrains.Grains.Journal;
using CustomerGrains.Silo.Customers;
using CustomerGrains.Silo.Deadlines;
using CustomerGrains.Silo.FollowUps;
using CustomerGrains.Silo.Kpis;
using Npgsql;
using NpgsqlTypes;

namespace CustomerGrains.Silo.Journal.Postgres;

/// <summary>Writes groups over one connection: the journal by binary COPY, the rest by statements over whole arrays, all in one round trip.</summary>
sealed class PostgresWriterSession : IDisposable
{
    static readonly string AddChanges = $"INSERT INTO counter_log (writer, id, at, body, touchpoints) SELECT $1, {CounterLog.NextId("$1", "greatest")}, $2, $3, $4";

    const string AddTransitions = """
        INSERT INTO transition (customer_id, seq, kind, name, from_stage, occurred_at, decided_at, cause, because, why, version)
        SELECT customer_id, seq, kind, name, from_stage, occurred_at, decided_at, cause, because, why, version
        FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            WITH ORDINALITY AS t (customer_id, seq, kind, name, from_stage, occurred_at, decided_at, cause, because, why, version, n)
        ORDER BY n
        """;

    const string PutMemberships = """
        INSERT INTO membership (segment, customer_id, since) SELECT * FROM unnest($1, $2, $3)
        ON CONFLICT (segment, customer_id) DO UPDATE SET since = excluded.since
        """;

    const string DropMemberships = """
        DELETE FROM membership m USING unnest($1, $2) AS gone (segment, customer_id) WHERE m.segment = gone.segment AND m.customer_id = gone.customer_id
        """;

    const string PutDues = """
        INSERT INTO due (customer_id, slice, due_at) SELECT * FROM unnest($1, $2, $3)
        ON CONFLICT (customer_id) DO UPDATE SET due_at = excluded.due_at
        """;

    const string DropDues = "DELETE FROM due WHERE customer_id = ANY($1)";

    // The entry that follows is looked for, and the row itself compared: whoever wrote either knows better.
    const string PostponeDues = """
        WITH change AS (
            SELECT n.* FROM unnest($1, $2, $3, $4, $5) AS n (customer_id, slice, at, was, next)
            WHERE NOT EXISTS (SELECT 1 FROM journal j WHERE j.customer_id = n.customer_id AND j.seq = n.next)
        ), gone AS (
            DELETE FROM due d USING change n WHERE n.at IS NULL AND d.customer_id = n.customer_id AND d.due_at = n.was
        ), new AS (
            INSERT INTO due (customer_id, slice, due_at)
            SELECT customer_id, slice, at FROM change WHERE was IS NULL AND at IS NOT NULL
            ON CONFLICT (customer_id) DO UPDATE SET due_at = LEAST(due.due_at, excluded.due_at)
        )
        UPDATE due d SET due_at = n.at FROM change n WHERE n.at IS NOT NULL AND d.customer_id = n.customer_id AND d.due_at = n.was
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

    const string PutFollowUps = """
        INSERT INTO follow_up (id, customer_id, state, metric, score, answers, opened_at, answered_at, comment, taken_by, taken_at, notes, note_at, note_by, note,
            resolved_by, resolved_at, outcome, merged_into)
        SELECT * FROM unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
        ON CONFLICT (id) DO UPDATE SET
            customer_id = excluded.customer_id, state = excluded.state, score = excluded.score, answers = excluded.answers, opened_at = excluded.opened_at,
            answered_at = excluded.answered_at, comment = excluded.comment, taken_by = excluded.taken_by, taken_at = excluded.taken_at, notes = excluded.notes,
            note_at = excluded.note_at, note_by = excluded.note_by, note = excluded.note, resolved_by = excluded.resolved_by, resolved_at = excluded.resolved_at,
            outcome = excluded.outcome, merged_into = excluded.merged_into
        """;

    const string AddEvicted = """
        INSERT INTO seen_overflow (customer_id, hash, received_at)
        SELECT * FROM unnest($1, $2, $3) ON CONFLICT (customer_id, hash) DO NOTHING
        """;

    // Each writer of each process numbers log rows of its own, so that no two ever wait for each other. The number is free for
    // others as soon as this connection ends.
    const string TakeWriter = "SELECT n FROM generate_series(0, 999) AS n WHERE pg_try_advisory_lock(48151623, n) LIMIT 1";

    // A process that stands still in the middle of a transaction would hold up whoever writes for the same customers after it was given up.
    const string Limits = "SET idle_in_transaction_session_timeout = '10s'; SET statement_timeout = '30s'";

    // "off" would acknowledge what a crash can still take away.
    const string Durable = "SELECT set_config('synchronous_commit', 'on', false) WHERE current_setting('synchronous_commit') = 'off'";

    readonly JournalCopy _copy = new();
    readonly bool _isFollowed;
    readonly int _writer;

    public PostgresWriterSession(NpgsqlConnection connection, bool isFollowed)
    {
        (Connection, _isFollowed) = (connection, isFollowed);
        try
        {
            using (var limits = new NpgsqlCommand(Limits, connection))
                limits.ExecuteNonQuery();
            using (var durable = new NpgsqlCommand(Durable, connection))
                durable.ExecuteNonQuery();
            using var writer = new NpgsqlCommand(TakeWriter, connection);
            _writer = (int)writer.ExecuteScalar()!;
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
        // First of all: it gives the transaction its number before any transition gets an id, by which webhooks know what may still come (SafeHorizon).
        if (group.Sorted.Count > 0)
            _copy.Write(Connection, group.Sorted);
        using var batch = new NpgsqlBatch(Connection);
        if (group.Changes is { } changes)
            batch.BatchCommands.Add(Changes(group.At, changes, _isFollowed ? GroupTouchpoints.ToJson(group.Commits) : null));
        if (group.Rows.Count > 0)
            AddRows(batch, group.Rows);
        if (group.Transitions.Count > 0)
            AddDecisions(batch, group);
        if (group.FollowUps.Count > 0)
            batch.BatchCommands.Add(FollowUps(group.FollowUps));
        AddDeadlines(batch, group);
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

    NpgsqlBatchCommand Changes(long at, byte[] changes, byte[]? touchpoints) => new(AddChanges)
    {
        Parameters =
        {
            new() { Value = _writer, NpgsqlDbType = NpgsqlDbType.Integer },
            new() { Value = at, NpgsqlDbType = NpgsqlDbType.Bigint },
            new() { Value = changes, NpgsqlDbType = NpgsqlDbType.Bytea },
            new() { Value = (object?)touchpoints ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Bytea },
        },
    };

    static void AddDecisions(NpgsqlBatch batch, CommitGroup group)
    {
        var rows = group.Transitions;
        batch.BatchCommands.Add(new(AddTransitions)
        {
            Parameters =
            {
                Texts(rows.Select(t => t.CustomerId)),
                Longs(rows.Select(t => t.Seq)),
                Smalls(rows.Select(t => (short)t.Kind)),
                Texts(rows.Select(t => t.Name)),
                Texts(rows.Select(t => t.From)),
                Longs(rows.Select(t => t.OccurredAt.ToUnixTimeMilliseconds())),
                Longs(rows.Select(t => t.DecidedAt.ToUnixTimeMilliseconds())),
                Texts(rows.Select(t => t.Cause)),
                Texts(rows.Select(t => t.Because)),
                Texts(rows.Select(t => t.Why)),
                Integers(rows.Select(t => t.Version)),
            },
        });
        var (joined, left) = (group.Memberships.Where(m => m.Since is not null).ToList(), group.Memberships.Where(m => m.Since is null).ToList());
        if (joined.Count > 0)
        {
            batch.BatchCommands.Add(new(PutMemberships)
            {
                Parameters = { Texts(joined.Select(m => m.Segment)), Texts(joined.Select(m => m.CustomerId)), Longs(joined.Select(m => m.Since!.Value.ToUnixTimeMilliseconds())) },
            });
        }

        if (left.Count > 0)
            batch.BatchCommands.Add(new(DropMemberships) { Parameters = { Texts(left.Select(m => m.Segment)), Texts(left.Select(m => m.CustomerId)) } });
    }

    static void AddDeadlines(NpgsqlBatch batch, CommitGroup group)
    {
        var (put, drop) = (group.Dues.Where(d => d.Change.At is not null).ToList(), group.Dues.Where(d => d.Change.At is null).ToList());
        if (put.Count > 0)
        {
            batch.BatchCommands.Add(new(PutDues)
            {
                Parameters = { Texts(put.Select(d => d.CustomerId)), Smalls(put.Select(d => DueSlice.Of(d.CustomerId))), Longs(put.Select(d => d.Change.At!.Value)) },
            });
        }

        if (drop.Count > 0)
            batch.BatchCommands.Add(new(DropDues) { Parameters = { Texts(drop.Select(d => d.CustomerId)) } });
        if (group.Postponed.Count > 0)
        {
            batch.BatchCommands.Add(new(PostponeDues)
            {
                Parameters =
                {
                    Texts(group.Postponed.Select(d => d.CustomerId)),
                    Smalls(group.Postponed.Select(d => DueSlice.Of(d.CustomerId))),
                    OptionalLongs(group.Postponed.Select(d => d.Change.At)),
                    OptionalLongs(group.Postponed.Select(d => d.Change.Was)),
                    Longs(group.Postponed.Select(d => d.Change.Version + 1)),
                },
            });
        }
    }

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

    static NpgsqlBatchCommand FollowUps(IReadOnlyList<NewFollowUp> rows) => new(PutFollowUps)
    {
        Parameters =
        {
            Texts(rows.Select(r => r.It.Id)),
            Texts(rows.Select(r => r.CustomerId)),
            Smalls(rows.Select(r => (short)r.It.State)),
            Smalls(rows.Select(r => (short)r.It.Metric)),
            Integers(rows.Select(r => r.It.Score)),
            Integers(rows.Select(r => r.It.Answers)),
            Longs(rows.Select(r => r.It.OpenedTime)),
            Longs(rows.Select(r => r.It.Answer.Time)),
            Texts(rows.Select(r => r.It.Comment)),
            Texts(rows.Select(r => r.It.TakenBy)),
            OptionalLongs(rows.Select(r => r.It.TakenAt?.ToUnixTimeMilliseconds())),
            Integers(rows.Select(r => r.It.NoteCount)),
            OptionalLongs(rows.Select(r => r.Note?.Time)),
            Texts(rows.Select(r => r.Note?.By)),
            Texts(rows.Select(r => r.Note?.Text)),
            Texts(rows.Select(r => r.It.ResolvedBy)),
            OptionalLongs(rows.Select(r => r.It.ResolvedAt?.ToUnixTimeMilliseconds())),
            Texts(rows.Select(r => r.It.Outcome)),
            Texts(rows.Select(r => r.It.MergedInto)),
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

    static NpgsqlParameter OptionalLongs(IEnumerable<long?> values) => new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Bigint };

    static NpgsqlParameter Integers(IEnumerable<int> values) => new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer };

    static NpgsqlParameter Smalls(IEnumerable<short> values) => new() { Value = values.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Smallint };

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
