using CustomerGrains.Contracts.Customers;
using CustomerGrains.Contracts.Touchpoints;
using CustomerGrains.Grains.Journal;
using CustomerGrains.Silo.Hosting;
using CustomerGrains.Silo.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Benchmarks.Ingest;

/// <summary>Our own path: the journal alone, and whole, through the customers' grains.</summary>
static class Ours
{
    public static Task<int> JournalAsync(StoreOptions options, EventSet.Row[] rows, Action start, int concurrency) => HostedAsync(options, host =>
    {
        var journal = host.Services.GetRequiredService<IJournal>();
        start();
        // A customer's events are appended in order: each caller owns some of the customers.
        return EachCallerAsync(rows, concurrency, async row => await journal.AppendAsync(EventSet.ToCommit(row)));
    });

    public static Task<int> GrainsAsync(StoreOptions options, EventSet.Row[] rows, Action start, int concurrency) => HostedAsync(options, host =>
    {
        var grains = host.Services.GetRequiredService<IGrainFactory>();
        start();
        return EachCallerAsync(rows, concurrency, async row =>
        {
            var reply = await grains.GetGrain<ICustomerGrain>(row.CustomerId).Record(new TouchpointBatch([EventSet.ToMessage(row)]));
            if (reply.Outcome != RecordStatus.Recorded || reply.Duplicates.Length > 0)
                throw new InvalidOperationException(reply.Outcome.ToString());
        });
    });

    static async Task<int> HostedAsync(StoreOptions options, Func<IHost, Task<int>> write)
    {
        // Watching for changed settings would follow every write to a database below this directory.
        var builder = Host.CreateApplicationBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.Configuration.AddInMemoryCollection(
            [new("Store:Provider", options.Provider.ToString()), new("Store:ConnectionString", options.ConnectionString), new("Store:Writers", $"{options.Writers}")]);
        builder.AddCustomerGrainsSilo();
        using var host = builder.Build();
        await host.StartAsync();
        try
        {
            return await write(host);
        }
        finally
        {
            await host.StopAsync();
        }
    }

    static async Task<int> EachCallerAsync(EventSet.Row[] rows, int callers, Func<EventSet.Row, Task> write)
    {
        var failures = 0;
        var shares = rows.ToLookup(r => (int)((uint)r.CustomerId.GetHashCode(StringComparison.Ordinal) % (uint)callers));
        await Task.WhenAll(shares.Select(share => Task.Run(async () =>
        {
            foreach (var row in share)
            {
                try
                {
                    await write(row);
                }
                catch (Exception e) when (e is JournalConflictException or JournalFullException or JournalUnavailableException or InvalidOperationException)
                {
                    Interlocked.Increment(ref failures);
                }
            }
        })));
        return failures;
    }
}
