using System.Diagnostics.Metrics;
using CustomerGrains.Grains.Telemetry;

namespace CustomerGrains.Web.Live;

/// <summary>What the live side measures of itself.</summary>
sealed class LiveMetrics
{
    readonly Counter<long> _sent;
    readonly Counter<long> _conflated;
    readonly Counter<long> _dropped;
    readonly Histogram<double> _lag;
    int _connections;
    Func<int> _watched = static () => 0;

    public LiveMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Instruments.Name);
        _sent = meter.CreateCounter<long>("customergrains.live.frames", "{frame}", "Frames sent, by kind.");
        _conflated = meter.CreateCounter<long>("customergrains.live.conflated", "{frame}", "Pictures that a newer one replaced before a slow connection took them.");
        _dropped = meter.CreateCounter<long>("customergrains.live.dropped", "{connection}", "Connections given up because a frame could not be sent.");
        _lag = meter.CreateHistogram("customergrains.live.lag", "s", "From a touchpoint's arrival to its first frame sent.", null, Instruments.Times);
        meter.CreateObservableGauge("customergrains.live.connections", () => Volatile.Read(ref _connections), "{connection}", "Open connections of screens.");
        meter.CreateObservableGauge("customergrains.live.watched", () => _watched(), "{customer}", "Customers that some screen watches.");
    }

    /// <summary>Where to ask how many customers are watched.</summary>
    public void Watch(Func<int> watched) => _watched = watched;

    public void Opened() => Interlocked.Increment(ref _connections);

    public void Closed() => Interlocked.Decrement(ref _connections);

    public void FrameSent(string kind) => _sent.Add(1, new KeyValuePair<string, object?>("kind", kind));

    public void FrameConflated() => _conflated.Add(1);

    public void SendFailed() => _dropped.Add(1);

    public void Lag(TimeSpan lag) => _lag.Record(Math.Max(0, lag.TotalSeconds));
}
