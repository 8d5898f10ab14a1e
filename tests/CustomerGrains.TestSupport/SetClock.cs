namespace CustomerGrains.TestSupport;

/// <summary>
/// Shows the time that a test has set, while timers run by the system's clock: for whole servers, whose loops must go on turning while
/// everything they date and measure stays the same in every run.
/// </summary>
public sealed class SetClock(DateTimeOffset start) : TimeProvider
{
    long _ticks = start.UtcTicks;

    public override DateTimeOffset GetUtcNow() => new(Interlocked.Read(ref _ticks), TimeSpan.Zero);

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _ticks);

    /// <summary>Sets the time; never back.</summary>
    public void Set(DateTimeOffset time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, GetUtcNow());
        Interlocked.Exchange(ref _ticks, time.UtcTicks);
    }
}
