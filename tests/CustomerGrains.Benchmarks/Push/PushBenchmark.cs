using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;
using CustomerGrains.Benchmarks.Support;
using CustomerGrains.TestSupport.Postgres;
using CustomerGrains.Web.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Benchmarks.Push;

/// <summary>
/// <c>push</c>: how old an event is when a screen gets it, from before its request is sent to after the frame is read, while 5,000 events a second come in: of a
/// watched customer, and of the dashboard; beside an endpoint that broadcasts what it parsed and does nothing else, under the same load. The load, the servers and
/// the screens share the machine.
/// </summary>
/// <remarks>Options: --store sqlite|postgres, --rate 5000 (events a second), --seconds 30 (of each round), --rounds 3.</remarks>
static class PushBenchmark
{
    const string Key = "wk_bench";
    const string Token = "t";
    static readonly TimeSpan _warmUp = TimeSpan.FromSeconds(10);
    static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web) { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    public static async Task<int> RunAsync(string[] args)
    {
        var options = new Arguments(args);
        var (store, rate) = (options.Text("store", "sqlite"), options.Number("rate", 5_000));
        var round = TimeSpan.FromSeconds(options.Number("seconds", 30));
        var folder = Directory.CreateTempSubdirectory("customergrains-push-").FullName;
        string[] settings = store == "postgres"
            ? ["--Store:Provider=postgres", $"--Store:ConnectionString={await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync()}"]
            : [$"--Store:ConnectionString=Data Source={Path.Combine(folder, "customergrains.db")}"];
        await using var ours = Server.Build(
            ["--urls=http://127.0.0.1:0", $"--contentRoot={folder}", $"--Data:Folder={folder}", $"--Security:WriteKey={Key}", $"--Security:ApiToken={Token}", "--Security:AdminPassword=p-p-p-p-p-p-p-p", .. settings],
            builder => builder.Logging.ClearProviders());
        await ours.StartAsync();
        await using var bare = await BareHub.StartAsync(PushLoad.Watched);

        await MeasureAsync(ours, "/hubs/live", rate, _warmUp);
        await MeasureAsync(bare, BareHub.Path, rate, TimeSpan.FromSeconds(3));
        var rounds = new List<(Round Ours, Round Bare)>();
        for (var i = 0; i < options.Number("rounds", 3); i++)
            rounds.Add((await MeasureAsync(ours, "/hubs/live", rate, round), await MeasureAsync(bare, BareHub.Path, rate, round)));
        Print(new
        {
            benchmark = "push",
            machine = Machine.Describe(),
            engine = Machine.Engine,
            store,
            rate,
            eventsPerSecond = Math.Round(Statistics.Median(rounds.Select(r => r.Ours.PerSecond))),
            failures = rounds.Sum(r => r.Ours.Failed),
            customerMs = Summary(rounds.ConvertAll(r => r.Ours.Customer)),
            dashboardNewestMs = Summary(rounds.ConvertAll(r => r.Ours.Newest)),
            dashboardMs = Summary(rounds.ConvertAll(r => r.Ours.Rows)),
            bareMs = Summary(rounds.ConvertAll(r => r.Bare.Customer)),
            barePerSecond = Math.Round(Statistics.Median(rounds.Select(r => r.Bare.PerSecond))),
        });
        return 0;
    }

    static async Task<Round> MeasureAsync(WebApplication server, string hubPath, int rate, TimeSpan length)
    {
        var address = new Uri(server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        var heard = new Heard();
        await using var screen = await HubSocket.ConnectAsync(address, hubPath, Token, heard.Hear);
        if (hubPath != BareHub.Path)
        {
            await screen.CallAsync("WatchDashboard");
            await screen.CallAsync("WatchCustomer", PushLoad.Watched);
        }

        var load = new PushLoad(address, Key, rate);
        using var stop = new CancellationTokenSource(length);
        await load.RunAsync(stop.Token);
        return new(load.Accepted / length.TotalSeconds, load.Failed, [.. heard.Customer], [.. heard.Newest], [.. heard.Rows]);
    }

    static object Summary(List<double[]> rounds) => new
    {
        samples = rounds.Sum(round => round.Length),
        p50 = Of(rounds, 0.5),
        p99 = Of(rounds, 0.99),
        p99Rounds = rounds.Select(round => Math.Round(Statistics.Quantile(round, 0.99), 1)),
    };

    static double Of(List<double[]> rounds, double share) => Math.Round(Statistics.Median(rounds.Select(round => Statistics.Quantile(round, share))), 1);

    static void Print(object result) => Console.WriteLine(JsonSerializer.Serialize(result, _json));

    /// <summary>Ages in milliseconds of what the frames brought.</summary>
    sealed class Heard
    {
        public ConcurrentQueue<double> Customer { get; } = new();

        /// <summary>Of the newest event of each dashboard frame: what the way costs, without the wait for the next frame.</summary>
        public ConcurrentQueue<double> Newest { get; } = new();

        /// <summary>Of every event that a dashboard frame lists (its latest 50).</summary>
        public ConcurrentQueue<double> Rows { get; } = new();

        public void Hear(string method, JsonElement frame)
        {
            // The full picture is history.
            if (frame.TryGetProperty("full", out var full) && full.GetBoolean())
                return;
            var ages = frame.GetProperty("touchpoints").EnumerateArray().Select(row => PushLoad.AgeOf(row.GetProperty("messageId").GetString()!)).OfType<double>().ToList();
            if (ages.Count == 0)
                return;
            if (method == "dashboard")
            {
                Newest.Enqueue(ages.Min());
                ages.ForEach(Rows.Enqueue);
            }
            else
            {
                ages.ForEach(Customer.Enqueue);
            }
        }
    }

    sealed record Round(double PerSecond, long Failed, double[] Customer, double[] Newest, double[] Rows);
}
