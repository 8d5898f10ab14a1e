using System.Diagnostics.Metrics;
using CustomerGrains.Web.Telemetry;

namespace CustomerGrains.Web.Live;

/// <summary>What the live side measures of itself.</summary>
sealed class LiveMetrics
{
    readonly Counter<long> _sent;
    readonly Counter<long> _conflated;
    readonly Histogram<double> _lag;

    public LiveMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Instruments.Name);
        _sent = meter.CreateCounter<long>("customergrains.live.frames", "{frame}", "Frames sent, by kind");
        _conflated = meter.CreateCounter<long>("customergrains.live.conflated", "{frame}", "Pictures that a newer one replaced before a slow connection took them");
        _lag = meter.CreateHistogram<double>("customergrains.live.lag", "ms", "From a touchpoint's arrival to its first frame sent");
    }

    public void FrameSent(string kind) => _sent.Add(1, new KeyValuePair<string, object?>("kind", kind));

    public void FrameConflated() => _conflated.Add(1);

    public void Lag(TimeSpan lag) => _lag.Record(lag.TotalMilliseconds);
}
