using CustomerGrains.Silo.Storage;
using CustomerGrains.Silo.Storage.Sqlite;

namespace CustomerGrains.Silo.Journal.Sqlite;

/// <summary>
/// Moves the write-ahead log into the database file, off the writer's path: a checkpoint writes thousands of pages at random places, and senders would wait
/// for it. The bulk is copied on a connection of its own while commits go on; what they add meanwhile is little, so the writer can finish
/// the rest between two commits, after which the log starts over.
/// </summary>
sealed class SqliteCheckpointer(SqliteDatabase database)
{
    /// <summary>Pages of log worth a checkpoint: enough that one that changes in many transactions is written once.</summary>
    const int Worth = 2048;

    const string Checkpoint = "PRAGMA wal_checkpoint(PASSIVE)";

    int _pages;
    Task? _bulk;

    /// <summary>Called between two commits. Never fails: a log that can't be moved now only grows until it can.</summary>
    /// <param name="pages">How many pages were written to the log since the last call.</param>
    /// <param name="finish">Runs a statement on the writer's own connection.</param>
    public void AfterCommit(int pages, Action<string> finish)
    {
        _pages += pages;
        if (_bulk is { IsCompleted: true })
        {
            // Should readers keep the log from starting over, it is tried again when it has grown by as much.
            (_bulk, _pages) = (null, 0);
            finish(Checkpoint);
        }
        else if (_bulk is null && _pages >= Worth)
        {
            _bulk = Task.Run(CopyAsync);
        }
    }

    async Task CopyAsync()
    {
        await using var connection = await database.OpenAsync(CancellationToken.None);
        await using var command = connection.Command(Checkpoint);
        await command.ExecuteNonQueryAsync();
    }
}
