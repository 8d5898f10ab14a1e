using System.Data;
using System.Data.Common;
using CustomerGrains.Silo.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Silo.Storage.Migrations;

/// <summary>Migrates a SQLite file, creating it and its directory where missing, and switches it to WAL.</summary>
/// <param name="database">The file.</param>
/// <param name="folder">The scripts.</param>
/// <param name="isCache">Whether the file may be thrown away when it is damaged or too new.</param>
/// <param name="clock">Says when a script was applied.</param>
/// <param name="logger">Hears of applied scripts.</param>
sealed partial class SqliteMigrator(SqliteDatabase database, string folder, bool isCache, TimeProvider clock, ILogger logger)
    : Migrator(folder, clock, logger)
{
    readonly (string Folder, ILogger Logger) _report = (folder, logger);

    public override async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await base.RunAsync(cancellationToken);
        }
        catch (Exception e) when (isCache && (e is StoreVersionException || IsDamaged(e) || IsDamaged(e.InnerException)))
        {
            StartAnew(_report.Logger, e, _report.Folder);
            SqliteConnection.ClearAllPools();
            foreach (var file in (string[])[database.File, database.File + "-wal", database.File + "-shm"])
                File.Delete(file);
            await base.RunAsync(cancellationToken);
        }
    }

    protected override async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        database.CreateDirectory();
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder(database.ConnectionString) { Pooling = false }.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            // WAL is a property of the file: whoever opens it later finds it so.
            await using var command = connection.Command("PRAGMA journal_mode = WAL");
            await command.ExecuteNonQueryAsync(cancellationToken);
            return connection;
        }
        catch (SqliteException e) when (e.SqliteErrorCode is 8 or 14 or 26)
        {
            await connection.DisposeAsync();
            throw new StoreOptionsException("Store:ConnectionString", database.ConnectionString, $"{e.Message}; name a file that can be written", e);
        }
    }

    protected override Task<DbTransaction> BeginExclusiveAsync(DbConnection connection, CancellationToken cancellationToken) =>
        Task.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(IsolationLevel.Serializable, deferred: false));

    static bool IsDamaged(Exception? exception) => exception is SqliteException { SqliteErrorCode: 11 or 26 };

    [LoggerMessage(Level = LogLevel.Warning, Message = "Store {Store}: the file is damaged or of a newer version; it is only a cache and starts anew")]
    static partial void StartAnew(ILogger logger, Exception exception, string store);
}
