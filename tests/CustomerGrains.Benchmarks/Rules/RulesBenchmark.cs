using System.Diagnostics;
using System.Text.Json;
using CustomerGrains.Benchmarks.Support;
using CustomerGrains.Contracts.Customers;
using CustomerGrains.Contracts.Touchpoints;
using CustomerGrains.Domain.Rules;
using CustomerGrains.Grains.Rules;
using CustomerGrains.Silo.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Benchmarks.Rules;

/// <summary>
/// <c>rules</c>: what an ordinary event (a product view of a resident customer) costs under 10 and under 1,000 segments: the whole way through the customer's
/// grain into the journal, and folding and deciding alone, next to folding without rules. Also what evaluating everything about one customer costs.
/// </summary>
static class RulesBenchmark
{
    const int Customers = 2_000;
    const int Callers = 64;

    public static async Task<int> RunAsync(string[] args)
    {
        var options = new Arguments(args);
        var rounds = options.Number("rounds", 3);
        var events = options.Number("events", 60_000);
        var decided = new Dictionary<int, Decided>();
        var through = new Dictionary<int, List<Measure>>();
        foreach (var segments in (int[])[0, 10, 100, 1000])
            decided[segments] = DecidedAlone.Measure(SegmentMix.Of(segments), rounds);
        // Taking turns, so that a slow minute of the machine does not hit one of them alone.
        for (var round = 0; round < rounds; round++)
        {
            foreach (var segments in (int[])[10, 1000])
            {
                if (!through.TryGetValue(segments, out var measures))
                    through[segments] = measures = [];
                measures.Add(await ThroughGrainsAsync(SegmentMix.Of(segments), events));
            }
        }

        var micros = through.ToDictionary(each => each.Key, each => Statistics.Median(each.Value.Select(measure => measure.CpuMicroseconds)));
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            benchmark = "rules",
            machine = Machine.Describe(),
            engine = Machine.Engine,
            store = "sqlite",
            customers = Customers,
            events,
            rounds,
            failures = through.Values.Sum(measures => measures.Sum(measure => measure.Failures)),
            cpuMicrosecondsPerEvent = new { segments10 = Math.Round(micros[10], 1), segments1000 = Math.Round(micros[1000], 1) },
            eventsPerSecond = through.ToDictionary(each => $"segments{each.Key}", each => Math.Round(Statistics.Median(each.Value.Select(measure => measure.PerSecond)))),
            ratio1000To10 = Math.Round(micros[1000] / micros[10], 2),
            foldAndDecideMicroseconds = decided.ToDictionary(each => $"segments{each.Key}", each => Math.Round(each.Value.EventMicroseconds, 2)),
            touchedByTheEvent = decided.ToDictionary(each => $"segments{each.Key}", each => each.Value.Touched),
            segmentsOfACustomer = decided.ToDictionary(each => $"segments{each.Key}", each => Math.Round(each.Value.Memberships, 1)),
            evaluateEverythingMicroseconds = decided.ToDictionary(each => $"segments{each.Key}", each => Math.Round(each.Value.EverythingMicroseconds, 1)),
        }));
        return 0;
    }

    sealed record Measure(double CpuMicroseconds, double PerSecond, int Failures);

    static async Task<Measure> ThroughGrainsAsync(RuleSet rules, int events)
    {
        var folder = Directory.CreateTempSubdirectory("rules-").FullName;
        try
        {
            var builder = Host.CreateApplicationBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
            builder.Logging.SetMinimumLevel(LogLevel.Error);
            builder.Configuration.AddInMemoryCollection(
                [new("Store:Provider", "sqlite"), new("Store:ConnectionString", $"Data Source={Path.Combine(folder, "rules.db")}")]);
            builder.AddCustomerGrainsSilo();
            builder.Services.AddSingleton<IRuleBook>(new FixedRuleBook(rules));
            using var host = builder.Build();
            await host.StartAsync();
            var grains = host.Services.GetRequiredService<IGrainFactory>();
            // Makes every customer resident, with some history.
            await SendAsync(grains, first: 0, Customers * 5);
            var cpu = Environment.CpuUsage.TotalTime;
            var watch = Stopwatch.StartNew();
            var failures = await SendAsync(grains, first: Customers * 5, events);
            var measure = new Measure((Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / events, events / watch.Elapsed.TotalSeconds, failures);
            await host.StopAsync();
            return measure;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static async Task<int> SendAsync(IGrainFactory grains, int first, int count)
    {
        var failures = 0;
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            for (var i = first + caller; i < first + count; i += Callers)
            {
                var entry = OrdinaryEvents.Beginning(i, i / Customers, i % Customers, DateTimeOffset.UtcNow);
                var message = new TouchpointMessage(
                    entry.MessageId!, (byte)entry.Kind, entry.Name, (byte)entry.Channel, OrdinaryEvents.IdOf(i % Customers), null, null, entry.OccurredAt, entry.ReceivedAt, entry.Body.ToArray());
                var reply = await grains.GetGrain<ICustomerGrain>(OrdinaryEvents.IdOf(i % Customers)).Record(new TouchpointBatch([message]));
                if (reply.Outcome != RecordStatus.Recorded)
                    Interlocked.Increment(ref failures);
            }
        })));
        return failures;
    }
}
