using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace CustomerGrains.Web.Ingestion;

/// <summary>How many events a second each write key may send: one sender that runs wild does not use up everybody's place.</summary>
sealed class KeyRates(IOptions<IngestionOptions> options) : IDisposable
{
    readonly int _perSecond = options.Value.EventsPerSecondPerKey;
    readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.Create<string, string>(key => Partition(key, options.Value.EventsPerSecondPerKey));

    /// <summary>Takes the events from the key's allowance, or says how long to wait.</summary>
    public bool TryTake(string keyId, int events, out TimeSpan retryAfter)
    {
        retryAfter = TimeSpan.Zero;
        if (_perSecond <= 0 || events == 0) return true;
        using var lease = _limiter.AttemptAcquire(keyId, events);
        if (lease.IsAcquired) return true;
        retryAfter = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : TimeSpan.FromSeconds(1);
        return false;
    }

    public void Dispose() => _limiter.Dispose();

    static RateLimitPartition<string> Partition(string key, int perSecond) => RateLimitPartition.GetTokenBucketLimiter(key, _ => new()
    {
        TokensPerPeriod = Math.Max(1, perSecond),
        ReplenishmentPeriod = TimeSpan.FromSeconds(1),
        // A whole batch must fit in, however low the rate.
        TokenLimit = Math.Max(perSecond * 2, IngestionOptions.MaxBatchEvents),
        QueueLimit = 0,
        AutoReplenishment = true,
    });
}
