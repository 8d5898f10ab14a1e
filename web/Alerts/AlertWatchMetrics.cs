using System.Diagnostics.Metrics;
using CustomerGrains.Grains.Telemetry;

namespace CustomerGrains.Web.Alerts;

/// <summary>What the watch over alert rules measures of itself.</summary>
sealed class AlertWatchMetrics
{
    readonly Histogram<double> _checks;
    readonly Counter<long> _failures;
    int _open;

    public AlertWatchMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Instruments.Name);
        _checks = meter.CreateHistogram("customergrains.alerts.duration", "s", "Time of one look at all alert rules; there is one a second.", null, Instruments.Times);
        _failures = meter.CreateCounter<long>("customergrains.alerts.failures", "{check}", "Looks that failed: the store was out of reach.");
        meter.CreateObservableGauge("customergrains.alerts.open", () => Volatile.Read(ref _open), "{alert}", "Alerts that are raised and not cleared.");
    }

    public void Checked(TimeSpan took, int open)
    {
        _checks.Record(took.TotalSeconds);
        Volatile.Write(ref _open, open);
    }

    public void Failed() => _failures.Add(1);
}
