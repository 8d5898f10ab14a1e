using System.Diagnostics.CodeAnalysis;

namespace Orleans.Runtime;

/// <summary>A timer of one activation. Disposing it stops it.</summary>
public interface IGrainTimer : IDisposable
{
    /// <summary>Starts anew with another due time and period. From inside the callback it takes effect when the callback has ended.</summary>
    void Change(TimeSpan dueTime, TimeSpan period);
}

/// <summary>How a grain timer runs.</summary>
public readonly struct GrainTimerCreationOptions()
{
    /// <summary>A timer with this due time and period that neither interleaves nor keeps its grain alive.</summary>
    [SetsRequiredMembers]
    public GrainTimerCreationOptions(TimeSpan dueTime, TimeSpan period) : this()
    {
        DueTime = dueTime;
        Period = period;
    }

    /// <summary>The time to the first callback. <see cref="Timeout.InfiniteTimeSpan"/>: never, until it is changed.</summary>
    public required TimeSpan DueTime { get; init; }

    /// <summary>The time from the end of a callback to the next. <see cref="Timeout.InfiniteTimeSpan"/>: just once.</summary>
    public required TimeSpan Period { get; init; }

    /// <summary>Whether callbacks may run between the turns of a call in progress.</summary>
    public bool Interleave { get; init; }

    /// <summary>Whether a callback counts as use of the grain, so that it is not collected as idle.</summary>
    public bool KeepAlive { get; init; }
}
