using System.Diagnostics;
using OpenTelemetry.Trace;

namespace CustomerGrains.Silo.Telemetry;

/// <summary>
/// Takes a few traces a second, whole: every request of a quiet server, and of a busy one no more than cost nothing. A request that brings a trace along is
/// taken if its sender records it, but it counts too: nobody outside decides what tracing costs here. What belongs to a trace that was begun in this system
/// is taken with it.
/// </summary>
sealed class FewSampler(TimeProvider clock) : Sampler
{
    /// <summary>Traces that begin in a second, at most.</summary>
    public const int PerSecond = 10;

    const string Request = "Microsoft.AspNetCore.Hosting.HttpRequestIn";

    long _second;
    int _taken;

    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters)
    {
        var parent = samplingParameters.ParentContext;
        var recorded = parent.TraceFlags.HasFlag(ActivityTraceFlags.Recorded);
        if (parent.TraceId != default && samplingParameters.Name != Request)
            return new(recorded);
        // A transaction of the journal, of which somebody who waits for it is traced.
        if (parent.TraceId == default && samplingParameters.Links?.Any(static link => link.Context.TraceFlags.HasFlag(ActivityTraceFlags.Recorded)) == true)
            return new(true);
        return new((parent.TraceId == default || recorded) && Take());
    }

    bool Take()
    {
        var second = clock.GetTimestamp() / clock.TimestampFrequency;
        if (Interlocked.Exchange(ref _second, second) != second)
            Volatile.Write(ref _taken, 0);
        return Interlocked.Increment(ref _taken) <= PerSecond;
    }
}
