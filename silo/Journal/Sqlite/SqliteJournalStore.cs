using CustomerGrains.Silo.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace CustomerGrains.Silo.Journal.Sqlite;

/// <summary>The journal in a SQLite file: one writer, because the file has one.</summary>
sealed class SqliteJournalStore(SqliteDatabase database) : IJournalStore
{
    // Extended codes of a primary key and a unique index that are violated. Of all tables written here only the journal's can be:
    // everything else is upserted.
    const int PrimaryKeyViolated = 1555;
    const int UniqueViolated = 2067;

    public int Writers => 1;

    public IGroupWriter OpenWriter(int number) => new SqliteGroupWriter(database);

    public StoreFailure Classify(Exception exception) => exception switch
    {
        SqliteException { SqliteExtendedErrorCode: PrimaryKeyViolated or UniqueViolated } => StoreFailure.Conflict,
        _ when database.IsUnavailable(exception) => StoreFailure.Unavailable,
        _ => StoreFailure.Refused,
    };
}
