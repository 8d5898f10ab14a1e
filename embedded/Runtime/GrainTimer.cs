using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>
/// A timer of an activation. When it is due it sends its activation a message, so that the callback is a turn like others; the clock's
/// timer is set again when the callback has ended.
/// </summary>
sealed class GrainTimer : IGrainTimer
{
    readonly CancellationTokenSource _disposed = new();
    readonly Lock _gate = new();
    readonly Activation _activation;
    readonly Func<CancellationToken, Task> _callback;
    readonly GrainTimerCreationOptions _options;
    readonly ITimer _timer;
    TimeSpan _period;
    TimeSpan? _changedDueTime;
    bool _firing;

    public GrainTimer(Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        _activation = activation;
        _callback = callback;
        _options = options;
        // The callback must not inherit the async locals of the call that happened to register it.
        using (ExecutionContext.SuppressFlow())
        {
            _timer = activation.Silo.Clock.CreateTimer(
                static state => ((GrainTimer)state!).Fire(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
        Change(options.DueTime, options.Period);
    }

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        Check(dueTime, nameof(dueTime));
        Check(period, nameof(period));
        lock (_gate)
        {
            _period = period;
            if (_firing) _changedDueTime = dueTime;
            else _timer.Change(dueTime, Timeout.InfiniteTimeSpan);
        }
    }

    public void Dispose()
    {
        if (_disposed.IsCancellationRequested) return;
        _activation.Forget(this);
        _timer.Dispose();
        _disposed.Cancel();
    }

    void Fire()
    {
        lock (_gate) _firing = true;
        _activation.TryEnqueue(new Tick(this));
    }

    void Fired()
    {
        lock (_gate)
        {
            _firing = false;
            if (!_disposed.IsCancellationRequested) _timer.Change(_changedDueTime ?? _period, Timeout.InfiniteTimeSpan);
            _changedDueTime = null;
        }
    }

    static void Check(TimeSpan time, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan((long)time.TotalMilliseconds, -1, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)time.TotalMilliseconds, uint.MaxValue - 1, name);
    }

    sealed class Tick(GrainTimer timer) : Message
    {
        public override bool IsReadOnly => false;

        public override bool IsAlwaysInterleave => timer._options.Interleave;

        public override bool KeepsAlive => timer._options.KeepAlive;

        public override bool IsUnheard => true;

        public override bool IsAbandoned => timer._disposed.IsCancellationRequested;

        public override void Start(IMessageHost host) => _ = RunAsync(host);

        public override void Fail(Exception exception)
        {
            // The activation has ended, and its timers with it.
        }

        public override string ToString() => "A timer";

        async Task RunAsync(IMessageHost host)
        {
            Exception? failure = null;
            try
            {
                await timer._callback(timer._disposed.Token);
            }
            catch (Exception exception)
            {
                failure = exception;
            }
            timer.Fired();
            host.Finished(this, failure);
        }
    }
}
