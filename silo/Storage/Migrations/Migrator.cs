using System.Data.Common;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Silo.Storage.Migrations;

/// <summary>
/// Brings a store to this program's version: each missing step in a transaction of its own, together with the record that it was made.
/// Processes that start at once wait for each other.
/// </summary>
abstract partial class Migrator(string folder, TimeProvider clock, ILogger logger)
{
    const string CreateRecord =
        "CREATE TABLE IF NOT EXISTS migration (number integer NOT NULL PRIMARY KEY, name text NOT NULL, applied_at bigint NOT NULL)";

    readonly IReadOnlyList<MigrationScript> _scripts = MigrationScript.Of(folder);

    /// <exception cref="StoreVersionException">A newer version of the program made this store.</exception>
    public virtual async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var connection = await OpenAsync(cancellationToken);
        while (await StepAsync(connection, cancellationToken))
        {
        }
    }

    /// <summary>A connection that is used for nothing else.</summary>
    protected abstract Task<DbConnection> OpenAsync(CancellationToken cancellationToken);

    /// <summary>Begins a transaction that no other migrator can hold at the same time.</summary>
    protected abstract Task<DbTransaction> BeginExclusiveAsync(DbConnection connection, CancellationToken cancellationToken);

    async Task<bool> StepAsync(DbConnection connection, CancellationToken cancellationToken)
    {
        await using var transaction = await BeginExclusiveAsync(connection, cancellationToken);
        await ExecuteAsync(CreateRecord);
        var version = (await connection.QueryAsync(
            "SELECT coalesce(max(number), 0) FROM migration", c => c.Transaction = transaction, r => Convert.ToInt32(r.GetValue(0), null), cancellationToken))[0];
        if (version > _scripts.Count)
            throw new StoreVersionException(version, _scripts.Count);
        if (version == _scripts.Count)
        {
            await transaction.CommitAsync(cancellationToken);
            return false;
        }

        var script = _scripts[version];
        await ExecuteAsync(script.Sql);
        await using var record = connection.Command("INSERT INTO migration (number, name, applied_at) VALUES (@number, @name, @at)")
            .With("@number", script.Number).With("@name", script.Name).With("@at", clock.GetUtcNow().ToUnixTimeMilliseconds());
        record.Transaction = transaction;
        await record.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        Applied(logger, folder, script.Name);
        return true;

        async Task ExecuteAsync(string sql)
        {
            await using var command = connection.Command(sql);
            command.Transaction = transaction;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Store {Store}: applied {Migration}")]
    static partial void Applied(ILogger logger, string store, string migration);
}

/// <summary>The store was made by a newer version of this program.</summary>
public sealed class StoreVersionException(int found, int known)
    : Exception($"The store has version {found}, but this program knows versions up to {known} only: " +
        "a newer version of the program has used it. Start that version, or name another store in Store:ConnectionString.");
