using System.Text.Json;
using CustomerGrains.Benchmarks.Http;
using CustomerGrains.Benchmarks.Support;
using CustomerGrains.TestSupport.Postgres;

namespace CustomerGrains.Benchmarks.Cluster;

/// <summary>
/// <c>cluster</c>: events into a web process that is a client of several silos, next to one web process that hosts its own, each on a database of its own in the
/// same PostgreSQL, and next to an endpoint that only parses. Everything shares this machine, so this shows what the hops cost, not what more machines give.
/// </summary>
/// <remarks>Options: --silos 3, --rounds 5, --seconds 4 (a round).</remarks>
static class ClusterBenchmark
{
    public static async Task<int> RunAsync(string[] args)
    {
        if (!Machine.Engine.StartsWith("Orleans", StringComparison.Ordinal))
        {
            Console.Error.WriteLine("cluster: clusters exist where the build's engine is Orleans; this one is embedded.");
            return 2;
        }

        var options = new Arguments(args);
        var (silos, rounds, round) = (options.Number("silos", 3), options.Number("rounds", 5), TimeSpan.FromSeconds(options.Number("seconds", 4)));
        var processes = new List<ServerProcess>();
        try
        {
            var local = await WebAsync([]);
            var database = await StoreAsync();
            for (var i = 0; i < silos; i++)
                processes.Add(ServerProcess.StartSilo(database));
            var cluster = await WebAsync([.. database, "--Cluster:Mode=client"]);
            await using var bare = await ServerProcess.StartParseOnly().ReadyAsync();
            foreach (var (events, connections) in new[] { (1, 256), (15, 8), (100, 8) })
            {
                await MeasureAsync(new Contest(local.Address, cluster.Address, events == 1 ? bare.Address : null), silos, events, connections, rounds, round);
            }

            return 0;
        }
        finally
        {
            foreach (var process in processes)
                await process.DisposeAsync();
        }

        async Task<ServerProcess> WebAsync(string[] settings)
        {
            var web = ServerProcess.StartWeb(settings.Length > 0 ? settings : await StoreAsync());
            processes.Add(web);
            return await web.ReadyAsync();
        }
    }

    static async Task<string[]> StoreAsync() =>
        ["--Store:Provider=postgres", $"--Store:ConnectionString={await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync()}", "--Value:ReportingCurrency=EUR"];

    static async Task MeasureAsync(Contest contest, int silos, int events, int connections, int rounds, TimeSpan round)
    {
        var results = new List<(LoadResult Local, LoadResult Cluster, LoadResult? Bare)>();
        // The first round wakes the customers and compiles.
        for (var i = 0; i <= rounds; i++)
        {
            var result = (await LoadAsync(contest.Local), await LoadAsync(contest.Cluster), contest.Bare is { } bare ? await LoadAsync(bare) : null);
            if (i > 0)
                results.Add(result);
        }

        var ratios = results.Select(result => result.Cluster.PerSecond / result.Local.PerSecond).ToList();
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            benchmark = "cluster",
            machine = Machine.Describe(),
            engine = Machine.Engine,
            store = "postgres",
            silos,
            connections,
            eventsPerRequest = events,
            failures = results.Sum(result => result.Local.Failures + result.Cluster.Failures),
            local = Of(result => result.Local),
            cluster = Of(result => result.Cluster),
            clusterOfLocal = Math.Round(Statistics.Median(ratios), 3),
            ratios = ratios.Select(ratio => Math.Round(ratio, 3)),
            reference = contest.Bare is null ? null : new { name = "parse-only endpoint", perSecond = Median(result => result.Bare!.PerSecond), ofLocal = RatioToBare(result => result.Local), ofCluster = RatioToBare(result => result.Cluster) },
        }));

        Task<LoadResult> LoadAsync(Uri address) => Load.RunAsync(address, connections, events, round);

        object Of(Func<(LoadResult Local, LoadResult Cluster, LoadResult? Bare), LoadResult> which) =>
            new { eventsPerSecond = Median(result => which(result).PerSecond * events), p50ms = Median(result => which(result).P50), p99ms = Median(result => which(result).P99) };

        double RatioToBare(Func<(LoadResult Local, LoadResult Cluster, LoadResult? Bare), LoadResult> which) =>
            Math.Round(Statistics.Median(results.Select(result => which(result).PerSecond / result.Bare!.PerSecond)), 3);

        double Median(Func<(LoadResult Local, LoadResult Cluster, LoadResult? Bare), double> of) => Math.Round(Statistics.Median(results.Select(of)), 1);
    }

    sealed record Contest(Uri Local, Uri Cluster, Uri? Bare);
}
