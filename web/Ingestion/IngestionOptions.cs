namespace CustomerGrains.Web.Ingestion;

/// <summary>Limits of ingestion: configuration section <c>Ingestion</c>.</summary>
sealed class IngestionOptions
{
    /// <summary>Bytes of one body after decompression. Segment's limit; clients count on it.</summary>
    public const int MaxBodyBytes = 512_000;

    /// <summary>Events of one batch. Segment's limit; clients count on it.</summary>
    public const int MaxBatchEvents = 2_500;

    /// <summary>
    /// Events that may be on their way to the journal in this process; beyond, callers get 429. Each makes at most two entries, so the journal's own queue
    /// is never full before.
    /// </summary>
    public int MaxEventsInFlight { get; set; } = 16_000;

    /// <summary>Bytes of bodies that may be in memory in this process; beyond, callers get 429.</summary>
    public long MaxBytesInFlight { get; set; } = 64L * 1024 * 1024;

    /// <summary>Events a second that one write key may send, with bursts of twice as much; 0 = no limit.</summary>
    public int EventsPerSecondPerKey { get; set; } = 100_000;
}
