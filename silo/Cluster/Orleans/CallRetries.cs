using CustomerGrains.Silo.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Runtime.Messaging;

namespace CustomerGrains.Silo.Cluster;

/// <summary>
/// Makes a web process's calls again that failed because a silo went, or froze: by then the customer lives elsewhere. Every grain method of this project may be
/// called again: message ids, and the steps of a link, find what was done already. After a while it gives up, and the caller is told to come back.
/// </summary>
sealed partial class CallRetries(ClusterSettings settings, TimeProvider clock, ILogger<CallRetries> logger) : IOutgoingGrainCallFilter
{
    static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(50);
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        var began = clock.GetTimestamp();
        var pause = Shortest;
        while (true)
        {
            try
            {
                await context.Invoke();
                return;
            }
            catch (Exception e) when (IsOfTheWay(e) && clock.GetElapsedTime(began) + pause < settings.RetryFor)
            {
                Again(logger, e, context.MethodName, pause);
            }

            await Task.Delay(pause, clock);
            pause = pause * 2 < Longest ? pause * 2 : Longest;
        }
    }

    // Not what the customer herself answered. What timed out may have been done: that is what repeating is safe for.
    static bool IsOfTheWay(Exception exception) => exception is OrleansMessageRejectionException or ConnectionFailedException or TimeoutException;

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Method} failed on its way; again in {Pause}")]
    static partial void Again(ILogger logger, Exception exception, string method, TimeSpan pause);
}
