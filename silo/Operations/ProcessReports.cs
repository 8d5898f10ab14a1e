using CustomerGrains.Silo.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Silo.Operations;

/// <summary>
/// What processes over one store say of themselves, for each other's operations pages: each writes its own report every few seconds. A SQLite file has one
/// process, which need not write anything down.
/// </summary>
public sealed partial class ProcessReports : BackgroundService
{
    /// <summary>A process that has said nothing for so long is gone.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromSeconds(30);

    // By the database's clock alone: those of several machines differ.
    const string Now = "(extract(epoch FROM clock_timestamp()) * 1000)::bigint";

    readonly StoreDatabase? _database;
    readonly MeterHistory _history;
    readonly ProcessInfo _process;
    readonly TimeProvider _clock;
    readonly ILogger<ProcessReports> _logger;
    bool _failing;

    internal ProcessReports(StoreOptions options, StoreDatabase database, MeterHistory history, ProcessInfo process, TimeProvider clock, ILogger<ProcessReports> logger)
    {
        _database = options.Provider == StoreProvider.Postgres ? database : null;
        (_history, _process, _clock, _logger) = (history, process, clock, logger);
    }

    /// <summary>This process's own report.</summary>
    public ProcessReport Own() => ProcessReport.Of(_process, _history, _clock.GetUtcNow());

    /// <summary>The other processes over this store, by name; none while the store is away.</summary>
    public async Task<IReadOnlyList<ProcessSummary>> OthersAsync(CancellationToken cancellationToken) => _database is null ? [] : await ReadAsync(
        $"SELECT name, role, state, {Now} - at FROM process_report WHERE name <> @name AND at > {Now} - @kept ORDER BY name",
        _process.Name,
        static row => new ProcessSummary(row.GetString(0), row.GetString(1), row.GetString(2), Math.Max(0, row.GetInt64(3) / 1000.0)),
        cancellationToken);

    /// <summary>The latest report of another process; null if it is gone, or the store is away.</summary>
    public async Task<ProcessReport?> FindAsync(string name, CancellationToken cancellationToken)
    {
        if (_database is null)
            return null;
        var found = await ReadAsync(
            $"SELECT body FROM process_report WHERE name = @name AND at > {Now} - @kept", name, static row => ProcessReport.From(row.GetFieldValue<byte[]>(0)), cancellationToken);
        return found.Count > 0 ? found[0] : null;
    }

    /// <summary>Writes this process's report, and forgets those of processes that are gone.</summary>
    public async Task PublishAsync(CancellationToken cancellationToken)
    {
        if (_database is null)
            return;
        var own = Own();
        await _database.ExecuteAsync(
            $"""
            INSERT INTO process_report (name, at, role, state, body) VALUES (@name, {Now}, @role, @state, @body)
            ON CONFLICT (name) DO UPDATE SET at = excluded.at, role = excluded.role, state = excluded.state, body = excluded.body
            """,
            c => c.With("@name", own.Process.Name).With("@role", own.Process.Role).With("@state", own.State).With("@body", own.ToBytes()),
            cancellationToken);
        await _database.ExecuteAsync($"DELETE FROM process_report WHERE at <= {Now} - 2 * @kept", c => c.With("@kept", (long)Kept.TotalMilliseconds), cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_database is null)
            return;
        using var timer = new PeriodicTimer(MeterHistory.Step, _clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await TryPublishAsync(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // The process is stopping; the others forget it.
        }
    }

    async Task TryPublishAsync(CancellationToken stoppingToken)
    {
        try
        {
            await PublishAsync(stoppingToken);
            _failing = false;
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            // Said once: it is tried again every few seconds, and nobody depends on it.
            if (!_failing)
                NotPublished(_logger, e.Message);
            _failing = true;
        }
    }

    async Task<List<T>> ReadAsync<T>(string sql, string name, Func<System.Data.Common.DbDataReader, T> row, CancellationToken cancellationToken)
    {
        try
        {
            return await _database!.QueryAsync(sql, c => c.With("@name", name).With("@kept", (long)Kept.TotalMilliseconds), row, cancellationToken);
        }
        catch (Exception e) when (_database!.IsUnavailable(e))
        {
            return [];
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "What this process measures could not be written down for the others: {Reason}")]
    static partial void NotPublished(ILogger logger, string reason);
}
