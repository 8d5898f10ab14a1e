using CustomerGrains.Grains.Customers;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerGrains.Grains;

/// <summary>What the grains need besides the journal, the reporting currency and the grain storage "snapshots".</summary>
public static class CustomerGrainsServices
{
    /// <summary>Registers the fold of journals and the loader of customers.</summary>
    public static IServiceCollection AddCustomerGrains(this IServiceCollection services) => services
        .AddSingleton<CustomerHistory>()
        .AddSingleton<CustomerLoader>();
}
