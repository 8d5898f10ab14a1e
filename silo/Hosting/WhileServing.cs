using Microsoft.Extensions.Hosting;

namespace CustomerGrains.Silo.Hosting;

/// <summary>Work of a process that calls customers by itself: it begins when the silo takes calls and ends while it still does.</summary>
abstract class WhileServing : IHostedLifecycleService, IDisposable
{
    readonly CancellationTokenSource _stopping = new();
    Task _running = Task.CompletedTask;

    public virtual Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken)
    {
        _running = Task.Run(() => RunAsync(_stopping.Token), CancellationToken.None);
        return Task.CompletedTask;
    }

    public virtual async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _running.WaitAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public virtual void Dispose() => _stopping.Dispose();

    /// <summary>The work; ends soon after the token says so.</summary>
    protected abstract Task RunAsync(CancellationToken stoppingToken);
}

/// <summary>The same again and again.</summary>
static class Loop
{
    /// <summary>Takes turn after turn until it is asked to stop. A turn that fails is told of, and the next one comes after a pause: a loop that ended would be missed by nobody.</summary>
    public static async Task RunAsync(Func<CancellationToken, Task> turn, Action<Exception> failed, TimeSpan pause, TimeProvider clock, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await turn(stoppingToken);
            }
            catch (Exception) when (stoppingToken.IsCancellationRequested)
            {
                // The program ends; a query that is given up says so in its database's own words.
            }
#pragma warning disable CA1031 // Whatever it was, it is said, and tried again.
            catch (Exception e)
#pragma warning restore CA1031
            {
                failed(e);
                await Task.Delay(pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }
}
