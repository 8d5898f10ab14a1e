using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Embedded;

/// <summary>The life of an activation: from the first message, which activates it, to its end.</summary>
sealed partial class Activation(GrainClass grainClass, string key, WorkerPool? pool = null) : IGrainContext
{
    enum Stage : byte
    {
        New,
        Activating,
        Active,
        Deactivating,
        Ending,
        Ended,
    }

    [ThreadStatic]
    static Activation? t_underConstruction;

    Stage _stage;
    DeactivationReason? _reason;
    AsyncServiceScope _services;
    IGrainBase? _instance;
    List<GrainTimer>? _timers;
    TaskCompletionSource? _ended;
    long _lastUsed;
    long _keptUntil;

    /// <summary>The activation whose grain is being constructed on this thread.</summary>
    public static Activation UnderConstruction =>
        t_underConstruction ?? throw new InvalidOperationException("Grains are made by the engine: use IGrainFactory.GetGrain.");

    public GrainClass GrainClass { get; } = grainClass;

    public string Key { get; } = key;

    public Silo Silo => GrainClass.Silo;

    public GrainId GrainId => new(GrainClass.GrainType, new(Key));

    public GrainReference GrainReference => GrainInterface.Of(GrainClass.Interface).CreateReference(GrainClass, Key);

    public object? GrainInstance => _instance;

    public object Instance => _instance!;

    public IServiceProvider ActivationServices => _services.ServiceProvider;

    public IEnumerable<Activation> Activations => [this];

    /// <summary>Completes when this activation has ended.</summary>
    public Task WhenEnded
    {
        get
        {
            lock (_gate)
            {
                if (_stage == Stage.Ended) return Task.CompletedTask;
                return (_ended ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }
        }
    }

    /// <summary>Lets what runs come to its end, starts nothing more, and ends.</summary>
    public void Deactivate(DeactivationReason reason)
    {
        lock (_gate) DeactivateLocked(reason);
    }

    /// <summary>Ends this activation if it was idle for the given time.</summary>
    public void CollectIfIdle(TimeSpan age)
    {
        lock (_gate)
        {
            if (_stage != Stage.Active || _scheduled || Load > 0) return;
            var now = Silo.Clock.GetTimestamp();
            if (now < _keptUntil || Silo.Clock.GetElapsedTime(_lastUsed, now) < age) return;
            DeactivateLocked(new(DeactivationReasonCode.ActivationIdle, $"Idle for {age}."));
        }
    }

    public void DelayDeactivation(TimeSpan span)
    {
        var ticks = span == Timeout.InfiniteTimeSpan ? double.MaxValue : span.TotalSeconds * Silo.Clock.TimestampFrequency;
        lock (_gate) _keptUntil = (long)Math.Min(long.MaxValue, Silo.Clock.GetTimestamp() + Math.Max(0, ticks));
    }

    public GrainTimer RegisterTimer(Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_stage == Stage.Ended, GrainClass.Type);
            var timer = new GrainTimer(this, callback, options);
            (_timers ??= []).Add(timer);
            return timer;
        }
    }

    public void Forget(GrainTimer timer)
    {
        lock (_gate) _timers?.Remove(timer);
    }

    void DeactivateLocked(DeactivationReason reason)
    {
        if (_stage >= Stage.Deactivating) return;
        _reason ??= reason;
        if (_stage == Stage.Active) _stage = Stage.Deactivating;
        Schedule();
    }

    /// <summary>What the activation itself has to do when nothing else is to be run.</summary>
    Func<Task>? NextStep()
    {
        if (_stage == Stage.New)
        {
            _stage = Stage.Activating;
            return ActivateAsync;
        }
        if (_stage == Stage.Deactivating && _running == 0)
        {
            _stage = Stage.Ending;
            return DeactivateAsync;
        }
        return null;
    }

    async Task ActivateAsync()
    {
        try
        {
            _services = Silo.Services.CreateAsyncScope();
            var states = Construct();
            foreach (var state in states) await state.ReadStateAsync();
            using var timeout = new CancellationTokenSource(Silo.Collection.ActivationTimeout);
            await _instance!.OnActivateAsync(timeout.Token);
        }
        catch (Exception exception)
        {
            Log.ActivationFailed(Silo.Logger, exception, GrainId);
            foreach (var message in await EndAsync()) message.Fail(exception);
            return;
        }
        lock (_gate)
        {
            _lastUsed = Silo.Clock.GetTimestamp();
            _stage = _reason is null ? Stage.Active : Stage.Deactivating;
        }
    }

    IReadOnlyList<Core.IStorage> Construct()
    {
        t_underConstruction = this;
        try
        {
            (_instance, var states) = GrainClass.Create(this);
            return states;
        }
        finally
        {
            t_underConstruction = null;
        }
    }

    async Task DeactivateAsync()
    {
        StopTimers();
        try
        {
            using var timeout = new CancellationTokenSource(Silo.Collection.DeactivationTimeout);
            await _instance!.OnDeactivateAsync(_reason!.Value, timeout.Token);
        }
        catch (Exception exception)
        {
            Log.DeactivationFailed(Silo.Logger, exception, GrainId);
        }
        // In the order in which they came, to a new activation.
        foreach (var message in await EndAsync()) GrainClass.Send(Key, message);
    }

    async Task<List<Message>> EndAsync()
    {
        StopTimers();
        try
        {
            await _services.DisposeAsync();
        }
        catch (Exception exception)
        {
            Log.DeactivationFailed(Silo.Logger, exception, GrainId);
        }
        lock (_gate)
        {
            _stage = Stage.Ended;
            if (pool is null) GrainClass.Remove(Key, this);
            else pool.Remove(this);
            _ended?.TrySetResult();
            return _waiting.TakeAll();
        }
    }

    void StopTimers()
    {
        GrainTimer[] timers;
        lock (_gate) timers = [.. _timers ?? []];
        foreach (var timer in timers) timer.Dispose();
    }

    void Report(Message message, Exception failure)
    {
        // A store that disagrees with the memory: the state here is stale, so the next call starts from a fresh one.
        if (failure is InconsistentStateException { IsSourceActivation: true } conflict)
        {
            conflict.IsSourceActivation = false;
            Deactivate(new(DeactivationReasonCode.ApplicationError, conflict, "The stored state was changed by somebody else."));
        }
        if (message.IsUnheard) Log.UnheardFailure(Silo.Logger, failure, message, GrainId);
    }
}
