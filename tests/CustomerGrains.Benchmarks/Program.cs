using CustomerGrains.Benchmarks.Backfill;
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
    case ["engine"]:
        return await EngineBenchmark.RunAsync();
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
    case ["serve", .. var rest]: // what the child processes of soak and recover do
        return await SoakServer.ServeAsync(rest);
    default:
        Console.Error.WriteLine("usage: dotnet run -c Release --project tests/CustomerGrains.Benchmarks -- backfill|engine|history|http|ingest|memory|push|recover|rules|search|soak [options: see docs/benchmarks.md]");
        return 2;
}
