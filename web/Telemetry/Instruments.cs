using System.Diagnostics;

namespace CustomerGrains.Web.Telemetry;

/// <summary>The names under which this program measures and traces itself.</summary>
static class Instruments
{
    /// <summary>Name of the meter and of the activity source.</summary>
    public const string Name = "CustomerGrains";

    /// <summary>Traces: one activity for each ingestion request that records something.</summary>
    public static ActivitySource Activities { get; } = new(Name);
}
