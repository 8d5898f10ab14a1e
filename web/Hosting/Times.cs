namespace CustomerGrains.Web.Hosting;

/// <summary>Instants as the journal keeps them.</summary>
static class Times
{
    /// <summary>Cuts off what is finer than a millisecond.</summary>
    public static DateTimeOffset WholeMilliseconds(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % TimeSpan.TicksPerMillisecond), TimeSpan.Zero);
}
