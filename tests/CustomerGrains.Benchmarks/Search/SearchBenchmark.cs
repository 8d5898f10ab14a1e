using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text.Json;
using CustomerGrains.Benchmarks.Support;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Touchpoints;
using CustomerGrains.Grains.Journal;
using CustomerGrains.TestSupport.Postgres;
using CustomerGrains.Web.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Benchmarks.Search;

/// <summary>
/// <c>search</c>: what an agent types, key by key, over HTTP to a fresh server with many customers of whom none is in memory. One line per store and kind of
/// query.
/// </summary>
/// <remarks>Options: --store sqlite|postgres|both, --customers 100000, --rounds 20.</remarks>
static class SearchBenchmark
{
    // By what they are; each is also typed key by key.
    static readonly (string Kind, string[] Queries)[] Queries =
    [
        ("name", ["anna smith", "zieliński", "o'brien", "Muller lau", "featherstone sarah", "olafsdottir", "james"]),
        ("email", ["anna.smith1@gmail.com", "peter.kim", "uni-ulm", "lucy.weber@web"]),
        ("phone", ["+49 171", "0044 20 7946", "171 2345-6", "4711", "+36 555 1234"]),
        ("id", ["customer-04242", "customer-099", "a1b2c3d4", "00"]),
        ("nobody", ["xqzwv", "anna xqzwv", "nobody@nowhere.example", "+99 999 999 999"]),
        ("common", ["a", "s", "an sm", "ma m", "gmail", "jo ga o", "e e e", "customer"]),
    ];

    public static async Task<int> RunAsync(string[] args)
    {
        var options = new Arguments(args);
        var customers = options.Number("customers", 100_000);
        var rounds = options.Number("rounds", 20);
        foreach (var store in options.Text("store", "both") is "both" ? ["sqlite", "postgres"] : new[] { options.Text("store", "both") })
        {
            var folder = Directory.CreateTempSubdirectory("customergrains-search-").FullName;
            try
            {
                await RunAsync(store, folder, customers, rounds);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }

        return 0;
    }

    static async Task RunAsync(string store, string folder, int customers, int rounds)
    {
        string[] settings = store == "postgres"
            ? ["--Store:Provider=postgres", $"--Store:ConnectionString={await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync()}"]
            : [$"--Store:ConnectionString=Data Source={Path.Combine(folder, "customergrains.db")}"];
        await using var server = Server.Build(
            ["--urls=http://127.0.0.1:0", $"--contentRoot={folder}", $"--Data:Folder={folder}", "--Security:WriteKey=w", "--Security:ApiToken=t", "--Security:AdminPassword=p-p-p-p-p-p-p-p", .. settings],
            builder => builder.Logging.ClearProviders());
        await server.StartAsync();
        var filled = Stopwatch.GetTimestamp();
        await FillAsync(server.Services.GetRequiredService<IJournal>(), customers);
        Console.Error.WriteLine($"{store}: {customers} customers in {Stopwatch.GetElapsedTime(filled).TotalSeconds:N0} s");

        using var client = new HttpClient
        {
            BaseAddress = new(server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()),
            DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", "t") },
        };
        await TypeAsync(client, "warm up", []);
        foreach (var (kind, queries) in Queries)
        {
            var (times, slowest) = (new List<double>(), ("", 0.0));
            for (var round = 0; round < rounds; round++)
            {
                foreach (var query in queries)
                {
                    var worst = await TypeAsync(client, query, times);
                    if (worst.Milliseconds > slowest.Item2)
                        slowest = worst;
                }
            }

            Console.WriteLine(JsonSerializer.Serialize(new
            {
                benchmark = "search",
                machine = Machine.Describe(),
                engine = Machine.Engine,
                store,
                customers,
                kind,
                queries = times.Count,
                p50ms = Math.Round(Statistics.Quantile(times, 0.5), 2),
                p99ms = Math.Round(Statistics.Quantile(times, 0.99), 2),
                maxMs = Math.Round(slowest.Item2, 2),
                slowest = slowest.Item1,
            }));
        }

        await server.StopAsync();
    }

    // Every beginning of the text, as it is typed.
    static async Task<(string Query, double Milliseconds)> TypeAsync(HttpClient client, string text, List<double> times)
    {
        (string Query, double Milliseconds) worst = ("", 0);
        for (var length = 1; length <= text.Length; length++)
        {
            var query = text[..length];
            var started = Stopwatch.GetTimestamp();
            using var response = await client.GetAsync(new Uri($"/api/customers?limit=20&query={Uri.EscapeDataString(query)}", UriKind.Relative));
            response.EnsureSuccessStatusCode();
            await response.Content.ReadAsByteArrayAsync();
            var took = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            times.Add(took);
            if (took > worst.Milliseconds)
                worst = (query, took);
        }

        return worst;
    }

    static async Task FillAsync(IJournal journal, int customers)
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        foreach (var chunk in Enumerable.Range(0, customers).Chunk(2_000))
            await Task.WhenAll(chunk.Select(i => People.Of(i, now)).Select(row => journal.AppendAsync(new(
                row.CustomerId,
                [new JournalEntry(1, EntryKind.Identify, Channel.Web, $"m-{row.CustomerId}", "", row.LastSeen, now, "{}"u8.ToArray())],
                [],
                row,
                []))));
    }
}
