using System.Text.Json;
using CustomerGrains.Benchmarks.Support;
using CustomerGrains.Silo.Storage;
using CustomerGrains.TestSupport.Postgres;
using Microsoft.Extensions.Configuration;

namespace CustomerGrains.Benchmarks.Ingest;

/// <summary>
/// How many events a second become durable: through the grains, the journal alone, the store's limit, and the usual ways. Same
/// events, same run, alternating rounds on fresh stores; the median counts.
/// </summary>
/// <remarks>
/// Options: --store postgres|sqlite|both, --events 1000000, --customers 50000, --rounds 3, --callers 4000 (callers at a time, each waits for its
/// event), --only name,name.
/// </remarks>
static class IngestBenchmark
{
    public static async Task<int> RunAsync(string[] args)
    {
        var options = new Arguments(args);
        var events = new EventSet(options.Number("events", 1_000_000), options.Number("customers", 50_000));
        var rounds = options.Number("rounds", 3);
        var callers = options.Number("callers", 4_000);
        // While one half of the callers waits for the disk the other half gathers: that is the size of the journal's transactions.
        var group = Math.Clamp(callers / 2, 1, 4_000);
        var only = options.Text("only", "").Split(',', StringSplitOptions.RemoveEmptyEntries);
        var store = options.Text("store", "both");
        Contender[] ours =
        [
            new("grains", 1, (o, rows, start) => Ours.GrainsAsync(o, rows, start, callers)),
            new("journal", 1, (o, rows, start) => Ours.JournalAsync(o, rows, start, callers)),
        ];
        if (store is "postgres" or "both")
            await PostgresAsync([.. ours, new("copy", 1, PostgresContenders.CopyAsync), new("update", 0.02, PostgresContenders.UpdateAsync), new("grainState", 0.02, PostgresContenders.GrainStateAsync)]);
        if (store is "sqlite" or "both")
            await SqliteAsync([.. ours, new("inserts", 1, (o, rows, start) => SqliteContenders.InsertsAsync(o, rows, start, group)), new("plainInserts", 1, (o, rows, start) => SqliteContenders.PlainInsertsAsync(o, rows, start, group)), new("update", 0.002, SqliteContenders.UpdateAsync), new("grainState", 0.002, SqliteContenders.GrainStateAsync)]);
        return 0;

        async Task PostgresAsync(Contender[] contenders)
        {
            await using var cluster = await PostgresCluster.StartAsync();
            await CompareAsync("postgres", "copy", contenders, async () => (Options("postgres", await cluster.CreateDatabaseAsync()), () => { }));
        }

        Task SqliteAsync(Contender[] contenders) => CompareAsync("sqlite", "inserts", contenders, () =>
        {
            var directory = Directory.CreateTempSubdirectory("cg-bench-").FullName;
            return Task.FromResult<(StoreOptions, Action)>((Options("sqlite", $"Data Source={directory}/journal.db"), () =>
            {
                Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
                Directory.Delete(directory, recursive: true);
            }));
        });

        async Task CompareAsync(string storeName, string reference, Contender[] contenders, Func<Task<(StoreOptions, Action)>> create)
        {
            var chosen = contenders.Where(c => only.Length == 0 || only.Contains(c.Name) || c.Name == reference).ToList();
            var runs = chosen.ToDictionary(c => c.Name, _ => new List<Contender.Run>());
            // The first round warms up code and server; it is thrown away.
            for (var round = 0; round <= rounds; round++)
            {
                foreach (var contender in chosen)
                {
                    var (fresh, delete) = await create();
                    var run = await contender.RunAsync(fresh, events);
                    delete();
                    Console.Error.WriteLine($"{storeName} round {round} {contender.Name}: {run.PerSecond:N0} events/s, {run.CpuMicroseconds:N1} us of processor each, {run.Failures} failures");
                    if (round > 0 || rounds == 0)
                        runs[contender.Name].Add(run);
                }
            }

            var limit = Median(runs[reference]);
            foreach (var contender in chosen)
            {
                var own = runs[contender.Name];
                Console.WriteLine(JsonSerializer.Serialize(new
                {
                    benchmark = "ingest",
                    machine = Machine.Describe(),
                    engine = Machine.Engine,
                    store = storeName,
                    name = contender.Name,
                    events = own[0].Events,
                    customers = events.Customers,
                    bodyBytes = (int)events.MeanBody,
                    callers,
                    failures = own.Sum(r => r.Failures),
                    eventsPerSecond = Math.Round(Median(own)),
                    rounds = own.Select(r => Math.Round(r.PerSecond)),
                    cpuMicroseconds = Math.Round(Statistics.Median(own.Select(r => r.CpuMicroseconds)), 1),
                    reference,
                    referencePerSecond = Math.Round(limit),
                    ratio = Math.Round(Median(own) / limit, 3),
                }));
            }
        }
    }

    static double Median(List<Contender.Run> runs) => Statistics.Median(runs.Select(r => r.PerSecond));

    static StoreOptions Options(string provider, string connectionString) => StoreOptions.From(new ConfigurationBuilder()
        .AddInMemoryCollection([new("Store:Provider", provider), new("Store:ConnectionString", connectionString)]).Build());
}
