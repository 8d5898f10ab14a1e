using System.Text.Json;
using CustomerGrains.Domain.Kpis;
using CustomerGrains.Grains.Journal;
using CustomerGrains.Silo.FollowUps;
using CustomerGrains.Web.Hosting;
using CustomerGrains.Web.Live;

namespace CustomerGrains.Web.FollowUps;

/// <summary>
/// Tells every screen that follow-ups changed and how many there are, at most every 500 ms. Hears of it by what commits add to the counters, so it makes no difference which
/// process commits; the numbers come from the list itself.
/// </summary>
sealed partial class FollowUpPump(IFollowUps followUps, LiveConnections connections, TimeProvider clock, ILogger<FollowUpPump> log) : BackgroundService, ICommitObserver
{
    /// <summary>The shortest time between two frames.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(500);

    /// <summary>The time until the next look at a store that could not be asked.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    readonly Nudge _changed = new();

    // On the journal's writer: no more than this.
    public void OnCommitted(IReadOnlyList<Commit> commits)
    {
        foreach (var commit in commits)
        {
            foreach (var delta in commit.Deltas)
            {
                if (delta.Metric is not (Metrics.FollowUpActs or Metrics.FollowUps)) continue;
                _changed.Give();
                return;
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await _changed.WaitAsync(stoppingToken);
                await Task.Delay(await TryPushAsync(stoppingToken) ? Shortest : Pause, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The process is stopping.
        }
    }

    async Task<bool> TryPushAsync(CancellationToken stoppingToken)
    {
        try
        {
            var counts = await followUps.CountAsync(stoppingToken);
            var frame = new FollowUpsFrame(clock.GetUtcNow(), counts.Open, counts.Taken, counts.Oldest);
            connections.PostFollowUps(new(JsonSerializer.SerializeToUtf8Bytes(frame, WebJson.Options)));
            return true;
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            // Screens must hear of it all the same: again with the next look.
            CountFailed(e);
            _changed.Give();
            return false;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Follow-ups could not be counted; trying again")]
    partial void CountFailed(Exception exception);
}
