using System.Diagnostics;
using CustomerGrains.Silo.Storage;

namespace CustomerGrains.Benchmarks.Ingest;

/// <summary>One way to write the events. Each round gets a store of its own.</summary>
/// <param name="Name">What the result is called.</param>
/// <param name="Share">The part of the events that it writes: slow ways write fewer, the rate is what counts.</param>
/// <param name="WriteAsync">Prepares, calls the given action when it starts, writes the events, and returns how many failed.</param>
internal sealed record Contender(string Name, double Share, Func<StoreOptions, EventSet.Row[], Action, Task<int>> WriteAsync)
{
    public async Task<Run> RunAsync(StoreOptions options, EventSet events)
    {
        var rows = Share >= 1 ? events.Rows : events.Rows[..(int)(events.Rows.Length * Share)];
        var started = 0L;
        GC.Collect();
        var failures = await WriteAsync(options, rows, () => started = Stopwatch.GetTimestamp());
        return new(rows.Length, failures, Stopwatch.GetElapsedTime(started));
    }

    internal sealed record Run(int Events, int Failures, TimeSpan Time)
    {
        public double PerSecond => (Events - Failures) / Time.TotalSeconds;
    }
}
