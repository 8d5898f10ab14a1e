using CustomerGrains.Silo.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Silo.Backfills;

/// <summary>Shows, in a process without customers, how far the backfills are that others run.</summary>
sealed partial class BackfillFollower : BackgroundService, IBackfills
{
    const int Looked = 100;

    readonly BackfillTable _table;
    readonly StoreDatabase _database;
    readonly TimeProvider _clock;
    readonly ILogger<BackfillFollower> _logger;
    readonly BackfillBoard _board;

    public BackfillFollower(BackfillTable table, StoreDatabase database, TimeProvider clock, ILogger<BackfillFollower> logger)
    {
        (_table, _database, _clock, _logger) = (table, database, clock, logger);
        _board = new(clock, progress => Changed?.Invoke(progress));
    }

    public event Action<BackfillProgress>? Changed;

    public IReadOnlyList<BackfillProgress> Current => _board.Current;

    public async Task<IReadOnlyList<BackfillProgress>> ListAsync(int limit, CancellationToken cancellationToken) =>
        [.. (await _table.LatestAsync(limit, cancellationToken)).Select(_board.Progress)];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(BackfillService.Interval, _clock);
        var failing = false;
        do
        {
            try
            {
                _board.Show(await _table.LatestAsync(Looked, stoppingToken));
                failing = false;
            }
            catch (Exception e) when (_database.IsUnavailable(e))
            {
                if (!failing)
                    NotRead(_logger, e.Message);
                failing = true;
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "How far backfills are could not be read; trying again every second: {Reason}")]
    static partial void NotRead(ILogger logger, string reason);
}
