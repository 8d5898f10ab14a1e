namespace CustomerGrains.Domain.Journal;

/// <summary>Times as the journal keeps them.</summary>
public static class JournalTime
{
    /// <summary>The same instant in UTC, cut to whole milliseconds: what every store gives back unchanged.</summary>
    public static DateTimeOffset ToWholeMilliseconds(this DateTimeOffset time) =>
        DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());
}
