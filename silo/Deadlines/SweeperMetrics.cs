using System.Diagnostics.Metrics;
using CustomerGrains.Grains.Telemetry;

namespace CustomerGrains.Silo.Deadlines;

/// <summary>What the sweeper measures of itself.</summary>
public sealed class SweeperMetrics
{
    readonly Counter<long> _woken;
    readonly Counter<long> _failures;
    readonly Histogram<double> _delays;
    int _slices;
    long _backlog;
    double _overdue;

    /// <summary>Creates the instruments.</summary>
    public SweeperMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create(Instruments.Name);
        _woken = meter.CreateCounter<long>("customergrains.deadlines.woken", "{customer}", "Customers woken at their deadlines.");
        _failures = meter.CreateCounter<long>("customergrains.deadlines.failures", "{customer}", "Customers that could not be woken; they are tried again.");
        _delays = meter.CreateHistogram("customergrains.deadlines.delay", "s", "From a deadline until what follows from it is durable.", null, Instruments.Times);
        meter.CreateObservableGauge("customergrains.deadlines.slices", () => Volatile.Read(ref _slices), "{slice}", "Slices of the deadlines that this process sweeps, of 16.");
        meter.CreateObservableGauge(
            "customergrains.deadlines.backlog", () => Interlocked.Read(ref _backlog), "{customer}", "Customers that the latest sweep found due and not yet served, in the slices of this process.");
        meter.CreateObservableGauge("customergrains.deadlines.overdue", () => Volatile.Read(ref _overdue), "s", "How late the longest overdue of them was at the latest sweep.");
    }

    internal void Woken(TimeSpan delay)
    {
        _woken.Add(1);
        _delays.Record(delay.TotalSeconds);
    }

    internal void Failed() => _failures.Add(1);

    internal void Holds(int slices)
    {
        Volatile.Write(ref _slices, slices);
        if (slices == 0)
            Found(0, TimeSpan.Zero);
    }

    internal void Found(long due, TimeSpan overdue)
    {
        Interlocked.Exchange(ref _backlog, due);
        Volatile.Write(ref _overdue, Math.Max(0, overdue.TotalSeconds));
    }
}
