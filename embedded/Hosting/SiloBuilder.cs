using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Orleans.Hosting
{
    /// <summary>Sets up a silo.</summary>
    public interface ISiloBuilder
    {
        /// <summary>The services of the host.</summary>
        IServiceCollection Services { get; }

        /// <summary>The configuration of the host.</summary>
        IConfiguration Configuration { get; }
    }
}

namespace Orleans.Embedded
{
    sealed record SiloBuilder(IServiceCollection Services, IConfiguration Configuration) : Hosting.ISiloBuilder
    {
        /// <summary>Adds the engine; at most once, however often it is asked for.</summary>
        public static SiloBuilder Add(IServiceCollection services, IConfiguration configuration)
        {
            if (services.All(service => service.ServiceType != typeof(Silo)))
            {
                services.AddLogging();
                services.AddOptions();
                services.TryAddSingleton(TimeProvider.System);
                services.AddSingleton<Silo>();
                services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<Silo>());
                services.AddSingleton<IClusterClient>(provider => provider.GetRequiredService<Silo>().GrainFactory);
                services.AddSingleton<IGrainFactory>(provider => provider.GetRequiredService<Silo>().GrainFactory);
            }
            return new(services, configuration);
        }
    }
}
