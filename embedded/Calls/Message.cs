namespace Orleans.Embedded;

/// <summary>What runs messages: an activation or an observer.</summary>
interface IMessageHost
{
    /// <summary>The object whose methods are called.</summary>
    object Instance { get; }

    /// <summary>Takes note that a message it started has ended.</summary>
    void Finished(Message message, Exception? failure);

    /// <summary>Runs an action so that it does not overlap with turns.</summary>
    void RunAsTurn(Action action);
}

/// <summary>A call or a timer tick on its way to its turn. It links itself into the queues it waits in, so that waiting costs no memory.</summary>
abstract class Message
{
    /// <summary>The next one in the queue of the host.</summary>
    public Message? Next;

    /// <summary>Its place among the calls that wait for an answer.</summary>
    public CallTimeouts.Link Timeout;

    public abstract bool IsReadOnly { get; }

    public abstract bool IsAlwaysInterleave { get; }

    /// <summary>Whether it counts as use of the grain.</summary>
    public virtual bool KeepsAlive => true;

    /// <summary>Whether nobody hears of its failure.</summary>
    public abstract bool IsUnheard { get; }

    /// <summary>Whether nobody waits for it any more, so that it need not start.</summary>
    public abstract bool IsAbandoned { get; }

    /// <summary>Starts its first turn. It reports its end to <see cref="IMessageHost.Finished"/>.</summary>
    public abstract void Start(IMessageHost host);

    /// <summary>Ends it unstarted or unanswered.</summary>
    public abstract void Fail(Exception exception);
}
