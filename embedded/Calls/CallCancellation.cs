namespace Orleans.Embedded;

#pragma warning disable CA1001 // The source has no timer, so there is nothing to dispose; and the grain may use its token for longer than the call.
/// <summary>Carries a cancellation from the caller's token to the grain's own.</summary>
sealed class CallCancellation
{
    readonly CancellationTokenSource _source = new();
    readonly Lock _gate = new();
    CancellationTokenRegistration _registration;
    IMessageHost? _host;

    public CancellationToken Token => _source.Token;

    /// <summary>Whether the caller has cancelled.</summary>
    public bool IsCancelling { get; private set; }

    public void Observe(Action endCall, CancellationToken token) =>
        _registration = token.UnsafeRegister(
            static state =>
            {
                var (cancellation, end) = ((CallCancellation, Action))state!;
                cancellation.Cancel(end);
            },
            (this, endCall));

    /// <summary>The call starts in this host, in a turn.</summary>
    public void Started(IMessageHost host)
    {
        lock (_gate)
        {
            _host = host;
            if (!IsCancelling) return;
        }
        _source.Cancel();
    }

    /// <summary>The call has ended.</summary>
    public void Ended() => _registration.Dispose();

    void Cancel(Action endCall)
    {
        IMessageHost? host;
        lock (_gate)
        {
            IsCancelling = true;
            host = _host;
        }
        endCall();
        // Not started yet: nobody has the token, and an abandoned message never starts.
        host?.RunAsTurn(_source.Cancel);
    }
}
