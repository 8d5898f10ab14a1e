using System.Net;
using System.Net.Sockets;
using CustomerGrains.Domain.Rules;
using CustomerGrains.Grains;
using CustomerGrains.Grains.Journal;
using CustomerGrains.Grains.Value;
using CustomerGrains.Silo.Backfills;
using CustomerGrains.Silo.Cluster;
using CustomerGrains.Silo.Deadlines;
using CustomerGrains.Silo.FollowUps;
using CustomerGrains.Silo.Operations;
using CustomerGrains.Silo.Retention;
using CustomerGrains.Silo.Storage;
using CustomerGrains.Silo.Telemetry;
using CustomerGrains.Silo.Value;
using CustomerGrains.Silo.Value.Models;
using CustomerGrains.Silo.Webhooks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;

namespace CustomerGrains.Silo.Hosting;

/// <summary>Puts the customers into a program: grains, store and engine. Or the way to those who live in other processes.</summary>
public static class SiloHosting
{
    /// <summary>The grain storage of the snapshots.</summary>
    public const string SnapshotStorage = "snapshots";

    /// <summary>Part of the key of stored state, whatever a cluster is called.</summary>
    internal const string Service = "customergrains";

    /// <summary>Adds a silo that is this process's own, its store and everything that the grains need.</summary>
    /// <exception cref="StoreOptionsException">The section <c>Store</c> is wrong.</exception>
    /// <exception cref="ValueOptionsException">The section <c>Value</c> is wrong.</exception>
    /// <exception cref="WebhookOptionsException">The section <c>Webhooks</c> is wrong.</exception>
    /// <exception cref="FollowUpOptionsException">The section <c>FollowUps</c> is wrong.</exception>
    public static TBuilder AddCustomerGrainsSilo<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        var store = StoreOptions.From(builder.Configuration);
        builder.AddSilo(store);
        builder.UseOrleans(silo => silo.AddCustomers(store).UseLocalhostClustering(FreePort(), gatewayPort: 0, serviceId: Service, clusterId: Service));
        return builder;
    }

    /// <summary>Adds a silo of a cluster: one of several processes over one PostgreSQL store that share the customers out.</summary>
    /// <exception cref="StoreOptionsException">The section <c>Store</c> is wrong.</exception>
    /// <exception cref="ValueOptionsException">The section <c>Value</c> is wrong.</exception>
    /// <exception cref="ClusterSettingsException">The section <c>Cluster</c> is wrong, or this build or store has no clusters.</exception>
    public static TBuilder AddCustomerGrainsClusterSilo<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        var (settings, store) = ClusterOf(builder, "A silo of its own is for clusters");
        builder.AddSilo(store with { IsFollowed = true });
        builder.UseClusterSilo(store, settings, silo => silo.AddCustomers(store));
        return builder;
    }

    /// <summary>Adds the way to the customers who live in silos, and what reads the store: no grains, no journal writer, nothing that calls customers by itself.</summary>
    /// <exception cref="StoreOptionsException">The section <c>Store</c> is wrong.</exception>
    /// <exception cref="ValueOptionsException">The section <c>Value</c> is wrong.</exception>
    /// <exception cref="ClusterSettingsException">The section <c>Cluster</c> is wrong, or this build or store has no clusters.</exception>
    public static TBuilder AddCustomerGrainsClient<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        ArgumentNullException.ThrowIfNull(builder);
        var (settings, store) = ClusterOf(builder, "Cluster:Mode is 'client'");
        builder.Services.AddCustomerGrainsStoreReaders(store).AddCounterFollower();
        builder.AddCommon();
        builder.Services.AddSingleton(settings);
        builder.Services.AddSingleton<ClusterConnection>();
        builder.Services.AddSingleton<BackfillFollower>();
        builder.Services.AddSingleton<IBackfills>(provider => provider.GetRequiredService<BackfillFollower>());
        builder.Services.AddHostedService(provider => provider.GetRequiredService<BackfillFollower>());
        builder.Services.AddHostedService<ValueFollower>();
        builder.UseClusterClient(store, settings);
        return builder;
    }

    static (ClusterSettings Settings, StoreOptions Store) ClusterOf(IHostApplicationBuilder builder, string what)
    {
        var settings = ClusterSettings.From(builder.Configuration);
        if (ClusterEngine.Missing is { } missing)
            throw new ClusterSettingsException($"{what}: {missing}.");
        var store = StoreOptions.From(builder.Configuration);
        return store.Provider == StoreProvider.Postgres
            ? (settings, store)
            : throw new ClusterSettingsException(
                $"{what}: that takes a store that several processes can use at once. Set Store:Provider=postgres and Store:ConnectionString, the same for all of them.");
    }

    static void AddSilo(this IHostApplicationBuilder builder, StoreOptions store)
    {
        builder.Services.AddCustomerGrainsStore(store with { LocksEndAfter = ClusterSettings.From(builder.Configuration).DeadAfter * 6 });
        builder.Services.AddSingleton(FollowUpOptions.From(builder.Configuration));
        builder.AddCommon();
        builder.Services.AddSingleton<ICommitObserver>(provider => provider.GetRequiredService<StoredReportingCurrency>());
        builder.Services.AddDeadlines();
        builder.Services.AddRetention(RetentionOptions.From(builder.Configuration));
        builder.Services.AddSingleton<ModelFitting>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<ModelFitting>());
        builder.Services.AddWebhookDelivery();
    }

    static void AddWebhookDelivery(this IServiceCollection services)
    {
        services.AddSingleton<WebhookMetrics>();
        services.AddSingleton<WebhookDeliverer>();
        services.AddHostedService(provider => provider.GetRequiredService<WebhookDeliverer>());
    }

    static ISiloBuilder AddCustomers(this ISiloBuilder silo, StoreOptions store) => (silo.Configuration.IsTraced() ? silo.AddActivityPropagation() : silo)
        .AddAdoNetGrainStorage(SnapshotStorage, options =>
        {
            options.Invariant = store.SnapshotInvariant;
            options.ConnectionString = store.SnapshotConnectionString;
            options.GrainStorageSerializer = new SnapshotSerializer();
        })

        // A resting customer costs memory and nothing else; a quarter of an hour outlasts a visit.
        .Configure<GrainCollectionOptions>(options => options.CollectionAge = TimeSpan.FromMinutes(15));

    // What tells of customers without being one: the fold of journals, the currency of totals, what models predict, what rules would find.
    static void AddCommon(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddTelemetry();
        services.AddProcessReports();
        services.AddSingleton(ValueOptions.From(builder.Configuration));
        services.AddSingleton(WebhookOptions.From(builder.Configuration));
        services.AddSingleton<StoredReportingCurrency>();
        services.AddSingleton<IReportingCurrency>(provider => provider.GetRequiredService<StoredReportingCurrency>());
        services.AddHostedService(provider => provider.GetRequiredService<StoredReportingCurrency>());
        services.AddCustomerGrains();
        services.AddSingleton<ModelStore>();
        services.AddSingleton<StoredModels>();
        services.AddSingleton<IValueModels>(provider => provider.GetRequiredService<StoredModels>());
        services.Replace(ServiceDescriptor.Singleton<IPredictions>(provider => provider.GetRequiredService<StoredModels>()));
        services.AddSingleton<CustomerScan>();
        services.AddSingleton<BackfillTable>();
        services.AddSingleton<IPreview, Preview>();
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
        services.AddSingleton<BackfillPass>();
        services.AddSingleton<BackfillMetrics>();
        services.AddSingleton<BackfillService>();
        services.AddSingleton<IBackfills>(provider => provider.GetRequiredService<BackfillService>());
        services.AddHostedService(provider => provider.GetRequiredService<BackfillService>());
    }

    static void AddRetention(this IServiceCollection services, RetentionOptions options)
    {
        services.AddSingleton(options);
        services.AddSingleton<RetentionPass>();
        services.AddSingleton<RetentionService>();
        services.AddHostedService(provider => provider.GetRequiredService<RetentionService>());
    }

    // Nobody but this process talks to its silo, so the port may be any; two servers on one machine must not ask for the same.
    static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
