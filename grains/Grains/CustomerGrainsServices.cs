using CustomerGrains.Domain.FollowUps;
using CustomerGrains.Domain.Rules;
using CustomerGrains.Grains.Customers;
using CustomerGrains.Grains.Rules;
using CustomerGrains.Grains.Value;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CustomerGrains.Grains;

/// <summary>What the grains need besides the journal, the reporting currency and the grain storage "snapshots".</summary>
public static class CustomerGrainsServices
{
    /// <summary>Registers the fold of journals and the loader of customers.</summary>
    public static IServiceCollection AddCustomerGrains(this IServiceCollection services) => services
        .AddMetrics()
        .AddSingleton<CustomerMetrics>()
        .AddSingleton<CustomerHistory>()
        .AddSingleton<CustomerLoader>()
        .AddDefaults();

    // What others replace by registering their own, before this or after.
    static IServiceCollection AddDefaults(this IServiceCollection services)
    {
        services.TryAddSingleton<IRuleBook>(_ => FixedRuleBook.Default);
        services.TryAddSingleton<IPredictions, NoPredictions>();
        services.TryAddSingleton(FollowUpPolicy.Default);
        return services;
    }
}
