using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CustomerGrains.Benchmarks.Support;
using CustomerGrains.TestSupport.Postgres;
using CustomerGrains.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Benchmarks.Http;

/// <summary>
/// <c>http</c>: one event a request over 256 connections, beside an endpoint that only parses; and batches of 15 and of 100 events over 8 connections, for the
/// latency. Both servers and the load share the machine; rounds alternate.
/// </summary>
static class HttpBenchmark
{
    const string Key = "wk_bench";
    const int Customers = 10_000;
    const int Connections = 256;
    const int Rounds = 5;
    static readonly TimeSpan _round = TimeSpan.FromSeconds(4);
    static int _number;

    public static async Task<int> RunAsync(string[] args)
    {
        var store = args.FirstOrDefault() ?? "sqlite";
        var connections = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : Connections;
        var folder = Directory.CreateTempSubdirectory("customergrains-http-").FullName;
        string[] settings = store == "postgres"
            ? ["--Store:Provider=postgres", $"--Store:ConnectionString={await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync()}"]
            : [$"--Store:ConnectionString=Data Source={Path.Combine(folder, "customergrains.db")}"];
        await using var ours = Server.Build(
            ["--urls=http://127.0.0.1:0", $"--contentRoot={folder}", $"--Data:Folder={folder}", $"--Security:WriteKey={Key}", "--Security:ApiToken=t", "--Security:AdminPassword=p-p-p-p-p-p-p-p", .. settings],
            builder => builder.Logging.ClearProviders());
        await ours.StartAsync();
        await using var bare = await ParseOnlyServer.StartAsync();

        // Warm-up: the start is through, the code is compiled, and the customers are in memory as they are during a visit.
        await LoadAsync(AddressOf(ours), 64, 100);
        await LoadAsync(AddressOf(ours), connections, 1);
        await LoadAsync(AddressOf(bare), connections, 1);
        var rounds = new List<(Result Ours, Result Bare)>();
        for (var i = 0; i < Rounds; i++) rounds.Add((await LoadAsync(AddressOf(ours), connections, 1), await LoadAsync(AddressOf(bare), connections, 1)));
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
        foreach (var size in new[] { 15, 100 }) await BatchesAsync(AddressOf(ours), store, size);
        await ours.StopAsync();
        Directory.Delete(folder, recursive: true);
        return 0;
    }

    static async Task BatchesAsync(Uri address, string store, int size)
    {
        var batches = new List<Result>();
        for (var i = 0; i < Rounds; i++) batches.Add(await LoadAsync(address, 8, size));
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

    static async Task<Result> LoadAsync(Uri address, int connections, int eventsPerRequest)
    {
        var (path, failures) = (eventsPerRequest == 1 ? "/v1/track" : "/v1/batch", 0);
        var latencies = new ConcurrentBag<List<double>>();
        var cpu = Environment.CpuUsage.TotalTime;
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(async () =>
        {
            using var connection = await LoadConnection.OpenAsync(address);
            var mine = new List<double>();
            while (clock.Elapsed < _round)
            {
                var request = LoadConnection.Request(address, path, Key, Body(eventsPerRequest));
                var started = Stopwatch.GetTimestamp();
                if (await connection.SendAsync(request) == 200) mine.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
                else Interlocked.Increment(ref failures);
            }

            latencies.Add(mine);
        })));
        var seconds = clock.Elapsed.TotalSeconds;
        var all = latencies.SelectMany(each => each).ToArray();
        cpu = Environment.CpuUsage.TotalTime - cpu;
        return new(all.Length, failures, all.Length / seconds, cpu.TotalMicroseconds / all.Length, Statistics.Quantile(all, 0.5), Statistics.Quantile(all, 0.99));
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

    static Uri AddressOf(WebApplication app) => new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    static void Print(object result) => Console.WriteLine(JsonSerializer.Serialize(result));

    sealed record Result(int Requests, int Failures, double PerSecond, double CpuMicroseconds, double P50, double P99);
}
