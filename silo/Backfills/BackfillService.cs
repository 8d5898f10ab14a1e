using CustomerGrains.Silo.Cluster;
using CustomerGrains.Silo.Hosting;
using CustomerGrains.Silo.Rules;
using CustomerGrains.Silo.Storage;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Silo.Backfills;

/// <summary>
/// Runs the backfills that publications ask for, one pass at a time, in one process of all; the others show how far it is, and take over where it stopped if
/// that process dies. Those that wait when a pass begins are served by that one pass.
/// </summary>
sealed partial class BackfillService : WhileServing, IBackfills
{
    /// <summary>How often it looks for what others asked for or did, and writes down how far it is itself.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    const int Looked = 100;

    readonly BackfillTable _table;
    readonly BackfillPass _pass;
    readonly CustomerScan _scan;
    readonly RuleBook _rules;
    readonly ClusterLocks _cluster;
    readonly StoreDatabase _database;
    readonly TimeProvider _clock;
    readonly BackfillMetrics _metrics;
    readonly ILogger<BackfillService> _logger;
    readonly BackfillBoard _board;
    readonly SemaphoreSlim _one = new(1, 1);
    TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public BackfillService(
        BackfillTable table, BackfillPass pass, CustomerScan scan, RuleBook rules, DefinitionStore definitions, ClusterLocks cluster, StoreDatabase database, TimeProvider clock,
        BackfillMetrics metrics, ILogger<BackfillService> logger)
    {
        (_table, _pass, _scan, _rules, _cluster, _database, _clock, _metrics, _logger) = (table, pass, scan, rules, cluster, database, clock, metrics, logger);
        _board = new(clock, progress => Changed?.Invoke(progress));
        metrics.Watch(() => _board.Current);
        definitions.Published += _ =>
        {
            _asked.TrySetResult();
            return Task.CompletedTask;
        };
    }

    public event Action<BackfillProgress>? Changed;

    public IReadOnlyList<BackfillProgress> Current => _board.Current;

    public async Task<IReadOnlyList<BackfillProgress>> ListAsync(int limit, CancellationToken cancellationToken) =>
        [.. (await _table.LatestAsync(limit, cancellationToken)).Select(_board.Progress)];

    /// <summary>Does what there is to do, if no other process does; ends when nothing is left.</summary>
    /// <returns>Whether everything is done.</returns>
    public async Task<bool> WorkAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            return await RunPassesAsync(cancellationToken);
        }
        finally
        {
            _one.Release();
        }
    }

    public override void Dispose()
    {
        _one.Dispose();
        base.Dispose();
    }

    // Whoever is interrupted goes on where it was written down to be.
    protected override Task RunAsync(CancellationToken stoppingToken) =>
        Loop.RunAsync(TurnAsync, e => Interrupted(_logger, e, _database.IsUnavailable(e)), Interval, _clock, stoppingToken);

    async Task TurnAsync(CancellationToken cancellationToken)
    {
        await WorkAsync(cancellationToken);
        try
        {
            await _asked.Task.WaitAsync(Interval, _clock, cancellationToken);
            _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
        catch (TimeoutException)
        {
            // Perhaps another process was asked.
        }
    }

    async Task<bool> RunPassesAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            _board.Show(await _table.LatestAsync(Looked, cancellationToken));
            if ((await _table.UnfinishedAsync(cancellationToken)).Count == 0)
                return true;
            if (!await _cluster.TryTakeBackfillAsync(cancellationToken))
                return false;
            try
            {
                // Only now nobody else changes them.
                if (await _table.UnfinishedAsync(cancellationToken) is not { Count: > 0 } rows)
                    return true;
                await PassAsync([.. rows.Where(row => row.Cursor == rows[0].Cursor)], cancellationToken);
                await _table.PurgeAsync(cancellationToken);
            }
            finally
            {
                await _cluster.ReleaseBackfillAsync(CancellationToken.None);
            }
        }
    }

    async Task PassAsync(IReadOnlyList<BackfillRow> rows, CancellationToken cancellationToken)
    {
        var generation = rows.Max(row => row.Generation);
        await EverybodyKnowsAsync(generation, cancellationToken);
        var total = await _scan.CountAsync(cancellationToken);
        var now = rows.Select(row => row with { Total = total }).ToList();
        var saved = _clock.GetTimestamp();
        await SaveAsync();
        try
        {
            await _pass.RunAsync(rows[0].Cursor, generation, AdvanceAsync, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // A program that is asked to stop doesn't have to do anything twice; one that is killed goes back by a second.
            cancellationToken = CancellationToken.None;
            await SaveAsync();
            throw;
        }

        now = now.ConvertAll(row => row with { FinishedAt = _clock.GetUtcNow(), Total = row.Done });
        await SaveAsync();
        Finished(_logger, now[0].Reason, now[0].Done, now[0].Changed, (now[0].FinishedAt!.Value - now[0].StartedAt).TotalSeconds);

        async Task AdvanceAsync(RangeDone range)
        {
            now = now.ConvertAll(row => row with { Cursor = range.Through, Done = row.Done + range.Done, Changed = row.Changed + range.Changed });
            _metrics.Advanced(range);
            _board.Show(now, _pass.IsPaused);
            if (_clock.GetElapsedTime(saved) < Interval)
                return;
            saved = _clock.GetTimestamp();
            await SaveAsync();
            // A process that lost its locks may have been replaced by another already.
            if (!await _cluster.TryTakeBackfillAsync(cancellationToken))
                throw new InvalidOperationException("Another process runs the backfill.");
        }

        async Task SaveAsync()
        {
            foreach (var row in now)
                await _table.SaveAsync(row, cancellationToken);
            _board.Show(now, _pass.IsPaused);
        }
    }

    // Who is looked at while another process still decides by older rules might be decided about by them a moment later, and nobody would look again.
    async Task EverybodyKnowsAsync(long generation, CancellationToken cancellationToken)
    {
        await _rules.RefreshAsync(cancellationToken);
        while (!await _cluster.EverybodyHoldsAsync(generation, cancellationToken))
            await Task.Delay(Interval / 5, _clock, cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Backfill ({Reason}): {Customers} customers looked at, {Changed} changed, in {Seconds:0.0} s")]
    static partial void Finished(ILogger logger, string reason, long customers, long changed, double seconds);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The backfill was interrupted and goes on from where it was (store unavailable: {Unavailable})")]
    static partial void Interrupted(ILogger logger, Exception exception, bool unavailable);
}
