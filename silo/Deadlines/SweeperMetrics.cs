using System.Diagnostics.Metrics;

namespace CustomerGrains.Silo.Deadlines;

/// <summary>The sweeper's numbers for OpenTelemetry: meter <see cref="MeterName"/>.</summary>
public sealed class SweeperMetrics : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "CustomerGrains.Deadlines";

    readonly Meter _meter = new(MeterName);
    readonly Counter<long> _woken;
    readonly Counter<long> _failures;
    readonly Histogram<double> _delays;
    int _slices;

    /// <summary>Creates the instruments.</summary>
    public SweeperMetrics()
    {
        _woken = _meter.CreateCounter<long>("customergrains.deadlines.woken", "{customer}", "Customers woken at their deadlines.");
        _failures = _meter.CreateCounter<long>("customergrains.deadlines.failures", "{customer}", "Customers that could not be woken; they are tried again.");
        _delays = _meter.CreateHistogram<double>("customergrains.deadlines.delay", "s", "From a deadline until what follows from it is durable.");
        _meter.CreateObservableGauge("customergrains.deadlines.slices", () => Volatile.Read(ref _slices), "{slice}", "Slices of the deadlines that this process sweeps, of 16.");
    }

    internal void Woken(TimeSpan delay)
    {
        _woken.Add(1);
        _delays.Record(delay.TotalSeconds);
    }

    internal void Failed() => _failures.Add(1);

    internal void Holds(int slices) => Volatile.Write(ref _slices, slices);

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
