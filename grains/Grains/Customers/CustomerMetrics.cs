using System.Diagnostics;
using System.Diagnostics.Metrics;
using CustomerGrains.Grains.Telemetry;

namespace CustomerGrains.Grains.Customers;

/// <summary>What the customers of this process measure of themselves: once a turn, never once an event.</summary>
public sealed class CustomerMetrics
{
    static readonly KeyValuePair<string, object?> _joined = new("kind", "joined");
    static readonly KeyValuePair<string, object?> _left = new("kind", "left");
    static readonly KeyValuePair<string, object?> _stage = new("kind", "stage");

    readonly Counter<long> _activated;
    readonly Counter<long> _deactivated;
    readonly Counter<long> _loaded;
    readonly Counter<long> _retries;
    readonly Counter<long> _snapshots;
    readonly Counter<long> _snapshotFailures;
    readonly Counter<long> _evaluations;
    readonly Counter<long> _decisions;
    readonly Histogram<double> _thinking;
    long _resident;

    /// <summary>Creates the instruments.</summary>
    public CustomerMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create(Instruments.Name);
        meter.CreateObservableGauge("customergrains.customers.resident", () => Interlocked.Read(ref _resident), "{customer}", "Customers in memory.");
        _activated = meter.CreateCounter<long>("customergrains.customers.activated", "{customer}", "Customers that came into memory.");
        _deactivated = meter.CreateCounter<long>("customergrains.customers.deactivated", "{customer}", "Customers that left memory: they rested, or the process stops.");
        _loaded = meter.CreateCounter<long>(
            "customergrains.customers.loaded", "{customer}", "Customers folded from the store, by source: nothing (new), journal (few entries), snapshot, or rebuilt (a long journal without a snapshot of use).");
        _retries = meter.CreateCounter<long>("customergrains.customers.conflicts", "{turn}", "Turns begun again because another activation of the same customer wrote first.");
        _snapshots = meter.CreateCounter<long>("customergrains.customers.snapshots", "{snapshot}", "Snapshots written.");
        _snapshotFailures = meter.CreateCounter<long>(
            "customergrains.customers.snapshot.failures", "{snapshot}", "Snapshots that could not be read or written, by operation. Nothing is lost: the journal has everything.");
        _evaluations = meter.CreateCounter<long>("customergrains.rules.evaluations", "{evaluation}", "Evaluations of the rule of a segment, or of the stages, for one customer.");
        _decisions = meter.CreateCounter<long>("customergrains.rules.decisions", "{decision}", "Decisions journalled, by kind: joined, left, stage.");
        _thinking = meter.CreateHistogram(
            "customergrains.rules.duration", "s", "Processor time of one turn: folding its events and evaluating the rules that they or the time touched, without waiting.", null, Instruments.Times);
    }

    internal void Activated()
    {
        Interlocked.Increment(ref _resident);
        _activated.Add(1);
    }

    internal void Deactivated()
    {
        Interlocked.Decrement(ref _resident);
        _deactivated.Add(1);
    }

    internal void Loaded(LoadSource source) => _loaded.Add(1, source switch
    {
        LoadSource.Nothing => new("source", "nothing"),
        LoadSource.Journal => new("source", "journal"),
        LoadSource.Snapshot => new("source", "snapshot"),
        _ => new KeyValuePair<string, object?>("source", "rebuilt"),
    });

    internal void LostRace() => _retries.Add(1);

    internal void SnapshotWritten() => _snapshots.Add(1);

    internal void SnapshotFailed(bool reading) => _snapshotFailures.Add(1, new KeyValuePair<string, object?>("operation", reading ? "read" : "write"));

    /// <summary>A turn has folded and decided, and goes on to its commit.</summary>
    internal void Thought(CustomerDraft draft)
    {
        if (draft.Evaluations > 0)
        {
            _evaluations.Add(draft.Evaluations);
        }

        if (draft.ThinkingTime > 0)
        {
            _thinking.Record(draft.ThinkingTime / (double)Stopwatch.Frequency);
        }

        Add(_joined, draft.Decisions.Joined);
        Add(_left, draft.Decisions.Left);
        Add(_stage, draft.Decisions.Stages);
    }

    void Add(in KeyValuePair<string, object?> kind, int count)
    {
        if (count > 0)
        {
            _decisions.Add(count, kind);
        }
    }
}

/// <summary>Where a customer's state came from.</summary>
enum LoadSource
{
    /// <summary>The journal has nothing of her.</summary>
    Nothing,

    /// <summary>All entries, which are few.</summary>
    Journal,

    /// <summary>A snapshot and the entries after it.</summary>
    Snapshot,

    /// <summary>All entries of a long journal: there was no snapshot of use.</summary>
    Rebuilt,
}
