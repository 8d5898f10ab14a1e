using System.Data;
using System.Data.Common;
using CustomerGrains.Silo.Storage.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Silo.Storage.Migrations;

/// <summary>Migrates a SQLite file, creating it and its directory where missing, and switches it to WAL.</summary>
internal sealed class SqliteMigrator(SqliteDatabase database, string folder, TimeProvider clock, ILogger logger)
    : Migrator(folder, clock, logger)
{
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
            throw new StoreOptionsException("Store:ConnectionString", database.ConnectionString, $"{e.Message}; name a file that can be written");
        }
    }

    protected override Task<DbTransaction> BeginExclusiveAsync(DbConnection connection, CancellationToken cancellationToken) =>
        Task.FromResult<DbTransaction>(((SqliteConnection)connection).BeginTransaction(IsolationLevel.Serializable, deferred: false));
}
