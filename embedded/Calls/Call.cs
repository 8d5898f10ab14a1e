using System.Diagnostics;

namespace Orleans.Embedded;

/// <summary>One call of one method.</summary>
sealed class Call<TArgs, TResult>(GrainMethod<TArgs, TResult> method, TArgs args) : Message
{
    // Answers continue on the caller's own scheduler, never inside a turn of the grain that answers.
    readonly TaskCompletionSource<TResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    TArgs _args = args;
    CallCancellation? _cancellation;

    /// <summary>The activity of whoever calls, where it is to be the grain's too.</summary>
    public Activity? Caller { get; set; }

    public Task<TResult> Answer => _answer.Task;

    public override bool IsReadOnly => method.IsReadOnly;

    public override bool IsAlwaysInterleave => method.IsAlwaysInterleave;

    public override bool IsUnheard => method.IsOneWay;

    public override bool IsAbandoned => _answer.Task.IsCompleted;

    /// <summary>
    /// Ends the call as soon as the caller's token is cancelled, and gives the grain a token of its own, which is cancelled in a turn
    /// of the grain: callbacks registered there must not run beside its turns.
    /// </summary>
    public void ObserveCancellation()
    {
        if (method.Token(_args) is not { CanBeCanceled: true } token) return;
        _cancellation = new();
        _args = method.WithToken(_args, _cancellation.Token);
        _cancellation.Observe(() => End(() => _answer.TrySetCanceled(token)), token);
    }

    public override void Start(IMessageHost host) => _ = RunAsync(host);

    public override void Fail(Exception exception)
    {
        if (exception is OperationCanceledException cancelled)
        {
            End(() => _answer.TrySetCanceled(cancelled.CancellationToken));
        }
        else
        {
            End(() => _answer.TrySetException(exception));
        }
    }

    public override string ToString() => method.ToString();

    async Task RunAsync(IMessageHost host)
    {
        // Of this call alone: what an async method puts into async locals ends with it.
        if (Caller is not null) Activity.Current = Caller;
        Exception? failure = null;
        try
        {
            _cancellation?.Started(host);
            var result = await method.Invoke(host.Instance, _args);
            Succeed(method.CopyResult(result));
        }
        catch (Exception exception)
        {
            failure = exception;
            Fail(exception);
        }
        host.Finished(this, failure);
    }

    void Succeed(TResult result)
    {
        if (!_answer.TrySetResult(result)) return;
        CallTimeouts.Forget(this);
        _cancellation?.Ended();
    }

    void End(Func<bool> complete)
    {
        if (!complete()) return;
        CallTimeouts.Forget(this);
        // A grain that still runs keeps its token: only the caller has given up.
        if (_cancellation is { IsCancelling: false }) _cancellation.Ended();
        // Nobody awaits a one-way call; its failure is logged by the host and must not haunt the finalizer.
        if (method.IsOneWay) _ = _answer.Task.Exception;
    }
}
