using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Embedded;
using Orleans.Storage;

namespace Orleans.Hosting;

/// <summary>Sets up a silo.</summary>
public static class SiloBuilderExtensions
{
    /// <summary>Adds services.</summary>
    public static ISiloBuilder ConfigureServices(this ISiloBuilder builder, Action<IServiceCollection> configureDelegate)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configureDelegate);
        configureDelegate(builder.Services);
        return builder;
    }

    /// <summary>Sets options.</summary>
    public static ISiloBuilder Configure<TOptions>(this ISiloBuilder builder, Action<TOptions> configureOptions)
        where TOptions : class => builder.ConfigureServices(services => services.Configure(configureOptions));

    /// <summary>One silo in this process: all that the embedded engine knows. The ports are not opened.</summary>
    public static ISiloBuilder UseLocalhostClustering(
        this ISiloBuilder builder,
        int siloPort = 11111,
        int gatewayPort = 30000,
        System.Net.IPEndPoint? primarySiloEndpoint = null,
        string serviceId = "default",
        string clusterId = "default") =>
        builder.Configure<ClusterOptions>(options => (options.ServiceId, options.ClusterId) = (serviceId, clusterId));

    /// <summary>Lets calls run within the trace of whoever makes them. Here the caller's own activity is the current one of the call; no others are made.</summary>
    public static ISiloBuilder AddActivityPropagation(this ISiloBuilder builder) =>
        builder.ConfigureServices(services => services.TryAddSingleton<ActivityPropagation>());

    /// <summary>Adds a storage that lasts as long as the silo.</summary>
    public static ISiloBuilder AddMemoryGrainStorage(this ISiloBuilder builder, string name) =>
        builder.ConfigureServices(services => services.AddKeyedSingleton<IGrainStorage>(
            name, (provider, _) => new MemoryGrainStorage(SerializerFor(provider, name))));

    /// <summary>Adds a storage that lasts as long as the silo, for states that name none.</summary>
    public static ISiloBuilder AddMemoryGrainStorageAsDefault(this ISiloBuilder builder) => builder.AddMemoryGrainStorage(StorageNames.Default);

    /// <summary>Adds a storage in a relational database. Its tables and statements must be there when the silo starts.</summary>
    public static ISiloBuilder AddAdoNetGrainStorage(
        this ISiloBuilder builder, string name, Action<AdoNetGrainStorageOptions> configureOptions) =>
        builder.ConfigureServices(services =>
        {
            services.Configure(name, configureOptions);
            services.AddSingleton(new StorageStart(name));
            services.AddKeyedSingleton<IGrainStorage>(name, (provider, _) => CreateAdoNet(provider, name));
        });

    static AdoNetGrainStorage CreateAdoNet(IServiceProvider provider, string name)
    {
        var options = provider.GetRequiredService<IOptionsMonitor<AdoNetGrainStorageOptions>>().Get(name);
        if (string.IsNullOrWhiteSpace(options.ConnectionString))
        {
            throw new Runtime.OrleansConfigurationException($"Grain storage '{name}' has no connection string.");
        }
        options.GrainStorageSerializer ??= SerializerFor(provider, name)
            ?? throw new Runtime.OrleansConfigurationException($"Grain storage '{name}' has no serializer.");
        return new(name, provider.GetRequiredService<IOptions<ClusterOptions>>().Value.ServiceId, options);
    }

    static IGrainStorageSerializer? SerializerFor(IServiceProvider provider, string name) =>
        provider.GetKeyedService<IGrainStorageSerializer>(name) ?? provider.GetService<IGrainStorageSerializer>();
}
