using CustomerGrains.Silo.Storage;

namespace CustomerGrains.JournalTests.Support;

/// <summary>What becomes of a process's locks when it dies.</summary>
static class LostLocks
{
    /// <summary>Ends the connections that hold locks in this database of PostgreSQL, those of other tests' databases not. The server says goodbye to them in its own time.</summary>
    public static Task LoseLocksAsync(this StoreDatabase database) => database.QueryAsync(
        """
        SELECT pg_terminate_backend(pid) FROM pg_locks
        WHERE locktype = 'advisory' AND classid = 48151626 AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        """,
        _ => { },
        r => r.GetBoolean(0),
        CancellationToken.None);
}
