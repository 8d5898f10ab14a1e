using CustomerGrains.Grains.Customers;
using CustomerGrains.Silo.Journal;
using CustomerGrains.Web.Alerts;
using CustomerGrains.Web.Ingestion;
using CustomerGrains.Web.Kpis;
using CustomerGrains.Web.Live;

namespace CustomerGrains.Web.Operations;

/// <summary>What the operations page needs.</summary>
static class OperationsServices
{
    public static IServiceCollection AddOperations(this IServiceCollection services) => services.AddHostedService<Beginning>();

    /// <summary>What is measured is measured from the start: instruments do not wait for the first request that would need them.</summary>
#pragma warning disable CS9113 // Being asked for is all they have to do.
    sealed class Beginning(
        IngestMetrics ingestion, LiveMetrics live, KpiMetrics kpis, AlertWatchMetrics alerts, CustomerMetrics? customers = null, JournalMetrics? journal = null)
        : IHostedService
#pragma warning restore CS9113
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
