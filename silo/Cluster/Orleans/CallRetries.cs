using CustomerGrains.Silo.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Runtime.Messaging;

namespace CustomerGrains.Silo.Cluster;

/// <summary>
/// Makes a web process's calls again that failed because a silo went, or froze: by then the customer lives elsewhere. Every grain method of this project may be
/// called again: message ids, and the steps of a link, find what was done already. After a while it gives up, and the caller is told to come back; as long as
/// nobody answers at all after that, the next callers are told so after one attempt.
/// </summary>
sealed partial class CallRetries(ClusterSettings settings, TimeProvider clock, ILogger<CallRetries> logger) : IOutgoingGrainCallFilter
{
    static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(50);
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    // When the first call failed since one was answered; 0: the latest was answered.
    long _failingSince;

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        var began = clock.GetTimestamp();
        var pause = Shortest;
        while (true)
        {
            try
            {
                await context.Invoke();
                Answered();
                return;
            }
            catch (Exception e) when (!IsOfTheWay(e))
            {
                Answered();
                throw;
            }
            catch (Exception e) when (clock.GetElapsedTime(Math.Min(began, FailingSince())) + pause < settings.RetryFor)
            {
                Again(logger, e, context.MethodName, pause);
            }

            await Task.Delay(pause, clock);
            pause = pause * 2 < Longest ? pause * 2 : Longest;
        }
    }

    void Answered()
    {
        if (Volatile.Read(ref _failingSince) != 0)
            Volatile.Write(ref _failingSince, 0);
    }

    long FailingSince()
    {
        var now = clock.GetTimestamp();
        var before = Interlocked.CompareExchange(ref _failingSince, now, 0);
        return before == 0 ? now : before;
    }

    // Not what the customer herself answered. What timed out may have been done: that is what repeating is safe for.
    static bool IsOfTheWay(Exception exception) => exception is OrleansMessageRejectionException or ConnectionFailedException or TimeoutException;

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Method} failed on its way; again in {Pause}")]
    static partial void Again(ILogger logger, Exception exception, string method, TimeSpan pause);
}
