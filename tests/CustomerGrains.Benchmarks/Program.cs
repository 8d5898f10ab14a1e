using CustomerGrains.Benchmarks.Engine;
using CustomerGrains.Benchmarks.Http;
using CustomerGrains.Benchmarks.Ingest;
using CustomerGrains.Benchmarks.Search;

// One JSON line per result; docs/benchmarks.md says what each means and what was measured.
switch (args)
{
    case ["engine"]:
        return await EngineBenchmark.RunAsync();
    case ["http", .. var rest]:
        return await HttpBenchmark.RunAsync(rest);
    case ["ingest", .. var rest]:
        return await IngestBenchmark.RunAsync(rest);
    case ["search", .. var rest]:
        return await SearchBenchmark.RunAsync(rest);
    default:
        Console.Error.WriteLine("usage: dotnet run -c Release --project tests/CustomerGrains.Benchmarks -- engine | http [sqlite|postgres] | ingest [--store sqlite|postgres] | search [--store sqlite|postgres] [--customers 100000]");
        return 2;
}
