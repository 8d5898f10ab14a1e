using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Client;

/// <summary>Registers the client with Microsoft.Extensions.DependencyInjection.</summary>
public static class ServiceCollectionExtensions
{
    /// <summary>
    /// Adds one <see cref="CustomerGrainsClient"/> for the whole process, with the container's TimeProvider and logging. The host
    /// flushes it when it stops.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="configure">Sets at least <see cref="CustomerGrainsOptions.Endpoint"/> and <see cref="CustomerGrainsOptions.WriteKey"/>.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddCustomerGrains(this IServiceCollection services, Action<CustomerGrainsOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        return services.AddSingleton(provider =>
        {
            var options = new CustomerGrainsOptions();
            if (provider.GetService<TimeProvider>() is { } time) options.TimeProvider = time;
            if (provider.GetService<ILoggerFactory>() is { } logging) options.Logger = logging.CreateLogger<CustomerGrainsClient>();
            configure(options);
            return new CustomerGrainsClient(options);
        });
    }
}
