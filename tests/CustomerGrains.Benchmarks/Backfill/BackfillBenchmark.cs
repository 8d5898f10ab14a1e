using System.Diagnostics;
using System.Text.Json;
using CustomerGrains.Benchmarks.Support;
using CustomerGrains.Domain.Rules;
using CustomerGrains.Grains.Journal;
using CustomerGrains.Silo.Backfills;
using CustomerGrains.Silo.Hosting;
using CustomerGrains.Silo.Rules;
using CustomerGrains.Silo.Storage;
using CustomerGrains.TestSupport.Postgres;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Benchmarks.Backfill;

/// <summary>
/// <c>backfill</c>: how many customers a second are looked at after a publication, next to reading their journals' rows with the same queries and doing nothing
/// with them. One line per store and case: <c>first</c> = nothing was ever decided, so everybody is woken and decides; <c>edit</c> = a segment that every tenth
/// customer joins; <c>same</c> = a new version that nobody's answer differs by.
/// </summary>
/// <remarks>Options: --store sqlite|postgres|both, --customers 100000, --events 8 (a customer, on average).</remarks>
static class BackfillBenchmark
{
    public static async Task<int> RunAsync(string[] args)
    {
        var options = new Arguments(args);
        var customers = options.Number("customers", 100_000);
        var events = options.Number("events", 8);
        foreach (var store in options.Text("store", "both") is "both" ? ["sqlite", "postgres"] : new[] { options.Text("store", "both") })
        {
            var folder = Directory.CreateTempSubdirectory("customergrains-backfill-").FullName;
            try
            {
                await RunAsync(store, folder, customers, events);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        return 0;
    }

    static async Task RunAsync(string store, string folder, int customers, int events)
    {
        var connection = store == "postgres"
            ? await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync()
            : $"Data Source={Path.Combine(folder, "customergrains.db")}";
        using (var filling = await StartAsync(store, connection))
        {
            var filled = Stopwatch.GetTimestamp();
            await Shoppers.FillAsync(filling.Services.GetRequiredService<IJournal>(), customers, events);
            Console.Error.WriteLine($"{store}: {customers} customers in {Stopwatch.GetElapsedTime(filled).TotalSeconds:N0} s");
            await filling.StopAsync();
        }

        // Nobody is in memory.
        using var host = await StartAsync(store, connection);
        var journals = new JournalRows(host.Services.GetRequiredService<StoreDatabase>(), host.Services.GetRequiredService<CustomerScan>());
        await MeasureAsync("first", "orders.count >= 1000000");
        await MeasureAsync("edit", "count(\"Tenth\", 365d) >= 1");
        await MeasureAsync("same", "count(\"Tenth\", 365d) >= 1");
        await host.StopAsync();

        async Task MeasureAsync(string kind, string rule)
        {
            await journals.ReadAsync(); // both read from the same, warm, memory
            var (rows, reading) = await journals.ReadAsync();
            if (RuleText.Read(rule, RuleUse.Segment) is { Errors: [var error, ..] })
                throw new InvalidOperationException(error.Message);
            var began = Stopwatch.GetTimestamp();
            await host.Services.GetRequiredService<IDefinitionStore>().PublishAsync(
                new(DefinitionKind.Segment, "measured", "Measured", rule), "benchmark", CancellationToken.None);
            await host.Services.GetRequiredService<BackfillService>().WorkAsync(CancellationToken.None);
            var took = Stopwatch.GetElapsedTime(began);
            var done = (await host.Services.GetRequiredService<IBackfills>().ListAsync(1, CancellationToken.None))[0];
            Console.WriteLine(JsonSerializer.Serialize(new
            {
                benchmark = "backfill",
                machine = Machine.Describe(),
                engine = Machine.Engine,
                store,
                kind,
                customers = done.Done,
                entries = rows,
                changed = done.Changed,
                failures = done.State == BackfillState.Done && done.Done >= customers ? 0 : 1,
                perSecond = Math.Round(done.Done / took.TotalSeconds),
                readingPerSecond = Math.Round(done.Done / reading.TotalSeconds),
                ofReading = Math.Round(reading / took, 3),
            }));
        }
    }

    static async Task<IHost> StartAsync(string store, string connection)
    {
        var builder = Host.CreateApplicationBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Configuration.AddInMemoryCollection([new("Store:Provider", store), new("Store:ConnectionString", connection), new("Value:ReportingCurrency", "GBP")]);
        builder.AddCustomerGrainsSilo();
        var host = builder.Build();
        await host.StartAsync();
        return host;
    }
}
