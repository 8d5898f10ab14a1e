using System.Diagnostics.Metrics;
using CustomerGrains.Grains.Telemetry;

namespace CustomerGrains.Silo.Webhooks;

/// <summary>What the deliveries measure of themselves. Backlog and dead letters are told by the process that delivers.</summary>
public sealed class WebhookMetrics
{
    readonly Counter<long> _delivered;
    readonly Counter<long> _failures;
    readonly Counter<long> _dead;
    readonly Histogram<double> _delays;
    readonly Histogram<double> _durations;
    long _pending;
    long _deadNow;
    double _oldest;

    /// <summary>Creates the instruments.</summary>
    public WebhookMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create(Instruments.Name);
        _delivered = meter.CreateCounter<long>("customergrains.webhooks.delivered", "{message}", "Messages that receivers took.");
        _failures = meter.CreateCounter<long>("customergrains.webhooks.failures", "{attempt}", "Attempts that failed; they are made again.");
        _dead = meter.CreateCounter<long>("customergrains.webhooks.dead", "{message}", "Messages that were given up.");
        _delays = meter.CreateHistogram("customergrains.webhooks.delay", "s", "From the decision until the receiver took it.", null, Instruments.Times);
        _durations = meter.CreateHistogram("customergrains.webhooks.duration", "s", "How long receivers take to answer.", null, Instruments.Times);
        meter.CreateObservableGauge("customergrains.webhooks.backlog", () => Interlocked.Read(ref _pending), "{message}", "Messages that wait to be delivered.");
        meter.CreateObservableGauge("customergrains.webhooks.backlog.age", () => Volatile.Read(ref _oldest), "s", "How long the oldest of them has waited.");
        meter.CreateObservableGauge("customergrains.webhooks.dead.kept", () => Interlocked.Read(ref _deadNow), "{message}", "Dead letters that nobody replayed.");
    }

    internal void Attempted(WebhookAnswer answer)
    {
        _durations.Record(answer.TookMs / 1_000.0);
        if (answer.Error is not null)
            _failures.Add(1);
    }

    internal void Delivered(TimeSpan delay)
    {
        _delivered.Add(1);
        _delays.Record(Math.Max(0, delay.TotalSeconds));
    }

    internal void GivenUp() => _dead.Add(1);

    internal void Waiting(IReadOnlyList<Webhook> webhooks, DateTimeOffset now)
    {
        Interlocked.Exchange(ref _pending, webhooks.Sum(webhook => webhook.Backlog?.Pending ?? 0));
        Interlocked.Exchange(ref _deadNow, webhooks.Sum(webhook => webhook.Backlog?.Dead ?? 0));
        Volatile.Write(ref _oldest, webhooks.Min(webhook => webhook.Backlog?.Oldest) is { } oldest ? Math.Max(0, (now - oldest).TotalSeconds) : 0);
    }
}
