using System.Net.Http.Headers;

namespace CustomerGrains.Client.Delivery;

/// <summary>What is worth another attempt, and after which pause.</summary>
sealed class RetryPolicy(CustomerGrainsOptions options)
{
    /// <summary>As stock Segment SDKs have it: a server that asks for more is believed up to here.</summary>
    public static readonly TimeSpan LongestRetryAfter = TimeSpan.FromMinutes(5);

    /// <summary>Passing trouble, by the rules of the Segment protocol; everything else would fail the same way again.</summary>
    public static bool IsPassing(int status) =>
        status is 408 or 410 or 429 or 460 || (status is >= 500 and <= 599 && status is not (501 or 505 or 511));

    /// <summary>
    /// Full jitter: anything from zero to the doubled limit, so that clients that failed together do not come back together. After a
    /// Retry-After never earlier than asked for.
    /// </summary>
    /// <param name="attempt">The attempt that failed, from 1.</param>
    /// <param name="retryAfter">What the server asked for.</param>
    public TimeSpan Pause(int attempt, TimeSpan? retryAfter)
    {
        if (retryAfter is { } asked)
        {
            var least = asked < LongestRetryAfter ? asked : LongestRetryAfter;
            return WholeMilliseconds(least + options.FirstBackoff * options.Random.NextDouble());
        }
        var limit = options.FirstBackoff * Math.Pow(2, Math.Min(attempt - 1, 30));
        return WholeMilliseconds((limit < options.MaxBackoff ? limit : options.MaxBackoff) * options.Random.NextDouble());
    }

    // Timers count whole milliseconds; rounded up, so that none fires before the time that the server asked for.
    static TimeSpan WholeMilliseconds(TimeSpan span) => TimeSpan.FromMilliseconds(Math.Ceiling(span.TotalMilliseconds));

    /// <summary>Whether a further attempt after this pause is still within the limits.</summary>
    public bool MayRetry(int attempt, TimeSpan elapsed, TimeSpan pause) =>
        attempt <= options.MaxRetries && elapsed + pause <= options.RetryFor;

    /// <summary>Retry-After as a span from now, given in seconds or as an HTTP date; null when absent or past.</summary>
    public static TimeSpan? RetryAfter(RetryConditionHeaderValue? header, DateTimeOffset now)
    {
        var span = header?.Delta ?? header?.Date - now;
        return span > TimeSpan.Zero ? span : null;
    }
}
