using System.Text.Json;
using CustomerGrains.Benchmarks.Engine;
using CustomerGrains.Benchmarks.Rules;
using CustomerGrains.Benchmarks.Support;
using CustomerGrains.Contracts.Customers;
using CustomerGrains.Contracts.Touchpoints;

namespace CustomerGrains.Benchmarks.Memory;

/// <summary>
/// <c>memory</c>: bytes of the managed heap per resident customer, next to an empty activation of the same engine in the same process. <c>recorded</c>: after
/// her events came in; <c>read</c>: a silo that was started anew and in which somebody looked at everybody; <c>written</c>: and then each had one event more,
/// so that her message ids are in memory too.
/// </summary>
/// <remarks>Options: --store sqlite|postgres|both, --customers 50000, --events 20 (a customer).</remarks>
static class MemoryBenchmark
{
    const int Callers = 64;
    const int WarmUp = 500;

    public static async Task<int> RunAsync(string[] args)
    {
        var options = new Arguments(args);
        var customers = options.Number("customers", 50_000);
        var events = options.Number("events", 20);
        foreach (var store in SiloUnderTest.StoresOf(options))
            await RunAsync(store, customers, events);
        return 0;
    }

    static async Task RunAsync(string store, int customers, int events)
    {
        await using var silo = await SiloUnderTest.CreateAsync(store);
        var failures = 0;
        // Whatever is made once (pools, caches, compiled code) is made by others.
        await EachAsync(customers, WarmUp, customer => EmptyAsync(silo.Grains, customer));
        failures += await EachAsync(customers, WarmUp, customer => RecordAsync(silo.Grains, customer, 0, events));
        var empty = await GrowthAsync(0, customers, customer => EmptyAsync(silo.Grains, customer));
        var recorded = await GrowthAsync(0, customers, customer => RecordAsync(silo.Grains, customer, 0, events));

        await silo.StopAsync();
        await silo.StartAsync();
        await EachAsync(customers, WarmUp, async customer => await silo.Grains.GetGrain<ICustomerGrain>(OrdinaryEvents.IdOf(customer)).Get() is not null);
        var read = await GrowthAsync(0, customers, async customer => await silo.Grains.GetGrain<ICustomerGrain>(OrdinaryEvents.IdOf(customer)).Get() is not null);
        var written = await GrowthAsync(0, customers, customer => RecordAsync(silo.Grains, customer, events, 1));
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            benchmark = "memory",
            machine = Machine.Describe(),
            engine = Machine.Engine,
            store,
            customers,
            eventsPerCustomer = events,
            failures = failures + empty.Failures + recorded.Failures + read.Failures + written.Failures,
            bytesPerEmptyActivation = empty.Bytes,
            recorded = recorded.Bytes,
            read = read.Bytes,
            written = read.Bytes + written.Bytes,
            recordedBeyondTheEngine = recorded.Bytes - empty.Bytes,
        }));

        async Task<(long Bytes, int Failures)> GrowthAsync(int first, int count, Func<int, Task<bool>> touch)
        {
            var before = Live();
            var failed = await EachAsync(first, count, touch);
            return ((Live() - before) / count, failed);
        }
    }

    // What the journal still holds on to, and what only waits for its finaliser, is not what a customer costs.
    static long Live()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        return GC.GetTotalMemory(forceFullCollection: true);
    }

    static async Task<bool> EmptyAsync(IGrainFactory grains, int customer) => await grains.GetGrain<ICounterGrain>(OrdinaryEvents.IdOf(customer)).Add(1) == 1;

    static async Task<bool> RecordAsync(IGrainFactory grains, int customer, int first, int count)
    {
        var messages = new TouchpointMessage[count];
        for (var i = 0; i < count; i++)
        {
            // Ids as SDKs make them; half an hour between two events.
            var at = DateTimeOffset.UtcNow.AddMinutes((first + i - 1_000) * 30);
            var entry = OrdinaryEvents.Beginning((customer * 1_000) + first + i, first + i, customer, at);
            messages[i] = new(
                $"00000000-0000-4000-8000-{(customer * 1_000L) + first + i:x12}", (byte)entry.Kind, entry.Name, (byte)entry.Channel, OrdinaryEvents.IdOf(customer), null, null,
                entry.OccurredAt, DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()), entry.Body.ToArray());
        }

        return (await grains.GetGrain<ICustomerGrain>(OrdinaryEvents.IdOf(customer)).Record(new(messages))).Outcome == RecordStatus.Recorded;
    }

    static async Task<int> EachAsync(int first, int count, Func<int, Task<bool>> touch)
    {
        var failures = 0;
        await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => Task.Run(async () =>
        {
            for (var i = first + caller; i < first + count; i += Callers)
            {
                if (!await touch(i))
                    Interlocked.Increment(ref failures);
            }
        })));
        return failures;
    }
}
