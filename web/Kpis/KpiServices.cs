using CustomerGrains.Grains.Journal;
using CustomerGrains.Silo.Kpis;
using CustomerGrains.Web.Flows;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CustomerGrains.Web.Kpis;

/// <summary>What the key figures need.</summary>
static class KpiServices
{
    public static IServiceCollection AddKpis(this IServiceCollection services)
    {
        services.AddSingleton<KpiBoard>();
        services.AddSingleton<ICommitObserver>(provider => provider.GetRequiredService<KpiBoard>());
        services.AddSingleton<ScopeBoards>();
        services.AddSingleton<ICommitObserver>(provider => provider.GetRequiredService<ScopeBoards>());
        services.AddSingleton<KpiMetrics>();
        services.AddSingleton<ScopeNames>();
        services.AddSingleton<FlowBoard>();
        services.AddSingleton<ICommitObserver>(provider => provider.GetRequiredService<FlowBoard>());
        services.AddSingleton<BoardLoader>();
        services.TryAddSingleton<ICounterFollower, JournalReturns>();
        services.AddHostedService<BoardKeeper>();
        services.AddSingleton<KpiSeries>();
        services.AddSingleton<KpiDays>();
        services.AddSingleton<KpiTrend>();
        return services;
    }
}
