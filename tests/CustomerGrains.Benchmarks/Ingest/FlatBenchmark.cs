using System.Diagnostics;
using System.Text.Json;
using CustomerGrains.Benchmarks.Support;
using CustomerGrains.Grains.Journal;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerGrains.Benchmarks.Ingest;

/// <summary>
/// <c>flat</c>: whether the journal gets slower as it grows: the events a second of each part of a long run on one store. The events are made as they are
/// written, so this is no measure of the rate itself: that is <c>ingest</c>.
/// </summary>
/// <remarks>Options: --store sqlite|postgres|both, --events 10000000, --parts 10, --customers 50000, --callers 4000.</remarks>
static class FlatBenchmark
{
    public static async Task<int> RunAsync(string[] args)
    {
        var options = new Arguments(args);
        foreach (var store in SiloUnderTest.StoresOf(options))
            await RunAsync(store, options.Number("events", 10_000_000), options.Number("parts", 10), options.Number("customers", 50_000), options.Number("callers", 4_000));
        return 0;
    }

    static async Task RunAsync(string store, int events, int parts, int customers, int callers)
    {
        await using var silo = await SiloUnderTest.CreateAsync(store);
        var journal = silo.Services.GetRequiredService<IJournal>();
        var rates = new double[parts];
        var (written, failures, part) = (0, 0, events / parts);
        var begun = callers;
        var watch = Stopwatch.StartNew();
        var began = TimeSpan.Zero;
        var seqs = new long[customers];
        await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var random = new Random(caller);
            while (true)
            {
                // Each caller has customers of its own, so that their entries come in order.
                var customer = caller + (callers * random.Next((customers - caller + callers - 1) / callers));
                var row = EventSet.RowOf(random, customer, seqs[customer] + 1, DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()));
                try
                {
                    await journal.AppendAsync(EventSet.ToCommit(row));
                    seqs[customer]++;
                }
                catch (Exception e) when (e is JournalFullException or JournalUnavailableException)
                {
                    Interlocked.Increment(ref failures);
                    continue;
                }

                var number = Interlocked.Increment(ref written);
                if (number % part == 0)
                    Note(number / part);
                if (Interlocked.Increment(ref begun) > events)
                    return;
            }
        })));

        void Note(int which)
        {
            var now = watch.Elapsed;
            rates[which - 1] = part / (now - began).TotalSeconds;
            began = now;
            Console.Error.WriteLine($"{store}: {which * (long)part:N0} events, the latest {part:N0} at {rates[which - 1]:N0} a second");
        }

        var size = await silo.SizeAsync();
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            benchmark = "flat",
            machine = Machine.Describe(),
            engine = Machine.Engine,
            store,
            events = size.Entries,
            customers,
            failures,
            eventsPerSecond = rates.Select(rate => Math.Round(rate)),
            lastOfFirst = Math.Round(rates[^1] / rates[0], 3),
            storeBytesPerEvent = size.Bytes / size.Entries,
        }));
    }
}
