using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>The engine in a host.</summary>
sealed class Silo : IHostedService, IDisposable
{
    readonly IEnumerable<StorageStart> _storages;
    readonly GrainCatalog _catalog;
    ITimer? _collector;
    volatile bool _running;

    public Silo(
        IServiceProvider services,
        TimeProvider clock,
        IOptions<GrainCollectionOptions> collection,
        IOptions<SiloMessagingOptions> messaging,
        IEnumerable<StorageStart> storages,
        ILogger<Silo> logger)
    {
        Services = services;
        Clock = clock;
        Collection = collection.Value;
        Logger = logger;
        PropagatesActivities = services.GetService<ActivityPropagation>() is not null;
        Timeouts = new(messaging.Value.ResponseTimeout);
        _storages = storages;
        _catalog = new(this);
        GrainFactory = new(this);
    }

    public IServiceProvider Services { get; }

    public TimeProvider Clock { get; }

    public GrainCollectionOptions Collection { get; }

    public ILogger Logger { get; }

    /// <summary>Whether calls run within the trace of whoever makes them.</summary>
    public bool PropagatesActivities { get; }

    public CallTimeouts Timeouts { get; }

    public GrainFactory GrainFactory { get; }

    public bool IsRunning => _running;

    public GrainClass ClassOf(Type grainInterface) => _catalog.ClassOf(grainInterface);

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var storage in _storages) await storage.StartAsync(Services, cancellationToken);
        _collector = Clock.CreateTimer(_ => Collect(), null, Collection.CollectionQuantum, Collection.CollectionQuantum);
        _running = true;
        Log.Started(Logger, _catalog.Classes.Count);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _running = false;
        _collector?.Dispose();
        var activations = _catalog.Classes.SelectMany(each => each.Activations).ToList();
        foreach (var activation in activations) activation.Deactivate(new(DeactivationReasonCode.ShuttingDown, "The silo stops."));
        var ends = activations.ConvertAll(activation => activation.WhenEnded);
        try
        {
            await Task.WhenAll(ends).WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Log.StoppedEarly(Logger, ends.Count(end => !end.IsCompleted));
        }
        Timeouts.FailAll(() => new SiloUnavailableException("The silo has stopped."));
    }

    public void Dispose()
    {
        _collector?.Dispose();
        Timeouts.Dispose();
    }

    void Collect()
    {
        foreach (var grainClass in _catalog.Classes)
        {
            foreach (var activation in grainClass.Activations) activation.CollectIfIdle(grainClass.IdleAge);
        }
    }
}
