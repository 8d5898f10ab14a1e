using System.Diagnostics.Metrics;
using CustomerGrains.Grains.Journal;
using CustomerGrains.Silo.Cluster;
using CustomerGrains.Silo.Alerts;
using CustomerGrains.Silo.Customers;
using CustomerGrains.Silo.Deadlines;
using CustomerGrains.Silo.Journal;
using CustomerGrains.Silo.Kpis;
using CustomerGrains.Silo.Rules;
using CustomerGrains.Silo.Security;
using CustomerGrains.Silo.Settings;
using CustomerGrains.Silo.Storage;
using CustomerGrains.Silo.Transitions;
using CustomerGrains.Silo.Webhooks;
using CustomerGrains.TestSupport;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerGrains.JournalTests.Support;

/// <summary>An open store of one test: what a process has of it. A second one over the same options is a second process.</summary>
public sealed class TestStore : IAsyncDisposable
{
    readonly ServiceProvider _services;

    TestStore(ServiceProvider services, FaultyStore faults, FakeClock clock)
    {
        _services = services;
        (Faults, Clock) = (faults, clock);
    }

    public IJournal Journal => _services.GetRequiredService<IJournal>();

    public IJournalReader Reader => _services.GetRequiredService<IJournalReader>();

    public JournalHealth Health => _services.GetRequiredService<JournalHealth>();

    public ICustomerDirectory Directory => _services.GetRequiredService<ICustomerDirectory>();

    public IKpiStore Kpis => _services.GetRequiredService<IKpiStore>();

    public IAlertStore Alerts => _services.GetRequiredService<IAlertStore>();

    public ISettingStore Settings => _services.GetRequiredService<ISettingStore>();

    public ICredentialStore Credentials => _services.GetRequiredService<ICredentialStore>();

    public ITransitions Transitions => _services.GetRequiredService<ITransitions>();

    public FakeClock Clock { get; }

    public IMeterFactory Meters => _services.GetRequiredService<IMeterFactory>();

    internal FaultyStore Faults { get; }

    internal StoreDatabase Database => _services.GetRequiredService<StoreDatabase>();

    internal DefinitionStore Definitions => _services.GetRequiredService<DefinitionStore>();

    internal RuleBook Rules => _services.GetRequiredService<RuleBook>();

    internal DueTable Dues => _services.GetRequiredService<DueTable>();

    internal ClusterLocks Locks => _services.GetRequiredService<ClusterLocks>();

    internal TransitionPurge TransitionPurge => _services.GetRequiredService<TransitionPurge>();

    internal CounterFold CounterFold => _services.GetRequiredService<CounterFold>();

    internal WebhookStore Webhooks => _services.GetRequiredService<WebhookStore>();

    internal DeliveredPurge DeliveredPurge => _services.GetRequiredService<DeliveredPurge>();

    internal DeadLetterPurge DeadLetterPurge => _services.GetRequiredService<DeadLetterPurge>();

    internal SeenOverflowPurge Purge => _services.GetRequiredService<SeenOverflowPurge>();

    internal static async Task<TestStore> OpenAsync(StoreOptions options, JournalLimits? limits = null, params ICommitObserver[] observers)
    {
        var clock = new FakeClock();
        var services = new ServiceCollection().AddLogging();
        services.AddSingleton<TimeProvider>(clock);
        if (limits is not null)
            services.AddSingleton(limits);
        services.AddCustomerGrainsStore(options);
        foreach (var observer in observers)
            services.AddSingleton(observer);

        // The journal's store, with faults between it and its writers.
        var real = services.Last(s => s.ServiceType == typeof(IJournalStore));
        FaultyStore? faults = null;
        services.AddSingleton<IJournalStore>(provider => faults!);
        var built = services.BuildServiceProvider();
        faults = new((IJournalStore)(real.ImplementationFactory?.Invoke(built) ?? ActivatorUtilities.CreateInstance(built, real.ImplementationType!)));
        var store = new TestStore(built, faults, clock);
        await built.GetRequiredService<StoreMigration>().RunAsync(CancellationToken.None);
        return store;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
