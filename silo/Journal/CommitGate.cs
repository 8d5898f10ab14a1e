namespace CustomerGrains.Silo.Journal;

/// <summary>
/// Lets a reader begin at a moment at which everything that this process committed has been announced, and nothing more: what it reads from there and what
/// it hears from there on fit together without gap or overlap. Writers pass freely, each for a group at a time; while somebody is let in between, they wait
/// for as long as it takes to open a snapshot.
/// </summary>
sealed class CommitGate : IDisposable
{
    /// <summary>Nobody may hold the writers up for longer.</summary>
    public const int LongestSeconds = 5;

    readonly Lock _lock = new();
    readonly SemaphoreSlim _turn = new(1, 1);
    readonly ManualResetEventSlim _open = new(initialState: true);
    TaskCompletionSource? _quiet;
    int _writing;

    /// <summary>A writer begins a group; dispose when it is announced.</summary>
    public Passage Enter()
    {
        while (true)
        {
            _open.Wait();
            lock (_lock)
            {
                if (!_open.IsSet)
                    continue;
                _writing++;
                return new(this);
            }
        }
    }

    /// <summary>Runs something short between groups: it must end soon, and never wait for a commit.</summary>
    public async Task<T> WhileNothingCommitsAsync<T>(Func<Task<T>> run, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(run);
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await CloseAsync().WaitAsync(cancellationToken);
            return await run();
        }
        finally
        {
            lock (_lock)
            {
                _quiet = null;
                _open.Set();
            }

            _turn.Release();
        }
    }

    public void Dispose()
    {
        _turn.Dispose();
        _open.Dispose();
    }

    Task CloseAsync()
    {
        lock (_lock)
        {
            _open.Reset();
            if (_writing == 0)
                return Task.CompletedTask;
            _quiet = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _quiet.Task;
        }
    }

    void Leave()
    {
        lock (_lock)
        {
            if (--_writing == 0)
                _quiet?.TrySetResult();
        }
    }

    /// <summary>A writer's way through.</summary>
    public readonly struct Passage(CommitGate gate) : IDisposable
    {
        public void Dispose() => gate.Leave();
    }
}
