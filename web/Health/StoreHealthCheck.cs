using CustomerGrains.Silo.Journal;
using CustomerGrains.Silo.Settings;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CustomerGrains.Web.Health;

/// <summary>Ready means: started, the key figures loaded, the store answers, and the journal's writers work.</summary>
sealed class StoreHealthCheck(Readiness readiness, ISettingStore settings, JournalHealth journal) : IHealthCheck
{
    static readonly TimeSpan _patience = TimeSpan.FromSeconds(5);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!readiness.Accepting) return HealthCheckResult.Unhealthy("starting");
        try
        {
            await settings.GetAsync("health", cancellationToken).WaitAsync(_patience, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy("the store does not answer", e);
        }
        // Degraded, not unhealthy: only the next write can show that writing works again, so traffic has to go on.
        return journal.Available ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded("the latest write failed");
    }
}
