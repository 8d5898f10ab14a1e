using CustomerGrains.Benchmarks.Backfill;
using CustomerGrains.Benchmarks.Cluster;
using CustomerGrains.Benchmarks.Engine;
using CustomerGrains.Benchmarks.History;
using CustomerGrains.Benchmarks.Http;
using CustomerGrains.Benchmarks.Ingest;
using CustomerGrains.Benchmarks.Memory;
using CustomerGrains.Benchmarks.Push;
using CustomerGrains.Benchmarks.Recover;
using CustomerGrains.Benchmarks.Rules;
using CustomerGrains.Benchmarks.Search;
using CustomerGrains.Benchmarks.Soak;

// One JSON line per result; docs/benchmarks.md says what each means and what was measured.
switch (args)
{
    case ["backfill", .. var rest]:
        return await BackfillBenchmark.RunAsync(rest);
    case ["cluster", .. var rest]:
        return await ClusterBenchmark.RunAsync(rest);
    case ["engine"]:
        return await EngineBenchmark.RunAsync();
    case ["flat", .. var rest]:
        return await FlatBenchmark.RunAsync(rest);
    case ["history", .. var rest]:
        return await HistoryBenchmark.RunAsync(rest);
    case ["http", .. var rest]:
        return await HttpBenchmark.RunAsync(rest);
    case ["ingest", .. var rest]:
        return await IngestBenchmark.RunAsync(rest);
    case ["memory", .. var rest]:
        return await MemoryBenchmark.RunAsync(rest);
    case ["push", .. var rest]:
        return await PushBenchmark.RunAsync(rest);
    case ["recover", .. var rest]:
        return await RecoverBenchmark.RunAsync(rest);
    case ["rules", .. var rest]:
        return await RulesBenchmark.RunAsync(rest);
    case ["search", .. var rest]:
        return await SearchBenchmark.RunAsync(rest);
    case ["soak", .. var rest]:
        return await SoakBenchmark.RunAsync(rest);
    case ["parse-only", var address]: // the reference of http and cluster, in a process of its own
        return await ParseOnlyServer.RunAsync(address);
    default:
        Console.Error.WriteLine("usage: dotnet run -c Release --project tests/CustomerGrains.Benchmarks -- backfill|cluster|engine|flat|history|http|ingest|memory|push|recover|rules|search|soak [options: see docs/benchmarks.md]");
        return 2;
}
