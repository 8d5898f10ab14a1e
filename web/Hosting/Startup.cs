using CustomerGrains.Web.Health;
using CustomerGrains.Web.Kpis;
using CustomerGrains.Web.Security;

namespace CustomerGrains.Web.Hosting;

/// <summary>
/// Brings the process to the point where it takes work: the first credentials, the key figures. Until then requests get 503. A store
/// that can't be reached is waited for, so that the order in which machines start does not matter.
/// </summary>
sealed partial class Startup(
    FirstCredentials credentials, BoardLoader boards, Readiness readiness, TimeProvider clock, ILogger<Startup> log) : BackgroundService
{
    static readonly TimeSpan _pause = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!await TryStartAsync(stoppingToken)) await Task.Delay(_pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    async Task<bool> TryStartAsync(CancellationToken stoppingToken)
    {
        try
        {
            if (await credentials.EnsureAsync(stoppingToken) is { } made) Banner.Show(made);
            await boards.LoadAsync(stoppingToken);
            readiness.Started = true;
            return true;
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            StoreNotReached(e, _pause.TotalSeconds);
            return false;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    [LoggerMessage(LogLevel.Error, "The store can't be used yet; trying again in {Seconds} s")]
    partial void StoreNotReached(Exception exception, double seconds);
}
