using CustomerGrains.Silo.Hosting;
using CustomerGrains.Silo.Storage;
using CustomerGrains.Silo.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Orleans.Configuration;

namespace CustomerGrains.Silo.Cluster;

/// <summary>Silos that find each other in the store's database, and web processes that find them there (docs/decisions/023-clusters.md).</summary>
static class ClusterEngine
{
    const string Invariant = "Npgsql";

    /// <summary>Of how many unanswered probes a silo is suspected.</summary>
    const int Probes = 3;

    /// <summary>Why there are no clusters here; null: there are.</summary>
    public static string? Missing => null;

    public static void UseClusterSilo(this IHostApplicationBuilder builder, StoreOptions store, ClusterSettings settings, Action<ISiloBuilder> configure) =>
        builder.UseOrleans(silo =>
        {
            configure(silo);
            silo.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (Invariant, ConnectionString(store)))
                .Configure<ClusterOptions>(options => Name(options, settings))
                .Configure<ClusterMembershipOptions>(options => Watch(options, settings.DeadAfter))
                .Configure<SiloMessagingOptions>(options => options.ResponseTimeout = settings.DeadAfter * 2);
            if (settings.Address is { } address)
                silo.ConfigureEndpoints(address, settings.SiloPort, settings.GatewayPort, listenOnAnyHostAddress: true);
            else
                silo.ConfigureEndpoints(settings.SiloPort, settings.GatewayPort, listenOnAnyHostAddress: true);
            if (settings.Listen is { } own)
            {
                silo.Configure<EndpointOptions>(options =>
                    (options.SiloListeningEndpoint, options.GatewayListeningEndpoint) = (new(own, settings.SiloPort), new(own, settings.GatewayPort)));
            }

            // By a hash of her id: whoever asks first, all agree where a customer lives, and each silo has its share whoever sends what.
            silo.Services.AddSingleton<PlacementStrategy, HashBasedPlacement>();
        });

    public static void UseClusterClient(this IHostApplicationBuilder builder, StoreOptions store, ClusterSettings settings)
    {
        builder.Services.AddSingleton<CallRetries>();
        builder.UseOrleansClient(client =>
        {
            client.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (Invariant, ConnectionString(store)))
                .Configure<ClusterOptions>(options => Name(options, settings))
                .Configure<GatewayOptions>(options => options.GatewayListRefreshPeriod = settings.DeadAfter / 4)
                .Configure<ClientMessagingOptions>(options => options.ResponseTimeout = settings.DeadAfter)
                .UseConnectionRetryFilter<FirstSilo>()
                .AddGatewayCountChangedHandler(provider =>
                {
                    var connection = provider.GetRequiredService<ClusterConnection>();
                    return (_, change) => connection.Set(change.NumberOfConnectedGateways);
                });
            if (builder.Configuration.IsTraced())
                client.AddActivityPropagation();
            client.Services.AddSingleton<IOutgoingGrainCallFilter>(provider => provider.GetRequiredService<CallRetries>());
        });
    }

    static void Name(ClusterOptions options, ClusterSettings settings) => (options.ServiceId, options.ClusterId) = (SiloHosting.Service, settings.Name);

    // A killed silo refuses the next probes at once, a frozen one lets them time out.
    static void Watch(ClusterMembershipOptions options, TimeSpan deadAfter)
    {
        options.ProbeTimeout = deadAfter / Probes;
        options.NumMissedProbesLimit = Probes;
        options.TableRefreshTimeout = deadAfter;
        // Who was killed with all the others, and comes back elsewhere, is not waited for longer than this.
        options.IAmAliveTablePublishTimeout = deadAfter / 2;
        options.NumMissedTableIAmAliveLimit = Probes;
    }

    // A small pool of its own: whether this process lives must not depend on how busy it is.
    static string ConnectionString(StoreOptions store) =>
        new NpgsqlConnectionStringBuilder(store.ConnectionString) { MinPoolSize = 1, MaxPoolSize = 4, CommandTimeout = 5, ApplicationName = "CustomerGrains cluster" }.ConnectionString;
}
