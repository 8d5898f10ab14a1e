using CustomerGrains.Silo.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace CustomerGrains.Silo.Journal.Sqlite;

/// <summary>The writing connection's statements for what was decided and for when customers are due.</summary>
sealed class SqliteDecisions : IDisposable
{
    // What follows an entry that somebody else wrote since is his to say.
    const string Unchanged = "NOT EXISTS (SELECT 1 FROM journal WHERE customer_id = ?1 AND seq = ?2)";

    readonly SqliteStatement _transition;
    readonly SqliteStatement _join;
    readonly SqliteStatement _leave;
    readonly SqliteStatement _put;
    readonly SqliteStatement _drop;
    readonly SqliteStatement _postpone;
    readonly SqliteStatement _begin;
    readonly SqliteStatement _end;

    public SqliteDecisions(SqliteConnection connection)
    {
        _transition = new(connection, """
            INSERT INTO transition (customer_id, seq, kind, name, from_stage, occurred_at, decided_at, cause, because, why, version)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """);
        _join = new(connection, """
            INSERT INTO membership (segment, customer_id, since) VALUES (?, ?, ?)
            ON CONFLICT (segment, customer_id) DO UPDATE SET since = excluded.since
            """);
        _leave = new(connection, "DELETE FROM membership WHERE segment = ? AND customer_id = ?");
        _put = new(connection, "INSERT INTO due (customer_id, due_at) VALUES (?, ?) ON CONFLICT (customer_id) DO UPDATE SET due_at = excluded.due_at");
        _drop = new(connection, "DELETE FROM due WHERE customer_id = ?");
        _postpone = new(connection, $"UPDATE due SET due_at = ?4 WHERE customer_id = ?1 AND due_at = ?3 AND {Unchanged}");
        _begin = new(connection, $"""
            INSERT INTO due (customer_id, due_at) SELECT ?1, ?3 WHERE {Unchanged}
            ON CONFLICT (customer_id) DO UPDATE SET due_at = min(due.due_at, excluded.due_at)
            """);
        _end = new(connection, $"DELETE FROM due WHERE customer_id = ?1 AND due_at = ?3 AND {Unchanged}");
    }

    public void Write(CommitGroup group)
    {
        foreach (var t in group.Transitions)
        {
            _transition.Bind(t.CustomerId).Bind(t.Seq).Bind((long)t.Kind).Bind(t.Name).Bind(t.From)
                .Bind(t.OccurredAt.ToUnixTimeMilliseconds()).Bind(t.DecidedAt.ToUnixTimeMilliseconds())
                .Bind(t.Cause).Bind(t.Because).Bind(t.Why).Bind((long)t.Version).Run();
        }

        foreach (var (segment, customerId, since) in group.Memberships)
        {
            if (since is { } at)
                _join.Bind(segment).Bind(customerId).Bind(at.ToUnixTimeMilliseconds()).Run();
            else
                _leave.Bind(segment).Bind(customerId).Run();
        }

        foreach (var (customerId, change) in group.Dues)
        {
            if (change.At is { } at)
                _put.Bind(customerId).Bind(at).Run();
            else
                _drop.Bind(customerId).Run();
        }

        foreach (var (customerId, change) in group.Postponed)
        {
            if (change is { At: { } at, Was: { } was })
                _postpone.Bind(customerId).Bind(change.Version + 1).Bind(was).Bind(at).Run();
            else if (change.At is { } first)
                _begin.Bind(customerId).Bind(change.Version + 1).Bind(first).Run();
            else if (change.Was is { } last)
                _end.Bind(customerId).Bind(change.Version + 1).Bind(last).Run();
        }
    }

    public void Dispose()
    {
        foreach (var statement in (SqliteStatement[])[_transition, _join, _leave, _put, _drop, _postpone, _begin, _end])
            statement.Dispose();
    }
}
