using System.Diagnostics.Metrics;
using CustomerGrains.Grains.Journal;
using CustomerGrains.Grains.Telemetry;

namespace CustomerGrains.Silo.Journal;

/// <summary>What the journal's writers measure of themselves: once a transaction, never once an event.</summary>
public sealed class JournalMetrics
{
    readonly TimeProvider _clock;
    readonly Counter<long> _entries;
    readonly Counter<long> _failures;
    readonly Histogram<int> _groups;
    readonly Histogram<double> _durations;
    readonly Histogram<double> _lags;

    /// <summary>Creates the instruments.</summary>
    public JournalMetrics(JournalHealth health, IMeterFactory meters, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(health);
        ArgumentNullException.ThrowIfNull(meters);
        _clock = clock;
        var meter = meters.Create(Instruments.Name);
        _entries = meter.CreateCounter<long>("customergrains.journal.entries", "{entry}", "Entries that are durable: touchpoints and decisions.");
        _failures = meter.CreateCounter<long>("customergrains.journal.failures", "{commit}", "Commits that failed, by reason: Unavailable, Conflict, Refused.");
        _groups = meter.CreateHistogram("customergrains.journal.group", "{commit}", "Commits that shared one transaction.", null, Instruments.Sizes);
        _durations = meter.CreateHistogram("customergrains.journal.duration", "s", "Time of one transaction, from its begin until it is on disk.", null, Instruments.Times);
        _lags = meter.CreateHistogram(
            "customergrains.journal.lag", "s", "From the arrival of a transaction's longest waiting entry until it is durable: of each transaction the worst.", null, Instruments.Times);
        meter.CreateObservableGauge("customergrains.journal.queued", () => health.Queued, "{commit}", "Commits that wait for their transaction.");
        meter.CreateObservableGauge("customergrains.journal.queued.entries", () => health.QueuedEntries, "{entry}", "Entries of the commits that wait.");
        meter.CreateObservableGauge("customergrains.journal.queued.age", () => health.LongestWait.TotalSeconds, "s", "How long the first of those that wait has waited; 0 while nobody does.");
        meter.CreateObservableGauge("customergrains.journal.available", () => health.Available ? 1 : 0, "1", "1 while every writer can write, else 0.");
    }

    internal void Committed(List<Commit> commits, TimeSpan duration)
    {
        var (entries, oldest) = (0, DateTimeOffset.MaxValue);
        foreach (var commit in commits)
        {
            entries += commit.Entries.Count;
            if (commit.Entries.Count > 0 && commit.Entries[0].ReceivedAt < oldest)
                oldest = commit.Entries[0].ReceivedAt;
        }

        _entries.Add(entries);
        _groups.Record(commits.Count);
        _durations.Record(duration.TotalSeconds);
        if (entries > 0)
            _lags.Record(Math.Max(0, (_clock.GetUtcNow() - oldest).TotalSeconds));
    }

    internal void Failed(string reason, int commits) => _failures.Add(commits, new KeyValuePair<string, object?>("reason", reason));
}
