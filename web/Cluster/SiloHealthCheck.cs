using CustomerGrains.Silo.Cluster;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace CustomerGrains.Web.Cluster;

/// <summary>Ready means: at least one silo is connected.</summary>
sealed class SiloHealthCheck(ClusterConnection connection) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(connection.Silos > 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("no silo is connected"));
}
