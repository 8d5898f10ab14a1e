namespace Orleans.Embedded;

/// <summary>
/// The calls that wait for an answer, oldest first, in a few lists with a lock each. All have the same time, so only the heads need
/// looking at. Wall-clock time, whatever the clock of the grains: a test that moves its clock must not fail the calls in progress.
/// </summary>
sealed class CallTimeouts : IDisposable
{
    const int Lists = 16;
    readonly List[] _lists = [.. Enumerable.Range(0, Lists).Select(_ => new List())];
    readonly TimeSpan _timeout;
    readonly Timer _timer;

    public CallTimeouts(TimeSpan timeout)
    {
        _timeout = timeout;
        var period = TimeSpan.FromMilliseconds(Math.Clamp(timeout.TotalMilliseconds / 4, 10, 1000));
        _timer = new(static state => ((CallTimeouts)state!).Expire(), this, period, period);
    }

    public void Watch(Message message)
    {
        var list = _lists[Environment.CurrentManagedThreadId % Lists];
        lock (list) list.Append(message, Environment.TickCount64 + (long)_timeout.TotalMilliseconds);
    }

    public static void Forget(Message message)
    {
        if (message.Timeout.List is not { } list) return;
        lock (list) list.Remove(message);
    }

    public void Dispose() => _timer.Dispose();

    /// <summary>Ends every call that still waits.</summary>
    public void FailAll(Func<Exception> exception)
    {
        foreach (var message in _lists.SelectMany(list => list.Take(long.MaxValue))) message.Fail(exception());
    }

    void Expire()
    {
        foreach (var message in _lists.SelectMany(list => list.Take(Environment.TickCount64)))
        {
            message.Fail(new TimeoutException($"Response did not arrive on time in {_timeout} for message: {message}."));
        }
    }

    /// <summary>A message's place in a list.</summary>
    public struct Link
    {
        public List? List;
        public Message? Earlier;
        public Message? Later;
        public long Deadline;
    }

    public sealed class List
    {
        Message? _oldest;
        Message? _newest;

        public void Append(Message message, long deadline)
        {
            message.Timeout = new() { List = this, Earlier = _newest, Deadline = deadline };
            if (_newest is null) _oldest = message;
            else _newest.Timeout.Later = message;
            _newest = message;
        }

        public void Remove(Message message)
        {
            // The call may have been answered and timed out at the same time.
            if (message.Timeout.List is null) return;
            var (earlier, later) = (message.Timeout.Earlier, message.Timeout.Later);
            if (earlier is null) _oldest = later;
            else earlier.Timeout.Later = later;
            if (later is null) _newest = earlier;
            else later.Timeout.Earlier = earlier;
            message.Timeout = default;
        }

        public List<Message> Take(long until)
        {
            var due = new List<Message>();
            lock (this)
            {
                while (_oldest is { } message && message.Timeout.Deadline <= until)
                {
                    Remove(message);
                    due.Add(message);
                }
            }
            return due;
        }
    }
}
