namespace CustomerGrains.TestSupport;

/// <summary>
/// The one fake clock: time stands still until a test moves it, and timers fire in the order in which they are due, on the thread
/// that moves it. Safe for concurrent use.
/// </summary>
public sealed class FakeClock : TimeProvider
{
    readonly Lock _lock = new();
    readonly List<FakeTimer> _timers = [];
    readonly List<(TimeSpan Due, TaskCompletionSource Seen)> _waiters = [];
    DateTimeOffset _now;
    long _order;

    /// <summary>A clock that stands at 2026-01-05 12:00 UTC.</summary>
    public FakeClock() : this(new DateTimeOffset(2026, 1, 5, 12, 0, 0, TimeSpan.Zero))
    {
    }

    /// <summary>A clock that stands at the given time.</summary>
    public FakeClock(DateTimeOffset start) => _now = start.ToUniversalTime();

    public override DateTimeOffset GetUtcNow()
    {
        lock (_lock) return _now;
    }

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    /// <summary>How many timers are waiting.</summary>
    public int Timers
    {
        get
        {
            lock (_lock) return _timers.Count;
        }
    }

    /// <summary>Moves the time forward; every timer that becomes due fires at its own time.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        var end = GetUtcNow() + by;
        while (Next(end) is { } timer) timer.Fire();
        lock (_lock) _now = end > _now ? end : _now;
    }

    /// <summary>Moves the time to a later instant.</summary>
    public void AdvanceTo(DateTimeOffset time) => Advance(time - GetUtcNow());

    /// <summary>
    /// Ends when some timer is due in exactly this span: so a test knows that the code under test has come to its wait before it moves
    /// the clock, without sleeping.
    /// </summary>
    public Task TimerAsync(TimeSpan dueIn)
    {
        lock (_lock)
        {
            if (_timers.Any(timer => timer.Due == _now + dueIn)) return Task.CompletedTask;
            var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiters.Add((dueIn, seen));
            return seen.Task;
        }
    }

    /// <summary>Waits for a timer that is due in exactly this span, and moves the time there.</summary>
    public async Task AdvanceToTimerAsync(TimeSpan dueIn)
    {
        await TimerAsync(dueIn);
        Advance(dueIn);
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new FakeTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    FakeTimer? Next(DateTimeOffset end)
    {
        lock (_lock)
        {
            var next = _timers.Where(timer => timer.Due <= end).MinBy(timer => (timer.Due, timer.Order));
            if (next is null) return null;
            _now = next.Due > _now ? next.Due : _now;
            _timers.Remove(next);
            if (next.Period > TimeSpan.Zero) Schedule(next, next.Period);
            return next;
        }
    }

    void Schedule(FakeTimer timer, TimeSpan dueIn)
    {
        lock (_lock)
        {
            (timer.Due, timer.Order) = (_now + dueIn, _order++);
            _timers.Add(timer);
            for (var i = _waiters.Count - 1; i >= 0; i--)
            {
                if (_waiters[i].Due != dueIn) continue;
                _waiters[i].Seen.TrySetResult();
                _waiters.RemoveAt(i);
            }
        }
    }

    sealed class FakeTimer(FakeClock clock, TimerCallback callback, object? state) : ITimer
    {
        bool _disposed;

        public DateTimeOffset Due { get; set; }

        public long Order { get; set; }

        public TimeSpan Period { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (clock._lock)
            {
                if (_disposed) return false;
                clock._timers.Remove(this);
                Period = period;
                if (dueTime != Timeout.InfiniteTimeSpan) clock.Schedule(this, dueTime);
            }
            // As with the system's timers: due now means at once, without anybody moving the clock.
            if (dueTime == TimeSpan.Zero) ThreadPool.QueueUserWorkItem(_ => clock.Advance(TimeSpan.Zero));
            return true;
        }

        public void Dispose()
        {
            lock (clock._lock)
            {
                _disposed = true;
                clock._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
