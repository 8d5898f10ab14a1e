using System.Data.Common;
using System.Globalization;
using System.Text.Json;
using CustomerGrains.Domain.Kpis;
using CustomerGrains.Silo.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Silo.Kpis;

/// <summary>
/// Adds the log of the counters up, once a second: what a hundred groups changed in one counter is one write of its row. It is in no hurry, for readers add
/// what it has not added yet; of several processes one does it at a time.
/// </summary>
sealed partial class CounterFold(StoreDatabase database, TimeProvider clock, ILogger<CounterFold> logger) : BackgroundService
{
    /// <summary>The time between two turns.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    // So much is added up in one transaction, during which SQLite's journal waits.
    const int Rows = 500;
    const int Page = 5_000;

    /// <summary>Adds up all that there is.</summary>
    /// <returns>How many rows of the log.</returns>
    public async Task<long> FoldAsync(CancellationToken cancellationToken)
    {
        long total = 0;
        int folded;
        do
        {
            folded = await database.WriteAsync(
                async (connection, transaction, token) =>
                    await database.TryLockFoldAsync(connection, transaction, token) ? await FoldAsync(connection, transaction, token) : 0,
                cancellationToken);
            total += folded;
        }
        while (folded == Rows);
        return total;
    }

    /// <summary>Adds up all that there is within a transaction that then changes the counters itself.</summary>
    public async Task FoldAllAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
    {
        while (await FoldAsync(connection, transaction, cancellationToken) == Rows)
        {
            // More.
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        var failing = false;
        do
        {
            try
            {
                await FoldAsync(stoppingToken);
                failing = false;
            }
            catch (Exception e) when (database.IsUnavailable(e))
            {
                // Nothing is lost: the log only grows meanwhile.
                if (!failing)
                    Failed(logger, e.Message);
                failing = true;
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    async Task<int> FoldAsync(DbConnection connection, DbTransaction transaction, CancellationToken cancellationToken)
    {
        var sums = new CounterSums();
        var ends = new SortedDictionary<int, long>();
        var rows = await CounterLog.ReadAsync(
            connection,
            transaction,
            Rows,
            (writer, id, body) =>
            {
                CounterChanges.Add(sums, body);
                ends[writer] = id;
            },
            cancellationToken);
        if (rows == 0)
            return 0;
        var counts = sums.ToCounts();
        var whole = counts.FindIndex(static count => count.Scope.Length > 0) is >= 0 and var first ? first : counts.Count;
        await AddAsync("counter", "", counts.GetRange(0, whole));
        await AddAsync("counter_by", "scope, ", counts.GetRange(whole, counts.Count - whole));
        var old = clock.GetUtcNow().Subtract(database.LogKept).ToUnixTimeMilliseconds();
        foreach (var (writer, id) in ends)
        {
            await RunAsync(
                "INSERT INTO counter_log_end (writer, folded) VALUES (@writer, @id) ON CONFLICT (writer) DO UPDATE SET folded = excluded.folded",
                c => c.With("@writer", writer).With("@id", id));
            await RunAsync("DELETE FROM counter_log WHERE writer = @writer AND id <= @id AND at <= @old", c => c.With("@writer", writer).With("@id", id).With("@old", old));
        }

        return rows;

        async Task AddAsync(string table, string scope, List<KpiCount> counts)
        {
            foreach (var page in counts.Chunk(Page))
            {
                // Text keeps every digit on its way through either database's JSON.
                var json = JsonSerializer.Serialize(page.Select(c => new[]
                {
                    c.Scope, c.Minute.ToString(CultureInfo.InvariantCulture), c.Metric, c.Dimension, DecimalText.Format(c.Value),
                }));
                await RunAsync(
                    $"""
                    INSERT INTO {table} ({scope}minute, metric, dimension, shard, value)
                    SELECT {(scope.Length > 0 ? "value ->> 0, " : "")}CAST(value ->> 1 AS bigint), value ->> 2, value ->> 3, 0, {database.Decimal("value ->> 4")}
                    FROM {database.JsonRows("@rows")} WHERE true
                    ON CONFLICT ({scope}minute, metric, dimension, shard) DO UPDATE SET value = {database.Sum($"{table}.value", "excluded.value")}
                    """,
                    c => c.With("@rows", json));
            }
        }

        async Task RunAsync(string sql, Action<DbCommand> bind)
        {
            await using var command = connection.Command(sql);
            bind(command);
            command.Transaction = transaction;
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Counters could not be added up; trying again: {Reason}")]
    static partial void Failed(ILogger logger, string reason);
}
