namespace Orleans.Embedded;

/// <summary>
/// One grain in memory, and the scheduler of its turns. Everything that the grain runs, calls, continuations after an await, timer
/// callbacks, runs here one after the other, whichever thread it is on.
/// </summary>
sealed partial class Activation : TaskScheduler, IMessageHost, ITarget, IThreadPoolWorkItem
{
    // After so many turns without a pause the thread goes to others that wait for it.
    const int MaxTurnsInARow = 64;

    readonly Lock _gate = new();
    Queue<Task>? _continuations;
    MessageQueue _waiting;
    Task? _starting;
    bool _scheduled;
    int _readers;
    int _writers;
    int _running;

    public override int MaximumConcurrencyLevel => 1;

    /// <summary>How many messages wait or run: approximate, for spreading work.</summary>
    public int Load => _waiting.Count + _running;

    public bool TryEnqueue(Message message)
    {
        lock (_gate)
        {
            if (_stage == Stage.Ended) return false;
            _waiting.Append(message);
            Schedule();
            return true;
        }
    }

    public void Finished(Message message, Exception? failure)
    {
        lock (_gate)
        {
            Count(message, -1);
            if (message.KeepsAlive) _lastUsed = Silo.Clock.GetTimestamp();
        }
        if (failure is not null) Report(message, failure);
    }

    public void RunAsTurn(Action action) =>
        _ = Task.Factory.StartNew(action, CancellationToken.None, TaskCreationOptions.DenyChildAttach, this);

    void IThreadPoolWorkItem.Execute()
    {
        // As a task of this scheduler, so that whatever awaits in here comes back to it.
        var turns = new Task(static state => ((Activation)state!).RunTurns(), this);
        _starting = turns;
        turns.Start(this);
        _starting = null;
        TryExecuteTask(turns);
    }

    protected override void QueueTask(Task task)
    {
        if (ReferenceEquals(task, _starting)) return;
        lock (_gate)
        {
            (_continuations ??= new(1)).Enqueue(task);
            Schedule();
        }
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && ReferenceEquals(Current, this) && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_gate) return [.. _continuations ?? []];
    }

    void RunTurns()
    {
        var context = ExecutionContext.Capture()!;
        for (var turns = 0; turns < MaxTurnsInARow; turns++)
        {
            Task? continuation = null;
            Message? message = null;
            Func<Task>? step = null;
            lock (_gate)
            {
                if (_continuations?.TryDequeue(out continuation) != true
                    && (message = NextMessage()) is null
                    && (step = NextStep()) is null)
                {
                    _scheduled = false;
                    return;
                }
            }
            if (continuation is not null) TryExecuteTask(continuation);
            else if (message is not null) message.Start(this);
            else _ = step!();
            // What a turn puts into async locals must not reach the next one, which may be another caller's.
            if (!ReferenceEquals(ExecutionContext.Capture(), context)) ExecutionContext.Restore(context);
        }
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    Message? NextMessage()
    {
        if (_stage != Stage.Active) return null;
        var message = _waiting.Take(GrainClass.IsReentrant, _readers, _writers);
        if (message is not null) Count(message, +1);
        return message;
    }

    void Count(Message message, int change)
    {
        _running += change;
        if (message.IsAlwaysInterleave) return;
        if (message.IsReadOnly) _readers += change;
        else _writers += change;
    }

    void Schedule()
    {
        if (_scheduled) return;
        _scheduled = true;
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: true);
    }
}
