namespace CustomerGrains.Silo.Webhooks;

/// <summary>How long to wait after a failure.</summary>
static class WebhookBackoff
{
    static readonly TimeSpan First = TimeSpan.FromSeconds(5);
    static readonly TimeSpan Longest = TimeSpan.FromHours(4);
    static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(1);

    /// <summary>
    /// Before an event's next attempt: 5 s, doubling, at most 4 h, never sooner than the receiver asked for; up to a quarter more or less by chance, so that what
    /// failed together does not come back together.
    /// </summary>
    /// <param name="attempts">How many failed so far, at least 1.</param>
    /// <param name="retryAfter">What the receiver asked for, or null.</param>
    /// <param name="chance">From 0 to 1.</param>
    public static TimeSpan BeforeNext(int attempts, TimeSpan? retryAfter, double chance)
    {
        var wait = Doubled(First, attempts - 1, Longest) * (0.75 + (0.5 * chance));
        return retryAfter is { } asked && asked > wait ? Asked(asked) * (1 + (0.1 * chance)) : wait;
    }

    /// <summary>How long a whole endpoint rests that fails everybody: 5 s, doubling, at most a minute.</summary>
    public static TimeSpan Rest(int failures, double chance) => Doubled(First, failures, LongestRest) * (0.75 + (0.5 * chance));

    /// <summary>What a receiver may ask for.</summary>
    public static TimeSpan Asked(TimeSpan retryAfter) =>
        retryAfter < TimeSpan.Zero ? TimeSpan.Zero : retryAfter > WebhookLimits.LongestRetryAfter ? WebhookLimits.LongestRetryAfter : retryAfter;

    static TimeSpan Doubled(TimeSpan first, int times, TimeSpan most) =>
        TimeSpan.FromTicks(Math.Min(first.Ticks << Math.Clamp(times, 0, 16), most.Ticks));
}
