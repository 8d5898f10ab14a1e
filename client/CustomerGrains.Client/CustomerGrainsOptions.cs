using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace CustomerGrains.Client;

/// <summary>How a <see cref="CustomerGrainsClient"/> collects and delivers events. Read once, when the client is made.</summary>
public sealed class CustomerGrainsOptions
{
    /// <summary>The server's address; a path is kept (https://host/grains sends to https://host/grains/v1/batch).</summary>
    public Uri Endpoint { get; set; } = new("http://localhost:5080");

    /// <summary>The write key. Required.</summary>
    public string WriteKey { get; set; } = "";

    /// <summary>So many waiting events are sent at once, and no batch has more: 1 to 2,500. Default 100.</summary>
    public int FlushAt { get; set; } = 100;

    /// <summary>An event waits for company at most this long. Default 1 s.</summary>
    public TimeSpan FlushInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How many events may wait in memory, 1 or more; default 10,000. When they do, the Async methods await room and the Try methods
    /// return false: nothing is dropped without the caller knowing.
    /// </summary>
    public int QueueCapacity { get; set; } = 10_000;

    /// <summary>
    /// How many batches may be on their way at once, 1 to 64; default 1. With more, events are spread by customer, each of whom keeps
    /// her order; <see cref="QueueCapacity"/> is shared evenly.
    /// </summary>
    public int ParallelBatches { get; set; } = 1;

    /// <summary>How often one batch is tried again; unlimited by default, so that <see cref="RetryFor"/> decides.</summary>
    public int MaxRetries { get; set; } = int.MaxValue;

    /// <summary>For how long one batch is tried again before it is given up and reported. Default 1 hour.</summary>
    public TimeSpan RetryFor { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The first pause is between zero and this; each further one up to twice as long. Default 0.5 s.</summary>
    public TimeSpan FirstBackoff { get; set; } = TimeSpan.FromSeconds(0.5);

    /// <summary>No pause of our own is longer. A longer Retry-After is honoured up to 5 minutes. Default 30 s.</summary>
    public TimeSpan MaxBackoff { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>An attempt without an answer in this time counts as a network error. Default 30 s.</summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long disposing may go on sending what is still queued. What is left then is reported. Default 10 s.</summary>
    public TimeSpan DisposeTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Compress bodies of more than 1 KB. Default true; turn it off where processor time is dearer than bandwidth.</summary>
    public bool Gzip { get; set; } = true;

    /// <summary>The clock for times, intervals and pauses.</summary>
    public TimeProvider TimeProvider { get; set; } = TimeProvider.System;

    /// <summary>Where the jitter of pauses comes from.</summary>
    public Random Random { get; set; } = Random.Shared;

    /// <summary>
    /// Sends the requests; yours to dispose. It should not follow redirects (a redirected POST becomes a GET). Null: the client has its own.
    /// </summary>
    public HttpClient? HttpClient { get; set; }

    /// <summary>The handler for the client's own HttpClient, yours to dispose. Ignored when <see cref="HttpClient"/> is set.</summary>
    public HttpMessageHandler? HttpMessageHandler { get; set; }

    /// <summary>Where retries and failures are logged, without personal data.</summary>
    public ILogger Logger { get; set; } = NullLogger.Instance;

    /// <summary>Called for every batch that the server answered with success. Callbacks must be quick and must not throw.</summary>
    public Action<BatchReceipt>? OnDelivered { get; set; }

    /// <summary>Called for every single event that the server rejected; the others in its batch were taken.</summary>
    public Action<RejectedEvent>? OnRejected { get; set; }

    /// <summary>Called for events that were not delivered and will not be tried again: refused as a whole, or given up.</summary>
    public Action<DeliveryFailure>? OnError { get; set; }

    /// <summary>Called before a pause, after an attempt that failed and will be repeated.</summary>
    public Action<DeliveryRetry>? OnRetry { get; set; }

    internal void Validate()
    {
        if (!Endpoint.IsAbsoluteUri || Endpoint.Scheme is not ("http" or "https"))
            throw new ArgumentException($"Endpoint is \"{Endpoint}\"; it must be an absolute http or https address.");
        if (string.IsNullOrWhiteSpace(WriteKey)) throw new ArgumentException("WriteKey is empty; every request needs one.");
        Range(FlushAt, 1, Limits.BatchEvents, nameof(FlushAt));
        Range(QueueCapacity, 1, int.MaxValue, nameof(QueueCapacity));
        Range(ParallelBatches, 1, 64, nameof(ParallelBatches));
        Range(MaxRetries, 0, int.MaxValue, nameof(MaxRetries));
        NotNegative(FlushInterval, nameof(FlushInterval));
        NotNegative(RetryFor, nameof(RetryFor));
        NotNegative(FirstBackoff, nameof(FirstBackoff));
        NotNegative(MaxBackoff, nameof(MaxBackoff));
        NotNegative(DisposeTimeout, nameof(DisposeTimeout));
        if (RequestTimeout <= TimeSpan.Zero) throw new ArgumentException($"RequestTimeout is {RequestTimeout}; it must be more than zero.");
    }

    static void Range(int value, int least, int most, string name)
    {
        if (value < least || value > most) throw new ArgumentException($"{name} is {value}; it must be {least} to {most}.");
    }

    static void NotNegative(TimeSpan value, string name)
    {
        if (value < TimeSpan.Zero) throw new ArgumentException($"{name} is {value}; it must not be negative.");
    }
}
