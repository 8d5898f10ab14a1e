using System.Data.Common;
using CustomerGrains.Silo.Storage.Postgres;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Silo.Storage.Migrations;

/// <summary>Migrates a PostgreSQL database.</summary>
sealed class PostgresMigrator(PostgresDatabase database, TimeProvider clock, ILogger logger)
    : Migrator("Postgres", clock, logger)
{
    // Any constant will do, as long as nobody else locks the same one in this database.
    const string Lock = "SELECT pg_advisory_xact_lock(4815162342)";

    protected override async Task<DbConnection> OpenAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await database.OpenAsync(cancellationToken);
        }
        catch (Exception e) when (database.IsUnavailable(e))
        {
            throw new StoreOptionsException("Store:ConnectionString", database.Source.ConnectionString, $"{e.Message}; is the server running, and do host, database and user exist?");
        }
    }

    protected override async Task<DbTransaction> BeginExclusiveAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var command = connection.Command(Lock);
        await command.ExecuteNonQueryAsync(cancellationToken);
        return transaction;
    }
}
