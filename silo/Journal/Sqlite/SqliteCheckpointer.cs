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
    /// <summary>Bytes of log worth a checkpoint: large enough that a page that changes in many transactions is written once.</summary>
    const long Worth = 8L << 20;

    const string Checkpoint = "PRAGMA wal_checkpoint(PASSIVE)";

    readonly FileInfo _log = new(Path.GetFullPath(database.File) + "-wal");
    long _next = Worth;
    Task? _bulk;

    /// <summary>Called between two commits. Never fails: a log that can't be moved now only grows until it can.</summary>
    /// <param name="finish">Runs a statement on the writer's own connection.</param>
    public void AfterCommit(Action<string> finish)
    {
        if (_bulk is { IsCompleted: true })
        {
            _bulk = null;
            finish(Checkpoint);
        }
        else if (_bulk is null && Length() is var length && length >= _next)
        {
            // Should readers keep the log from starting over, it is tried again when it has grown by as much.
            _next = length + Worth;
            _bulk = Task.Run(CopyAsync);
        }
    }

    long Length()
    {
        _log.Refresh();
        var length = _log.Exists ? _log.Length : 0;
        if (length < Worth)
            _next = Worth;
        return length;
    }

    async Task CopyAsync()
    {
        await using var connection = await database.OpenAsync(CancellationToken.None);
        await using var command = connection.Command(Checkpoint);
        await command.ExecuteNonQueryAsync();
    }
}
