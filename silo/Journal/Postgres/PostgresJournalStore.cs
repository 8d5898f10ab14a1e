using CustomerGrains.Silo.Storage.Postgres;
using Npgsql;

namespace CustomerGrains.Silo.Journal.Postgres;

/// <summary>The journal in PostgreSQL.</summary>
/// <param name="database">Where.</param>
/// <param name="writers">How many write at once.</param>
/// <param name="isFollowed">Whether other processes show streams of what is written.</param>
sealed class PostgresJournalStore(PostgresDatabase database, int writers, bool isFollowed = false) : IJournalStore
{
    public int Writers => writers;

    public IGroupWriter OpenWriter(int number) => new PostgresGroupWriter(database, isFollowed);

    public StoreFailure Classify(Exception exception) => exception switch
    {
        // Of all tables written here only the journal can be violated: everything else is upserted.
        PostgresException { SqlState: PostgresErrorCodes.UniqueViolation } => StoreFailure.Conflict,
        _ when database.IsUnavailable(exception) => StoreFailure.Unavailable,
        _ => StoreFailure.Refused,
    };
}
