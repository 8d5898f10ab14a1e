using CustomerGrains.TestSupport;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Configuration;
using Orleans.Storage;
using Orleans.TestingHost;

namespace CustomerGrains.EngineTests.Support;

/// <summary>A silo with a probe. Calls go in from the silo's own process, as they do in the application.</summary>
public class Cluster : IAsyncLifetime
{
    InProcessTestCluster? _cluster;

    public Probe Probe { get; } = new();

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    public IServiceProvider Services => _cluster!.GetSiloServiceProvider();

    public Task InitializeAsync() => StartAsync();

    public async Task DisposeAsync()
    {
        if (_cluster is not null) await _cluster.DisposeAsync();
    }

    /// <summary>Stops the silo in order, so that activations are deactivated.</summary>
    public async Task StopAsync() => await _cluster!.StopAllSilosAsync();

    protected async Task StartAsync()
    {
        var builder = new InProcessTestClusterBuilder(1);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) =>
        {
            silo.Services.AddSingleton(Probe);
            silo.Services.AddSingleton<IGrainStorageSerializer, JsonSerializer>();
            silo.AddMemoryGrainStorage("memory");
            Configure(silo);
        });
        SetUp(builder.Options);
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    protected virtual void SetUp(InProcessTestClusterOptions options)
    {
    }

    protected virtual void Configure(ISiloBuilder silo)
    {
    }
}

/// <summary>A silo that soon gives up waiting for answers.</summary>
public sealed class ImpatientCluster : Cluster
{
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    protected override void Configure(ISiloBuilder silo) =>
        silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = Timeout);
}

/// <summary>A silo whose idle activations soon end.</summary>
public sealed class ForgetfulCluster : Cluster
{
    protected override void Configure(ISiloBuilder silo) =>
        silo.Configure<GrainCollectionOptions>(options =>
        {
            options.CollectionQuantum = TimeSpan.FromMilliseconds(100);
            options.CollectionAge = TimeSpan.FromMilliseconds(300);
        });
}

/// <summary>A silo with a clock that the test moves.</summary>
public sealed class ClockedCluster : Cluster
{
    public FakeClock Clock { get; } = new();

    /// <summary>Waits until a timer is due in exactly this span.</summary>
    public Task TimerAsync(TimeSpan dueIn) => Clock.TimerAsync(dueIn).WaitAsync(Bounds.Patience);

    /// <summary>Waits for a timer that is due in exactly this span, and moves the clock there.</summary>
    public async Task AdvanceToTimerAsync(TimeSpan dueIn)
    {
        await TimerAsync(dueIn);
        Clock.Advance(dueIn);
    }

    protected override void Configure(ISiloBuilder silo) => silo.Services.AddFakeClock(Clock);
}
