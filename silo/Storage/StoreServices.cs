using CustomerGrains.Grains.Journal;
using CustomerGrains.Grains.Rules;
using CustomerGrains.Silo.Alerts;
using CustomerGrains.Silo.Cluster;
using CustomerGrains.Silo.Customers;
using CustomerGrains.Silo.Deadlines;
using CustomerGrains.Silo.FollowUps;
using CustomerGrains.Silo.Journal;
using CustomerGrains.Silo.Journal.Postgres;
using CustomerGrains.Silo.Journal.Sqlite;
using CustomerGrains.Silo.Kpis;
using CustomerGrains.Silo.Rules;
using CustomerGrains.Silo.Security;
using CustomerGrains.Silo.Settings;
using CustomerGrains.Silo.Storage.Migrations;
using CustomerGrains.Silo.Storage.Postgres;
using CustomerGrains.Silo.Storage.Sqlite;
using CustomerGrains.Silo.Transitions;
using CustomerGrains.Silo.Webhooks;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Silo.Storage;

/// <summary>Puts the store into a program.</summary>
public static class StoreServices
{
    /// <summary>
    /// Adds the journal, everything that reads it, and the migrations, which run before any other hosted service starts. Commits are
    /// told to every registered <see cref="ICommitObserver"/>.
    /// </summary>
    /// <exception cref="StoreOptionsException">The section <c>Store</c> is wrong.</exception>
    public static IServiceCollection AddCustomerGrainsStore(this IServiceCollection services, IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddSingleton(WebhookOptions.From(configuration));
        return services.AddCustomerGrainsStore(StoreOptions.From(configuration));
    }

    /// <summary>As above, with options that are known already.</summary>
    public static IServiceCollection AddCustomerGrainsStore(this IServiceCollection services, StoreOptions options)
    {
        services.AddCustomerGrainsStoreReaders(options);
        services.AddSingleton<JournalMetrics>();
        services.TryAddSingleton(JournalLimits.Default);
        services.AddSingleton<IJournal>(provider => new JournalWriter(
            provider.GetRequiredService<IJournalStore>(),
            provider.GetServices<ICommitObserver>,
            provider.GetRequiredService<CommitGate>(),
            provider.GetRequiredService<JournalHealth>(),
            provider.GetRequiredService<JournalMetrics>(),
            provider.GetRequiredService<ILogger<JournalWriter>>(),
            provider.GetRequiredService<JournalLimits>()));
        if (options.Provider == StoreProvider.Sqlite)
            services.AddSqliteWriter();
        else
            services.AddPostgresWriter(options);
        services.AddHostedService(provider => provider.GetRequiredService<CounterFold>());
        services.AddSingleton<SeenOverflowPurge>();
        services.AddHostedService(provider => provider.GetRequiredService<SeenOverflowPurge>());
        services.AddSingleton<TransitionPurge>();
        services.AddHostedService(provider => provider.GetRequiredService<TransitionPurge>());
        services.AddSingleton<FollowUpPurge>();
        services.AddHostedService(provider => provider.GetRequiredService<FollowUpPurge>());
        services.AddSingleton<DeliveredPurge>();
        services.AddHostedService(provider => provider.GetRequiredService<DeliveredPurge>());
        services.AddSingleton<DeadLetterPurge>();
        services.AddHostedService(provider => provider.GetRequiredService<DeadLetterPurge>());
        return services;
    }

    /// <summary>
    /// The same for a process that only reads the journal: no writer, nothing that cleans up, and no say in what all silos have to agree about. Definitions,
    /// settings, credentials and alerts can be written.
    /// </summary>
    public static IServiceCollection AddCustomerGrainsStoreReaders(this IServiceCollection services, StoreOptions options)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(options);
        services.AddSingleton(options);
        services.TryAddSingleton(TimeProvider.System);
        if (options.Provider == StoreProvider.Sqlite)
            services.AddSqlite(options);
        else
            services.AddPostgres(options);

        services.AddMetrics();
        services.AddSingleton<CommitGate>();
        services.AddSingleton<JournalHealth>();
        services.AddSingleton<IJournalReader, JournalReader>();
        services.AddSingleton<ICustomerDirectory, CustomerDirectory>();
        services.AddSingleton<IKpiStore, KpiStore>();
        services.AddSingleton<CounterFold>();
        services.AddSingleton<IAlertStore, AlertStore>();
        services.AddSingleton<ISettingStore, SettingStore>();
        services.AddSingleton<ICredentialStore, CredentialStore>();
        services.AddSingleton<ITransitions, TransitionStore>();
        services.AddSingleton<IFollowUps, FollowUpStore>();
        services.AddSingleton<StoreFill, TouchpointFill>();
        services.AddSingleton<StoreFill, SearchFill>();
        services.AddSingleton<StoreFill, ScopeFill>();
        services.AddSingleton<StoreMigration>();
        services.AddHostedService(provider => provider.GetRequiredService<StoreMigration>());
        services.AddSingleton<ClusterLocks, LocalLocks>();
        services.AddWebhooks();
        services.AddRules();
        return services;
    }

    /// <summary>Tells the registered <see cref="ICommitObserver"/>s what other processes commit: instead of a journal writer.</summary>
    internal static IServiceCollection AddCounterFollower(this IServiceCollection services)
    {
        services.AddSingleton(provider => new CommitAnnouncer(provider.GetServices<ICommitObserver>, provider.GetRequiredService<ILogger<CommitAnnouncer>>()));
        services.AddSingleton<CounterFollower>();
        services.AddSingleton<ICounterFollower>(provider => provider.GetRequiredService<CounterFollower>());
        services.AddHostedService(provider => provider.GetRequiredService<CounterFollower>());
        return services;
    }

    // Endpoints and their deliveries; who delivers is the silos' business.
    static void AddWebhooks(this IServiceCollection services)
    {
        services.TryAddSingleton(new WebhookOptions(null, false));
        services.AddSingleton<WebhookSecrets>();
        services.AddSingleton<WebhookStore>();
        services.AddSingleton<IWebhooks>(provider => provider.GetRequiredService<WebhookStore>());
    }

    static void AddRules(this IServiceCollection services)
    {
        services.AddSingleton<DefinitionStore>();
        services.AddSingleton<IDefinitionStore>(provider => provider.GetRequiredService<DefinitionStore>());
        services.AddSingleton<RuleBook>();
        services.AddSingleton<IRuleBook>(provider => provider.GetRequiredService<RuleBook>());
        services.AddHostedService(provider => provider.GetRequiredService<RuleBook>());
    }

    static void AddSqlite(this IServiceCollection services, StoreOptions options)
    {
        services.AddSingleton(new SqliteDatabase(options.ConnectionString));
        services.AddSingleton<StoreDatabase>(provider => provider.GetRequiredService<SqliteDatabase>());
        services.AddSingleton<Migrator>(provider => provider.Migrator(provider.GetRequiredService<SqliteDatabase>(), "Sqlite", isCache: false));
        services.AddSingleton<Migrator>(provider => provider.Migrator(new(options.SnapshotConnectionString), "SqliteSnapshots", isCache: true));
    }

    static void AddPostgres(this IServiceCollection services, StoreOptions options)
    {
        services.AddSingleton(_ => new PostgresDatabase(options.ConnectionString, options.LocksEndAfter));
        services.AddSingleton<StoreDatabase>(provider => provider.GetRequiredService<PostgresDatabase>());
        services.AddSingleton<Migrator>(provider => new PostgresMigrator(
            provider.GetRequiredService<PostgresDatabase>(), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<Migrator>>()));
    }

    static void AddSqliteWriter(this IServiceCollection services)
    {
        services.AddSingleton<IJournalStore, SqliteJournalStore>();
        services.AddSingleton<DueTable, SqliteDueTable>();
    }

    static void AddPostgresWriter(this IServiceCollection services, StoreOptions options)
    {
        services.AddSingleton<IJournalStore>(provider => new PostgresJournalStore(provider.GetRequiredService<PostgresDatabase>(), options.Writers, options.IsFollowed));
        services.AddSingleton<DueTable, PostgresDueTable>();
        services.Replace(ServiceDescriptor.Singleton<ClusterLocks>(provider => new PostgresLocks(provider.GetRequiredService<PostgresDatabase>(), options.LocksEndAfter)));
    }

    static SqliteMigrator Migrator(this IServiceProvider provider, SqliteDatabase database, string folder, bool isCache) =>
        new(database, folder, isCache, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<Migrator>>());
}
