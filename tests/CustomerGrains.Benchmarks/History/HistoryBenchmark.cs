using System.Diagnostics;
using System.Text.Json;
using CustomerGrains.Benchmarks.Rules;
using CustomerGrains.Benchmarks.Support;
using CustomerGrains.Contracts.Customers;
using CustomerGrains.Contracts.Touchpoints;
using CustomerGrains.Grains.Journal;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerGrains.Benchmarks.History;

/// <summary>
/// <c>history</c>: what an event of a resident customer costs after 100,000 past events, next to one after 10, in the same run and by turns: in processor time of
/// this process (on PostgreSQL without the server's) and in events a second. Events come in batches of ten, eight callers at once.
/// </summary>
/// <remarks>Options: --store sqlite|postgres|both, --past 100000, --events 20000 (a round), --rounds 5.</remarks>
static class HistoryBenchmark
{
    const int Short = 10;
    const int Batch = 10;
    const int Callers = 8;

    // Entries of one commit while filling.
    const int Piece = 500;

    public static async Task<int> RunAsync(string[] args)
    {
        var options = new Arguments(args);
        foreach (var store in SiloUnderTest.StoresOf(options))
            await RunAsync(store, options.Number("past", 100_000), options.Number("events", 20_000), options.Number("rounds", 5));
        return 0;
    }

    static async Task RunAsync(string store, int past, int events, int rounds)
    {
        await using var silo = await SiloUnderTest.CreateAsync(store);
        var batches = events / Batch;
        var next = 0;
        // A customer of ten events has one batch and is then no customer of ten events any more: there are as many as batches. Those with a long past stay such.
        var few = Enumerable.Range(0, batches * rounds).ToArray();
        var many = Enumerable.Range(few.Length, Callers).ToArray();
        await FillAsync(silo, many, past);
        await FillAsync(silo, few, Short);
        var first = await SendAsync(silo.Grains, caller => [many[caller]], () => Interlocked.Increment(ref next));
        var failures = first.Failures;
        var (shortOnes, longOnes) = (new List<Cost>(), new List<Cost>());
        for (var round = 0; round < rounds; round++)
        {
            var those = few.Skip(round * batches).Take(batches).ToArray();
            // Resident and known, as those with a long past are.
            failures += await WakeAsync(silo.Grains, those);
            shortOnes.Add(await SendAsync(silo.Grains, caller => [.. those.Where((_, i) => i % Callers == caller)], () => Interlocked.Increment(ref next)));
            longOnes.Add(await SendAsync(silo.Grains, caller => [.. Enumerable.Repeat(many[caller], batches / Callers)], () => Interlocked.Increment(ref next)));
        }

        Console.WriteLine(JsonSerializer.Serialize(new
        {
            benchmark = "history",
            machine = Machine.Describe(),
            engine = Machine.Engine,
            store,
            past,
            events,
            rounds,
            batch = Batch,
            callers = Callers,
            failures = failures + shortOnes.Concat(longOnes).Sum(cost => cost.Failures),
            cpuMicrosecondsAfterTen = Math.Round(Median(shortOnes, cost => cost.Cpu), 1),
            cpuMicrosecondsAfterMany = Math.Round(Median(longOnes, cost => cost.Cpu), 1),
            perSecondAfterTen = Math.Round(Median(shortOnes, cost => cost.PerSecond)),
            perSecondAfterMany = Math.Round(Median(longOnes, cost => cost.PerSecond)),
            ratio = Math.Round(Median(longOnes, cost => cost.Cpu) / Median(shortOnes, cost => cost.Cpu), 3),
            firstBatchAfterMany = Math.Round(first.Seconds, 3),
        }));
    }

    static double Median(List<Cost> costs, Func<Cost, double> value) => Statistics.Median(costs.Select(value));

    sealed record Cost(double Cpu, double PerSecond, double Seconds, int Failures);

    static async Task FillAsync(SiloUnderTest silo, int[] customers, int past)
    {
        var journal = silo.Services.GetRequiredService<IJournal>();
        var began = DateTimeOffset.UtcNow.AddDays(-300);
        await Task.WhenAll(Enumerable.Range(0, Callers * 4).Select(caller => Task.Run(async () =>
        {
            for (var at = caller; at < customers.Length; at += Callers * 4)
            {
                var customer = customers[at];
                for (var done = 0; done < past; done += Piece)
                {
                    var entries = Enumerable.Range(done, Math.Min(Piece, past - done)).Select(i =>
                        OrdinaryEvents.Beginning(i, i, customer, began.AddMilliseconds(i * (long)TimeSpan.FromDays(299).TotalMilliseconds / past)) with { Seq = i + 1, MessageId = $"past-{customer}-{i}" }).ToList();
                    var row = done == 0
                        ? new CustomerRow(OrdinaryEvents.IdOf(customer), null, true, null, null, null, "", entries[0].OccurredAt, entries[^1].OccurredAt)
                        : null;
                    await journal.AppendAsync(new(OrdinaryEvents.IdOf(customer), entries, [], row, []));
                }
            }
        })));
    }

    static async Task<int> WakeAsync(IGrainFactory grains, int[] customers)
    {
        var failures = 0;
        foreach (var chunk in customers.Chunk(500))
            failures += (await Task.WhenAll(chunk.Select(async customer => await grains.GetGrain<ICustomerGrain>(OrdinaryEvents.IdOf(customer)).Get() is null ? 1 : 0))).Sum();
        return failures;
    }

    static async Task<Cost> SendAsync(IGrainFactory grains, Func<int, int[]> customersOf, Func<int> number)
    {
        var shares = Enumerable.Range(0, Callers).Select(customersOf).ToArray();
        var count = shares.Sum(share => share.Length) * Batch;
        var failures = 0;
        GC.Collect();
        var cpu = Environment.CpuUsage.TotalTime;
        var watch = Stopwatch.StartNew();
        await Task.WhenAll(shares.Select(share => Task.Run(async () =>
        {
            foreach (var customer in share)
            {
                var reply = await grains.GetGrain<ICustomerGrain>(OrdinaryEvents.IdOf(customer)).Record(BatchOf(customer, number));
                if (reply.Outcome != RecordStatus.Recorded || reply.Duplicates.Length > 0)
                    Interlocked.Increment(ref failures);
            }
        })));
        return new((Environment.CpuUsage.TotalTime - cpu).TotalMicroseconds / count, count / watch.Elapsed.TotalSeconds, watch.Elapsed.TotalSeconds, failures);
    }

    static TouchpointBatch BatchOf(int customer, Func<int> number) => new([.. Enumerable.Range(0, Batch).Select(_ =>
    {
        var entry = OrdinaryEvents.Event(number(), customer, DateTimeOffset.UtcNow);
        return new TouchpointMessage(
            entry.MessageId!, (byte)entry.Kind, entry.Name, (byte)entry.Channel, OrdinaryEvents.IdOf(customer), null, null, entry.OccurredAt, entry.ReceivedAt, entry.Body.ToArray());
    })]);
}
