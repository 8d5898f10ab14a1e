using System.Data.Common;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Silo.Storage;

/// <summary>
/// Derives once, from what the store has, what programs before this one did not keep. All in one transaction together with the mark that it is done: a
/// process that dies meanwhile leaves nothing behind, and of several that start at once one fills while the others wait. A higher version fills anew.
/// </summary>
abstract partial class StoreFill(StoreDatabase database, string name, int version, ILogger logger)
{
    protected StoreDatabase Database => database;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var filled = await database.WriteAsync(
            async (connection, transaction, token) =>
            {
                if (!await TakeAsync(connection, transaction, token))
                    return -1L;
                return await FillAsync(connection, transaction, token);
            },
            cancellationToken);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        if (filled > 0)
            Filled(logger, name, filled, seconds);
    }

    /// <summary>Fills; whatever an earlier version filled goes first.</summary>
    /// <returns>How many rows were made.</returns>
    protected abstract Task<long> FillAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken);

    // Whoever comes second waits here for the first, and then finds nothing to do.
    async Task<bool> TakeAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
    {
        await using var command = connection.Command("""
            INSERT INTO setting (name, value) VALUES (@name, @version)
            ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE setting.value <> excluded.value
            """).With("@name", $"filled.{name}").With("@version", version.ToString(CultureInfo.InvariantCulture));
        command.Transaction = transaction;
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Store: filled {Name} with {Rows} rows in {Seconds:0.0} s")]
    static partial void Filled(ILogger logger, string name, long rows, double seconds);
}
