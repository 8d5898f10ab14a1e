using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using CustomerGrains.Grains.Telemetry;

namespace CustomerGrains.Web.Ingestion;

/// <summary>What ingestion measures of itself: once a request, never once an event that is accepted.</summary>
sealed class IngestMetrics
{
    static readonly KeyValuePair<string, object?> _accepted = new("outcome", "accepted");
    static readonly KeyValuePair<string, object?> _duplicate = new("outcome", "duplicate");

    readonly Counter<long> _events;
    readonly Counter<long> _rejected;
    readonly Counter<long> _refused;
    readonly Histogram<double> _duration;
    readonly ConcurrentDictionary<int, string> _statuses = new();

    public IngestMetrics(IMeterFactory meters, IngestGate gate)
    {
        var meter = meters.Create(Instruments.Name);
        _events = meter.CreateCounter<long>("customergrains.ingest.events", "{event}", "Events that are durable, by outcome: accepted or duplicate.");
        _rejected = meter.CreateCounter<long>("customergrains.ingest.rejected", "{event}", "Events rejected one by one, by field.");
        _refused = meter.CreateCounter<long>("customergrains.ingest.refused", "{request}", "Requests refused whole, by status.");
        _duration = meter.CreateHistogram("customergrains.ingest.duration", "s", "From the body's last byte to the answer, for requests that were recorded.", null, Instruments.Times);
        meter.CreateObservableGauge("customergrains.ingest.inflight.events", () => gate.Events, "{event}", "Events on their way to the journal.");
        meter.CreateObservableGauge("customergrains.ingest.inflight.bytes", () => gate.Bytes, "By", "Bytes of bodies in memory.");
    }

    public void Recorded(RecordOutcome outcome, TimeSpan took)
    {
        if (outcome.Accepted > 0) _events.Add(outcome.Accepted, _accepted);
        if (outcome.Duplicates > 0) _events.Add(outcome.Duplicates, _duplicate);
        _duration.Record(took.TotalSeconds);
    }

    public void Rejected(IReadOnlyList<RejectedEvent> rejected)
    {
        foreach (var item in rejected) _rejected.Add(1, new KeyValuePair<string, object?>("field", RootOf(item.Field)));
    }

    public void Refused(int status) =>
        _refused.Add(1, new KeyValuePair<string, object?>("status", _statuses.GetOrAdd(status, static code => code.ToString(CultureInfo.InvariantCulture))));

    // Only the first step of the path: the rest may be the sender's own words, and there is no end of those.
    static string RootOf(string field)
    {
        var end = field.AsSpan().IndexOfAny('.', '[');
        return end < 0 ? field : field[..end];
    }
}
