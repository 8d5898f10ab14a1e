using System.Diagnostics.Metrics;
using CustomerGrains.Grains.Telemetry;

namespace CustomerGrains.Silo.Backfills;

/// <summary>What backfills measure of themselves.</summary>
sealed class BackfillMetrics
{
    readonly Counter<long> _customers;
    readonly Counter<long> _changed;
    Func<IReadOnlyList<BackfillProgress>> _current = static () => [];

    public BackfillMetrics(IMeterFactory meters)
    {
        var meter = meters.Create(Instruments.Name);
        _customers = meter.CreateCounter<long>("customergrains.backfills.customers", "{customer}", "Customers that backfills of this process looked at.");
        _changed = meter.CreateCounter<long>("customergrains.backfills.changed", "{customer}", "Those of them of whom something was decided anew.");
        meter.CreateObservableGauge("customergrains.backfills.running", () => _current().Count, "{backfill}", "Backfills that are not finished, wherever they run.");
        meter.CreateObservableGauge(
            "customergrains.backfills.remaining", () => _current().Sum(static b => Math.Max(0, b.Total - b.Done)), "{customer}", "Customers they still have to look at, about.");
    }

    /// <summary>Where to look for those that are not finished.</summary>
    public void Watch(Func<IReadOnlyList<BackfillProgress>> current) => _current = current;

    public void Advanced(RangeDone range)
    {
        _customers.Add(range.Done);
        _changed.Add(range.Changed);
    }
}
