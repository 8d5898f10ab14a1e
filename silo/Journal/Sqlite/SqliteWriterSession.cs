using System.Buffers.Binary;
using CustomerGrains.Grains.Journal;
using CustomerGrains.Silo.Customers;
using CustomerGrains.Silo.FollowUps;
using CustomerGrains.Silo.Kpis;
using CustomerGrains.Silo.Storage;
using CustomerGrains.Silo.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace CustomerGrains.Silo.Journal.Sqlite;

/// <summary>The writing connection to a SQLite file, with its statements kept prepared.</summary>
sealed class SqliteWriterSession : IDisposable
{
    // synchronous = FULL: what is committed survives a power cut. Checkpoints are SqliteCheckpointer's; the log keeps its length when it starts over, because
    // to cut it off and grow it again costs more than to write over it. A larger cache would gain nothing: after a page was split SQLite looks through the
    // whole of it at the end of the transaction.
    const string Pragmas = """
        PRAGMA synchronous = FULL;
        PRAGMA wal_autocheckpoint = 0;
        PRAGMA journal_size_limit = 67108864;
        PRAGMA cache_size = -4096;
        PRAGMA temp_store = MEMORY;
        """;

    // SQLITE_DBSTATUS_CACHE_WRITE
    const int PagesWritten = 9;

    readonly SqliteConnection _connection;
    readonly SqliteStatement _begin;
    readonly SqliteStatement _commit;
    readonly SqliteStatement _rollback;
    readonly SqliteStatement _entry;
    readonly SqliteStatement _changes;
    readonly SqliteStatement _customer;
    readonly SqliteStatement _words;
    readonly SqliteStatement _addWord;
    readonly SqliteStatement _dropWord;
    readonly SqliteStatement _evicted;
    readonly SqliteDecisions _decisions;
    readonly SqliteFollowUps _followUps;

    public SqliteWriterSession(SqliteDatabase database)
    {
        _connection = new(new SqliteConnectionStringBuilder(database.ConnectionString) { Pooling = false }.ConnectionString);
        try
        {
            _connection.Open();
            using (var command = _connection.Command(Pragmas))
                command.ExecuteNonQuery();
            // SQLite waits this long for another process's transaction.
            using (var command = _connection.Command("PRAGMA busy_timeout = 15000"))
                command.ExecuteNonQuery();
            _begin = new(_connection, "BEGIN IMMEDIATE");
            _commit = new(_connection, "COMMIT");
            _rollback = new(_connection, "ROLLBACK");
            _entry = new(_connection, """
                INSERT INTO journal (customer_id, seq, kind, channel, message_id, name, occurred_at, received_at, body)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """);
            _changes = new(_connection, $"INSERT INTO counter_log (writer, id, at, body) VALUES (0, {CounterLog.NextId("0", "max")}, ?, ?)");
            _customer = new(_connection, """
                INSERT INTO customer (customer_id, linked_to, known, display_name, email, phone, stage, first_seen, last_seen, search, purchases)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (customer_id) DO UPDATE SET
                    linked_to = excluded.linked_to, known = excluded.known, display_name = excluded.display_name, email = excluded.email,
                    phone = excluded.phone, stage = excluded.stage, first_seen = excluded.first_seen, last_seen = excluded.last_seen,
                    search = excluded.search, purchases = excluded.purchases
                """);
            _words = new(_connection, "SELECT search FROM customer WHERE customer_id = ?");
            _addWord = new(_connection, "INSERT INTO customer_word (word, customer_id) VALUES (?, ?) ON CONFLICT (word, customer_id) DO NOTHING");
            _dropWord = new(_connection, "DELETE FROM customer_word WHERE word = ? AND customer_id = ?");
            _evicted = new(_connection, """
                INSERT INTO seen_overflow (customer_id, hash, received_at) VALUES (?, ?, ?) ON CONFLICT (customer_id, hash) DO NOTHING
                """);
            _decisions = new(_connection);
            _followUps = new(_connection);
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    public void Begin() => _begin.Run();

    public void Commit() => _commit.Run();

    /// <summary>How many pages this session wrote to the log since it was asked last.</summary>
    public int PagesSinceLast()
    {
        _ = raw.sqlite3_db_status(_connection.Handle!, PagesWritten, out var pages, out _, resetFlg: 1);
        return pages;
    }

    /// <summary>Runs a statement whose result nobody needs and whose failure changes nothing.</summary>
    public void TryRun(string sql)
    {
        try
        {
            using var command = _connection.Command(sql);
            command.ExecuteNonQuery();
        }
        catch (SqliteException)
        {
            // It is tried again with the next occasion; trouble with the file itself shows at the next commit.
        }
    }

    public void Rollback()
    {
        try
        {
            _rollback.Run();
        }
        catch (SqliteException)
        {
            // Some failures roll back by themselves; the others end with the connection, which is dropped after any failure.
        }
    }

    public void Write(CommitGroup group)
    {
        foreach (var commit in group.Sorted)
            WriteEntries(commit);
        if (group.Changes is { } changes)
            _changes.Bind(group.At).Bind(changes.AsSpan()).Run();
        foreach (var row in group.Rows)
            WriteRow(row);
        foreach (var commit in group.Evicted)
            WriteEvicted(commit);
        _decisions.Write(group);
        _followUps.Write(group.FollowUps);
    }

    public void Dispose()
    {
        foreach (var statement in (SqliteStatement[])[_begin, _commit, _rollback, _entry, _changes, _customer, _words, _addWord, _dropWord, _evicted])
            statement.Dispose();
        _decisions.Dispose();
        _followUps.Dispose();
        _connection.Dispose();
    }

    void WriteEntries(Commit commit)
    {
        foreach (var entry in commit.Entries)
        {
            _entry.Bind(commit.CustomerId).Bind(entry.Seq).Bind((long)entry.Kind).Bind((long)entry.Channel)
                .Bind(entry.MessageId).Bind(entry.Name)
                .Bind(entry.OccurredAt.ToUnixTimeMilliseconds()).Bind(entry.ReceivedAt.ToUnixTimeMilliseconds())
                .Bind(entry.Body.Span).Run();
        }
    }

    void WriteRow(CustomerRow row)
    {
        var words = SearchWords.Of(row);
        // Who was never identified never had any.
        if (row.Known || words.Length > 0)
            WriteWords(row.CustomerId, words);
        _customer.Bind(row.CustomerId).Bind(row.LinkedTo).Bind(row.Known ? 1 : 0).Bind(row.DisplayName).Bind(row.Email).Bind(row.Phone)
            .Bind(row.Stage).Bind(row.FirstSeen.ToUnixTimeMilliseconds()).Bind(row.LastSeen.ToUnixTimeMilliseconds())
            .Bind(words).Bind(row.Purchases).Run();
    }

    void WriteWords(string customerId, string words)
    {
        var before = _words.Bind(customerId).RunText() ?? "";
        if (before == words)
            return;
        var (old, now) = (SearchWords.Split(before), SearchWords.Split(words));
        foreach (var word in old.Except(now, StringComparer.Ordinal))
            _dropWord.Bind(word).Bind(customerId).Run();
        foreach (var word in now.Except(old, StringComparer.Ordinal))
            _addWord.Bind(word).Bind(customerId).Run();
    }

    void WriteEvicted(Commit commit)
    {
        Span<byte> hash = stackalloc byte[16];
        foreach (var message in commit.Evicted)
        {
            BinaryPrimitives.WriteUInt128BigEndian(hash, message.Hash);
            _evicted.Bind(commit.CustomerId).Bind(hash).Bind(message.ReceivedAt.ToUnixTimeMilliseconds()).Run();
        }
    }
}
