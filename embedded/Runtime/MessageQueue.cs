namespace Orleans.Embedded;

/// <summary>The messages that wait for an activation, in order of arrival, linked through themselves.</summary>
struct MessageQueue
{
    Message? _first;
    Message? _last;
    int _interleaving;

    /// <summary>How many wait.</summary>
    public int Count { get; private set; }

    public void Append(Message message)
    {
        if (_last is null) _first = message;
        else _last.Next = message;
        _last = message;
        Count++;
        if (message.IsAlwaysInterleave) _interleaving++;
    }

    /// <summary>
    /// Takes out the first message that may start beside those that run: any in a reentrant grain or marked so, else a read-only one
    /// beside read-only ones. Drops those that nobody waits for any more.
    /// </summary>
    public Message? Take(bool isReentrant, int readers, int writers)
    {
        // The common case of a queue behind a call in progress, without walking the queue.
        if (!isReentrant && writers > 0 && _interleaving == 0) return null;
        Message? previous = null;
        for (var message = _first; message is not null; message = message.Next)
        {
            var mayStart = isReentrant || message.IsAlwaysInterleave || (writers == 0 && (readers == 0 || message.IsReadOnly));
            if (!mayStart && !message.IsAbandoned)
            {
                previous = message;
                continue;
            }
            Unlink(previous, message);
            if (message.IsAbandoned) continue;
            message.Next = null;
            return message;
        }
        return null;
    }

    /// <summary>Takes out all.</summary>
    public List<Message> TakeAll()
    {
        var all = new List<Message>(Count);
        for (var message = _first; message is not null; message = message.Next) all.Add(message);
        foreach (var message in all) message.Next = null;
        this = default;
        return all;
    }

    void Unlink(Message? previous, Message message)
    {
        if (previous is null) _first = message.Next;
        else previous.Next = message.Next;
        if (ReferenceEquals(_last, message)) _last = previous;
        Count--;
        if (message.IsAlwaysInterleave) _interleaving--;
    }
}
