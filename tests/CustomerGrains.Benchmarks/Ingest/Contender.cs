using System.Diagnostics;
using CustomerGrains.Silo.Storage;

namespace CustomerGrains.Benchmarks.Ingest;

/// <summary>One way to write the events. Each round gets a store of its own.</summary>
/// <param name="Name">What the result is called.</param>
/// <param name="Share">The part of the events that it writes: slow ways write fewer, the rate is what counts.</param>
/// <param name="WriteAsync">Prepares, calls the given action when it starts, writes the events, and returns how many failed.</param>
sealed record Contender(string Name, double Share, Func<StoreOptions, EventSet.Row[], Action, Task<int>> WriteAsync)
{
    public async Task<Run> RunAsync(StoreOptions options, EventSet events)
    {
        var rows = Share >= 1 ? events.Rows : events.Rows[..(int)(events.Rows.Length * Share)];
        var started = 0L;
        var cpu = TimeSpan.Zero;
        GC.Collect();
        var failures = await WriteAsync(options, rows, () => (started, cpu) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime));
        return new(rows.Length, failures, Stopwatch.GetElapsedTime(started), Environment.CpuUsage.TotalTime - cpu);
    }

    internal sealed record Run(int Events, int Failures, TimeSpan Time, TimeSpan Cpu)
    {
        /// <summary>Processor time of this process for an event; a database server's comes on top.</summary>
        public double CpuMicroseconds => Cpu.TotalMicroseconds / Events;

        public double PerSecond => (Events - Failures) / Time.TotalSeconds;
    }
}
