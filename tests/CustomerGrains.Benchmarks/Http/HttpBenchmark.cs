using System.Globalization;
using System.Text.Json;
using CustomerGrains.Benchmarks.Support;
using CustomerGrains.TestSupport.Postgres;

namespace CustomerGrains.Benchmarks.Http;

/// <summary>
/// <c>http</c>: one event a request over 256 connections, beside an endpoint that only parses; and batches of 15 and of 100 events over 8 connections, for the
/// latency. Both servers and the load share the machine; rounds alternate.
/// </summary>
static class HttpBenchmark
{
    const int Connections = 256;
    const int Rounds = 5;

    // The compiler goes on improving our code, of which there is more, for about ten seconds.
    const int WarmUps = 3;
    static readonly TimeSpan _round = TimeSpan.FromSeconds(4);

    public static async Task<int> RunAsync(string[] args)
    {
        var store = args.FirstOrDefault() ?? "sqlite";
        var connections = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : Connections;
        await using var ours = await ServerProcess.StartWeb(store == "postgres"
            ? ["--Store:Provider=postgres", $"--Store:ConnectionString={await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync()}"]
            : []).ReadyAsync();
        await using var bare = await ServerProcess.StartParseOnly().ReadyAsync();

        // Warm-up: the start is through, the code is compiled, and the customers are in memory as they are during a visit.
        await LoadAsync(ours, 64, 100);
        for (var i = 0; i < WarmUps; i++) await LoadAsync(ours, connections, 1);
        await LoadAsync(bare, connections, 1);
        var rounds = new List<(Round Ours, Round Bare)>();
        for (var i = 0; i < Rounds; i++) rounds.Add((await LoadAsync(ours, connections, 1), await LoadAsync(bare, connections, 1)));
        var ratios = rounds.Select(round => round.Ours.PerSecond / round.Bare.PerSecond).ToArray();
        Print(new
        {
            benchmark = "http",
            machine = Machine.Describe(),
            engine = Machine.Engine,
            store,
            connections,
            eventsPerRequest = 1,
            requests = rounds.Sum(round => round.Ours.Requests),
            failures = rounds.Sum(round => round.Ours.Failures),
            perSecond = Math.Round(Statistics.Median(rounds.Select(round => round.Ours.PerSecond))),
            cpuMicrosecondsPerRequest = Math.Round(Statistics.Median(rounds.Select(round => round.Ours.CpuMicroseconds))),
            p50ms = Statistics.Median(rounds.Select(round => round.Ours.P50)),
            p99ms = Statistics.Median(rounds.Select(round => round.Ours.P99)),
            reference = new
            {
                name = "parse-only endpoint",
                perSecond = Math.Round(Statistics.Median(rounds.Select(round => round.Bare.PerSecond))),
                cpuMicrosecondsPerRequest = Math.Round(Statistics.Median(rounds.Select(round => round.Bare.CpuMicroseconds))),
            },
            ratio = Math.Round(Statistics.Median(ratios), 3),
            ratios = ratios.Select(ratio => Math.Round(ratio, 3)),
        });

        // 15 is what the stock Node SDK sends at once.
        foreach (var size in new[] { 15, 100 }) await BatchesAsync(ours, store, size);
        return 0;
    }

    static async Task BatchesAsync(ServerProcess server, string store, int size)
    {
        var batches = new List<Round>();
        for (var i = 0; i < Rounds; i++) batches.Add(await LoadAsync(server, 8, size));
        Print(new
        {
            benchmark = "http-batch",
            machine = Machine.Describe(),
            engine = Machine.Engine,
            store,
            connections = 8,
            eventsPerRequest = size,
            requests = batches.Sum(round => round.Requests),
            failures = batches.Sum(round => round.Failures),
            eventsPerSecond = Math.Round(Statistics.Median(batches.Select(round => round.PerSecond)) * size),
            cpuMicrosecondsPerEvent = Math.Round(Statistics.Median(batches.Select(round => round.CpuMicroseconds)) / size, 1),
            p50ms = Statistics.Median(batches.Select(round => round.P50)),
            p99ms = Statistics.Median(batches.Select(round => round.P99)),
            worstRoundP99ms = batches.Max(round => round.P99),
        });
    }

    static async Task<Round> LoadAsync(ServerProcess server, int connections, int eventsPerRequest)
    {
        var cpu = server.ProcessorTime;
        var load = await Load.RunAsync(server.Address, connections, eventsPerRequest, _round);
        return new(load.Requests, load.Failures, load.PerSecond, (server.ProcessorTime - cpu).TotalMicroseconds / load.Requests, load.P50, load.P99);
    }

    static void Print(object result) => Console.WriteLine(JsonSerializer.Serialize(result));

    sealed record Round(int Requests, int Failures, double PerSecond, double CpuMicroseconds, double P50, double P99);
}
