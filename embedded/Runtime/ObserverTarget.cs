using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>An observer, held weakly. Its calls run one after the other on the thread pool.</summary>
sealed class ObserverTarget(Silo silo, IGrainObserver observer) : Router(silo, new("observer")), IMessageHost, IThreadPoolWorkItem
{
    readonly Lock _gate = new();
    readonly WeakReference<IGrainObserver> _observer = new(observer);
    MessageQueue _waiting;
    bool _deleted;
    Message? _next;

    // Held while a call runs, no longer.
    IGrainObserver? _current;

    public string Key { get; } = Guid.NewGuid().ToString("N");

    public object Instance => _current!;

    public override void Send(string key, Message message)
    {
        lock (_gate) _waiting.Append(message);
        RunNext();
    }

    public void Delete()
    {
        lock (_gate) _deleted = true;
        RunNext();
    }

    public void Finished(Message message, Exception? failure)
    {
        if (failure is not null && message.IsUnheard) Log.UnheardFailure(Silo.Logger, failure, message, new(GrainType, new(Key)));
        lock (_gate) _current = null;
        RunNext();
    }

    public void RunAsTurn(Action action) => ThreadPool.UnsafeQueueUserWorkItem(static action => action(), action, preferLocal: false);

    void IThreadPoolWorkItem.Execute() => _next!.Start(this);

    void RunNext()
    {
        List<Message> lost;
        lock (_gate)
        {
            if (_current is not null) return;
            if (!_deleted && _observer.TryGetTarget(out var observer))
            {
                _next = _waiting.Take(isReentrant: true, readers: 0, writers: 0);
                if (_next is null) return;
                _current = observer;
                ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
                return;
            }
            lost = _waiting.TakeAll();
        }
        foreach (var message in lost) message.Fail(new ClientNotAvailableException("The observer is gone: deleted or collected."));
    }
}
