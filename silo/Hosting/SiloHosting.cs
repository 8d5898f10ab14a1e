using System.Net;
using System.Net.Sockets;
using CustomerGrains.Domain.Rules;
using CustomerGrains.Grains;
using CustomerGrains.Grains.Journal;
using CustomerGrains.Grains.Value;
using CustomerGrains.Silo.Backfills;
using CustomerGrains.Silo.Deadlines;
using CustomerGrains.Silo.Storage;
using CustomerGrains.Silo.Value;
using CustomerGrains.Silo.Value.Models;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace CustomerGrains.Silo.Hosting;

/// <summary>Puts the customers into a program: grains, store and engine.</summary>
public static class SiloHosting
{
    /// <summary>The grain storage of the snapshots.</summary>
    public const string SnapshotStorage = "snapshots";

    const string Cluster = "customergrains";

    /// <summary>Adds a silo to this process, its store and everything that the grains need.</summary>
    /// <exception cref="StoreOptionsException">The section <c>Store</c> is wrong.</exception>
    /// <exception cref="ValueOptionsException">The section <c>Value</c> is wrong.</exception>
    public static TBuilder AddCustomerGrainsSilo<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        var store = StoreOptions.From(builder.Configuration);
        builder.Services.AddCustomerGrainsStore(store);
        builder.Services.AddReportingCurrency(ValueOptions.From(builder.Configuration));
        builder.Services.AddCustomerGrains();
        builder.Services.AddDeadlines();
        builder.Services.AddValueModels();
        builder.UseOrleans(silo => silo
            .UseLocalhostClustering(FreePort(), gatewayPort: 0, serviceId: Cluster, clusterId: Cluster)
            .AddAdoNetGrainStorage(SnapshotStorage, options =>
            {
                options.Invariant = store.SnapshotInvariant;
                options.ConnectionString = store.SnapshotConnectionString;
                options.GrainStorageSerializer = new SnapshotSerializer();
            })

            // A resting customer costs memory and nothing else; a quarter of an hour outlasts a visit.
            .Configure<GrainCollectionOptions>(options => options.CollectionAge = TimeSpan.FromMinutes(15)));
        return builder;
    }

    // What calls customers by itself: at their deadlines, and when rules changed.
    static void AddDeadlines(this IServiceCollection services)
    {
        services.AddSingleton<ICustomerCalls, GrainCalls>();
        services.AddSingleton<SweeperMetrics>();
        services.AddSingleton<Sweeper>();
        services.AddHostedService(provider => provider.GetRequiredService<Sweeper>());
        services.AddSingleton<LiveTraffic>();
        services.AddSingleton<ICommitObserver>(provider => provider.GetRequiredService<LiveTraffic>());
        services.AddSingleton<CustomerScan>();
        services.AddSingleton<BackfillTable>();
        services.AddSingleton<BackfillPass>();
        services.AddSingleton<BackfillService>();
        services.AddSingleton<IBackfills>(provider => provider.GetRequiredService<BackfillService>());
        services.AddHostedService(provider => provider.GetRequiredService<BackfillService>());
        services.AddSingleton<IPreview, Preview>();
    }

    static void AddValueModels(this IServiceCollection services)
    {
        services.AddSingleton<ModelStore>();
        services.AddSingleton<StoredModels>();
        services.AddSingleton<IValueModels>(provider => provider.GetRequiredService<StoredModels>());
        services.Replace(ServiceDescriptor.Singleton<IPredictions>(provider => provider.GetRequiredService<StoredModels>()));
        services.AddSingleton<ModelFitting>();
        services.AddHostedService(provider => provider.GetRequiredService<ModelFitting>());
    }

    static void AddReportingCurrency(this IServiceCollection services, ValueOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<StoredReportingCurrency>();
        services.AddSingleton<IReportingCurrency>(provider => provider.GetRequiredService<StoredReportingCurrency>());
        services.AddSingleton<ICommitObserver>(provider => provider.GetRequiredService<StoredReportingCurrency>());
        services.AddHostedService(provider => provider.GetRequiredService<StoredReportingCurrency>());
    }

    // Nobody but this process talks to its silo, so the port may be any; two servers on one machine must not ask for the same.
    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
