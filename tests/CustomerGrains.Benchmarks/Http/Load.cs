using System.Collections.Concurrent;
using System.Diagnostics;
using CustomerGrains.Benchmarks.Support;

namespace CustomerGrains.Benchmarks.Http;

/// <summary>As many events as a server takes: every connection sends its next request when the last one was answered.</summary>
static class Load
{
    const int Customers = 10_000;
    static int _number;

    /// <summary>Sends requests of so many events over so many connections for a while.</summary>
    public static async Task<LoadResult> RunAsync(Uri address, int connections, int eventsPerRequest, TimeSpan duration)
    {
        var (path, failures) = (eventsPerRequest == 1 ? "/v1/track" : "/v1/batch", 0);
        var latencies = new ConcurrentBag<List<double>>();
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            using var connection = await LoadConnection.OpenAsync(address);
            var mine = new List<double>();
            while (clock.Elapsed < duration)
            {
                var request = LoadConnection.Request(address, path, ServerProcess.WriteKey, Body(eventsPerRequest));
                var started = Stopwatch.GetTimestamp();
                if (await connection.SendAsync(request) == 200) mine.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                else Interlocked.Increment(ref failures);
            }

            latencies.Add(mine);
        })));
        var seconds = clock.Elapsed.TotalSeconds;
        var all = latencies.SelectMany(each => each).ToArray();
        return new(all.Length, failures, all.Length / seconds, Statistics.Quantile(all, 0.5), Statistics.Quantile(all, 0.99));
    }

    static string Body(int events) => events == 1
        ? Event()
        : $$"""{"batch":[{{string.Join(',', Enumerable.Range(0, events).Select(_ => Event()))}}]}""";

    // About 300 bytes, of a random customer, as an SDK sends it when it happens.
    static string Event()
    {
        var number = Interlocked.Increment(ref _number);
        var at = DateTimeOffset.UtcNow.ToString("O");
        return $$$"""{"type":"track","event":"Product Viewed","messageId":"bench-{{{Environment.ProcessId}}}-{{{number}}}","userId":"customer-{{{Random.Shared.Next(Customers)}}}","timestamp":"{{{at}}}","properties":{"product_id":"p-{{{number % 997}}}","category":"category-{{{number % 23}}}","price":{{{number % 500}}}.95,"currency":"EUR"},"context":{"library":{"name":"analytics-node"} } }""";
    }
}

/// <summary>What one round of load gave.</summary>
/// <param name="Requests">Answered with 200.</param>
/// <param name="Failures">Answered otherwise.</param>
/// <param name="PerSecond">Requests a second.</param>
/// <param name="P50">Milliseconds.</param>
/// <param name="P99">Milliseconds.</param>
sealed record LoadResult(int Requests, int Failures, double PerSecond, double P50, double P99);
