using CustomerGrains.Silo.Kpis;
using CustomerGrains.Web.Hosting;

namespace CustomerGrains.Web.Kpis;

/// <summary>Loads all boards anew when this process missed something of what was committed: after it stood still for minutes, say, or when the store went and came back.</summary>
sealed partial class BoardKeeper(ICounterFollower follower, BoardLoader boards, ScopeBoards scopes, TimeProvider clock, ILogger<BoardKeeper> log) : BackgroundService
{
    static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);

    readonly Nudge _lost = new();

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        follower.Lost += Wake;
        await base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        follower.Lost -= Wake;
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await _lost.WaitAsync(stoppingToken);
            while (!await TryLoadAsync(stoppingToken)) await Task.Delay(_pause, clock, stoppingToken);
        }
    }

    void Wake() => _lost.Give();

    async Task<bool> TryLoadAsync(CancellationToken stoppingToken)
    {
        try
        {
            await boards.LoadAsync(stoppingToken);
            await scopes.ReloadAsync(stoppingToken);
            LoadedAnew();
            return true;
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            NotLoaded(e, _pause.TotalSeconds);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Information, "The key figures are loaded anew")]
    partial void LoadedAnew();

    [LoggerMessage(LogLevel.Warning, "The key figures can't be loaded; trying again in {Seconds} s")]
    partial void NotLoaded(Exception exception, double seconds);
}
