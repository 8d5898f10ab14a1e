using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace CustomerGrains.Grains.Telemetry;

/// <summary>The name under which all of this program measures and traces itself, and what its instruments share.</summary>
public static class Instruments
{
    /// <summary>Name of the meter and of the activity source.</summary>
    public const string Name = "CustomerGrains";

    /// <summary>Spans. Nobody listens unless traces are exported: then starting one is a look at a field, and makes nothing.</summary>
    public static ActivitySource Activities { get; } = new(Name);

    /// <summary>For times in seconds, from a fast disk's to a call's that is given up.</summary>
    public static InstrumentAdvice<double> Times { get; } = new()
    {
        HistogramBucketBoundaries = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    };

    /// <summary>For sizes: how many of something went together.</summary>
    public static InstrumentAdvice<int> Sizes { get; } = new() { HistogramBucketBoundaries = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 4_000] };
}
