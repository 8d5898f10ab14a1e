using CustomerGrains.Web.Debugger;
using CustomerGrains.Web.Hosting;
using CustomerGrains.Web.Segments;

namespace CustomerGrains.Web.Live;

/// <summary>Sends one message to one connection; ends when the transport has taken it.</summary>
delegate Task SendFrame(string method, RawJson frame, CancellationToken cancellationToken);

/// <summary>
/// One connection's mailbox: the latest picture of everything it watches, and at most one frame on its way. While a frame is on its way
/// newer pictures replace older ones, so a slow connection gets fewer frames, never a growing queue, and no other connection waits.
/// </summary>
sealed partial class LiveConnection(string id, SendFrame send, LiveMetrics metrics, ILogger log) : IAsyncDisposable
{
    /// <summary>Customers that one connection may watch at a time.</summary>
    public const int MostCustomers = 20;

    /// <summary>Write keys whose events one connection may watch at a time.</summary>
    public const int MostKeys = 5;

    const int MostAlerts = 20;

    readonly Lock _lock = new();
    readonly Nudge _something = new();
    readonly CancellationTokenSource _closed = new();
    readonly DashboardSlot _dashboard = new();
    readonly SegmentSlot _segments = new();
    readonly Dictionary<string, CustomerSlot> _customers = new(StringComparer.Ordinal);
    readonly Dictionary<string, KeySlot> _keys = new(StringComparer.Ordinal);
    readonly Queue<RawJson> _alerts = [];
    RawJson? _followUps;
    Task _loop = Task.CompletedTask;

    /// <summary>SignalR's id of the connection.</summary>
    public string Id => id;

    /// <summary>Whether it gets dashboard frames.</summary>
    public bool WatchesDashboard => _dashboard.Watching;

    /// <summary>The segment, stage or channel whose dashboard it gets; null for everybody's.</summary>
    public string? Scope
    {
        get
        {
            lock (_lock) return _dashboard.Scope;
        }
    }

    /// <summary>Whether it gets frames of segments and stages.</summary>
    public bool WatchesSegments => _segments.Watching;

    /// <summary>Starts sending.</summary>
    public void Start() => _loop = Task.Run(RunAsync);

    /// <summary>From now on: dashboard frames, the first of them full.</summary>
    public void WatchDashboard(DashboardPicture picture)
    {
        lock (_lock) _dashboard.Watch(picture);
        Wake();
    }

    /// <summary>No dashboard frames any more.</summary>
    public void UnwatchDashboard()
    {
        lock (_lock) _dashboard.Unwatch();
    }

    /// <summary>A newer picture of the dashboard.</summary>
    public void Post(DashboardPicture picture)
    {
        lock (_lock)
        {
            if (!_dashboard.Watching) return;
            if (_dashboard.Put(picture)) metrics.FrameConflated();
        }
        Wake();
    }

    /// <summary>From now on: frames of segments and stages, the first of them full.</summary>
    public void WatchSegments(SegmentPicture picture)
    {
        lock (_lock) _segments.Watch(picture);
        Wake();
    }

    /// <summary>No frames of segments and stages any more.</summary>
    public void UnwatchSegments()
    {
        lock (_lock) _segments.Unwatch();
    }

    /// <summary>A newer picture of segments and stages.</summary>
    public void Post(SegmentPicture picture)
    {
        lock (_lock)
        {
            if (!_segments.Watching) return;
            if (_segments.Put(picture)) metrics.FrameConflated();
        }
        Wake();
    }

    /// <summary>A place for a customer's frames, unless there are too many. A place that is there already starts anew with a full frame.</summary>
    public bool TryWatchCustomer(string customerId)
    {
        lock (_lock)
        {
            if (!_customers.ContainsKey(customerId) && _customers.Count >= MostCustomers) return false;
            if (_customers.TryGetValue(customerId, out var slot)) slot.Restart();
            else _customers.Add(customerId, new(customerId));
            return true;
        }
    }

    /// <summary>No frames of this customer any more; false if there were none.</summary>
    public bool UnwatchCustomer(string customerId)
    {
        lock (_lock) return _customers.Remove(customerId);
    }

    /// <summary>The ids this connection watches.</summary>
    public string[] Customers()
    {
        lock (_lock) return [.. _customers.Keys];
    }

    /// <summary>A newer picture of a customer.</summary>
    public void Post(string customerId, CustomerPicture picture)
    {
        lock (_lock)
        {
            if (!_customers.TryGetValue(customerId, out var slot)) return;
            if (slot.Put(picture)) metrics.FrameConflated();
        }
        Wake();
    }

    /// <summary>From now on: frames of this key, the first of them full; unless there are too many keys.</summary>
    public bool TryWatchKey(KeyPicture picture)
    {
        lock (_lock)
        {
            if (!_keys.TryGetValue(picture.KeyId, out var slot))
            {
                if (_keys.Count >= MostKeys) return false;
                _keys.Add(picture.KeyId, slot = new());
            }
            slot.Watch(picture);
        }
        Wake();
        return true;
    }

    /// <summary>No frames of this key any more.</summary>
    public void UnwatchKey(string keyId)
    {
        lock (_lock) _keys.Remove(keyId);
    }

    /// <summary>The keys this connection watches.</summary>
    public string[] Keys()
    {
        lock (_lock) return [.. _keys.Keys];
    }

    /// <summary>A newer picture of a key.</summary>
    public void Post(KeyPicture picture)
    {
        lock (_lock)
        {
            if (!_keys.TryGetValue(picture.KeyId, out var slot)) return;
            if (slot.Put(picture)) metrics.FrameConflated();
        }
        Wake();
    }

    /// <summary>An alert; of many that wait only the latest are kept.</summary>
    public void Post(RawJson alert)
    {
        lock (_lock)
        {
            if (_alerts.Count >= MostAlerts) _alerts.Dequeue();
            _alerts.Enqueue(alert);
        }
        Wake();
    }

    /// <summary>Follow-ups changed: how many there are now.</summary>
    public void PostFollowUps(RawJson frame)
    {
        lock (_lock)
        {
            if (_followUps is not null) metrics.FrameConflated();
            _followUps = frame;
        }
        Wake();
    }

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        await _loop;
        _closed.Dispose();
    }

    async Task RunAsync()
    {
        try
        {
            while (true)
            {
                await _something.WaitAsync(_closed.Token);
                while (Take() is { } frame)
                {
                    await send(frame.Method, frame.Json, _closed.Token);
                    metrics.FrameSent(frame.Method);
                    frame.Sent?.Invoke();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The connection is closed.
        }
        catch (Exception e)
        {
            metrics.SendFailed();
            SendFailed(log, e);
        }
    }

    Outgoing? Take()
    {
        lock (_lock)
        {
            if (_alerts.TryDequeue(out var alert)) return new("alert", alert, null);
            if (_followUps is { } followUps)
            {
                _followUps = null;
                return new("followUps", followUps, null);
            }
            foreach (var slot in _customers.Values)
                if (slot.Take() is { } customer) return customer;
            foreach (var slot in _keys.Values)
                if (slot.Take() is { } key) return key;
            if (_segments.Take() is { } segments) return segments;
            return _dashboard.Take();
        }
    }

    void Wake() => _something.Give();

    [LoggerMessage(LogLevel.Debug, "A frame could not be sent")]
    static partial void SendFailed(ILogger logger, Exception exception);
}

/// <summary>A frame on its way.</summary>
sealed record Outgoing(string Method, RawJson Json, Action? Sent);
