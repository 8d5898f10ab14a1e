using System.Net;
using System.Threading.RateLimiting;

namespace CustomerGrains.Web.Security;

/// <summary>Slows down whoever guesses passwords: a few tries for each address, then one every few seconds; and a bound for all together.</summary>
sealed class SignInLimit : IDisposable
{
    /// <summary>Tries at once.</summary>
    public const int Burst = 10;

    static readonly TimeSpan _period = TimeSpan.FromSeconds(6);

    readonly PartitionedRateLimiter<string> _limiter = PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<string, string>(address => Bucket(address, Burst, 1)),
        PartitionedRateLimiter.Create<string, string>(_ => Bucket("all", 200, 20)));

    public bool TryTake(IPAddress? address, out TimeSpan retryAfter)
    {
        using var lease = _limiter.AttemptAcquire(KeyOf(address));
        retryAfter = lease.TryGetMetadata(MetadataName.RetryAfter, out var after) ? after : _period;
        return lease.IsAcquired;
    }

    public void Dispose() => _limiter.Dispose();

    static RateLimitPartition<string> Bucket(string key, int burst, int perPeriod) => RateLimitPartition.GetTokenBucketLimiter(key, _ => new()
    {
        TokenLimit = burst,
        TokensPerPeriod = perPeriod,
        ReplenishmentPeriod = _period,
        QueueLimit = 0,
        AutoReplenishment = true,
    });

    // One customer of an IPv6 provider has a whole /64.
    static string KeyOf(IPAddress? address)
    {
        if (address is null) return "";
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))
            : address.ToString();
    }
}
