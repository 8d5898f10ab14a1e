using CustomerGrains.Silo.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Silo.Operations;

/// <summary>What a process needs to say of itself how it is.</summary>
static class OperationsServices
{
    public static IServiceCollection AddProcessReports(this IServiceCollection services)
    {
        services.AddSingleton(static provider => ProcessInfo.Of(
            provider.GetRequiredService<IConfiguration>(), provider.GetRequiredService<StoreOptions>(), provider.GetRequiredService<TimeProvider>().GetUtcNow()));
        services.AddSingleton(static provider => new ProcessReports(
            provider.GetRequiredService<StoreOptions>(),
            provider.GetRequiredService<StoreDatabase>(),
            provider.GetRequiredService<MeterHistory>(),
            provider.GetRequiredService<ProcessInfo>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<ProcessReports>>()));
        services.AddHostedService(static provider => provider.GetRequiredService<ProcessReports>());
        return services;
    }
}
