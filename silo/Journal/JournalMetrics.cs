using System.Diagnostics.Metrics;

namespace CustomerGrains.Silo.Journal;

/// <summary>The journal's numbers for OpenTelemetry: meter <see cref="MeterName"/>.</summary>
public sealed class JournalMetrics : IDisposable
{
    /// <summary>The name of the meter.</summary>
    public const string MeterName = "CustomerGrains.Journal";

    readonly Meter _meter = new(MeterName);
    readonly Counter<long> _entries;
    readonly Counter<long> _failures;
    readonly Histogram<int> _groups;
    readonly Histogram<double> _durations;

    /// <summary>Creates the instruments.</summary>
    public JournalMetrics(JournalHealth health)
    {
        ArgumentNullException.ThrowIfNull(health);
        _entries = _meter.CreateCounter<long>("customergrains.journal.entries", "{entry}", "Entries that are durable.");
        _failures = _meter.CreateCounter<long>("customergrains.journal.failures", "{commit}", "Commits that failed, by reason.");
        _groups = _meter.CreateHistogram<int>("customergrains.journal.group", "{commit}", "Commits of one transaction.");
        _durations = _meter.CreateHistogram<double>("customergrains.journal.duration", "s", "Time of one transaction.");
        _meter.CreateObservableGauge("customergrains.journal.queued", () => health.Queued, "{commit}", "Commits that wait for their transaction.");
    }

    internal void Committed(int commits, int entries, TimeSpan duration)
    {
        _entries.Add(entries);
        _groups.Record(commits);
        _durations.Record(duration.TotalSeconds);
    }

    internal void Failed(string reason, int commits) => _failures.Add(commits, new KeyValuePair<string, object?>("reason", reason));

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
