using CustomerGrains.Silo.Hosting;
using CustomerGrains.Silo.Storage;
using CustomerGrains.TestSupport.Postgres;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Benchmarks.Support;

/// <summary>A silo with all that belongs to it, on a store of either kind; it can be stopped and started anew on the same store.</summary>
sealed class SiloUnderTest(string store, string connection, string folder) : IAsyncDisposable
{
    IHost? _host;

    public string Store => store;

    /// <summary>What opens the store.</summary>
    public string Connection => connection;

    public IServiceProvider Services => _host!.Services;

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    /// <summary>The stores that <c>--store sqlite|postgres|both</c> asks for.</summary>
    public static string[] StoresOf(Arguments options) => options.Text("store", "both") is var store and not "both" ? [store] : ["sqlite", "postgres"];

    /// <summary>A new, empty store.</summary>
    public static async Task<SiloUnderTest> CreateAsync(string store)
    {
        var folder = Directory.CreateTempSubdirectory("customergrains-bench-").FullName;
        var connection = store == "postgres"
            ? await (await PostgresCluster.SharedAsync()).CreateDatabaseAsync()
            : $"Data Source={Path.Combine(folder, "customergrains.db")}";
        var silo = new SiloUnderTest(store, connection, folder);
        await silo.StartAsync();
        return silo;
    }

    public async Task StartAsync()
    {
        var builder = Host.CreateApplicationBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Configuration.AddInMemoryCollection([new("Store:Provider", store), new("Store:ConnectionString", connection), new("Value:ReportingCurrency", "GBP")]);
        builder.AddCustomerGrainsSilo();
        _host = builder.Build();
        await _host.StartAsync();
    }

    /// <summary>Entries of the journal, and bytes of the whole store but for the snapshots of SQLite.</summary>
    public async Task<(long Entries, long Bytes)> SizeAsync()
    {
        var sql = store == "postgres"
            ? "SELECT (SELECT count(*) FROM journal), pg_database_size(current_database())"
            : "SELECT (SELECT count(*) FROM journal), (SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size())";
        return (await Services.GetRequiredService<StoreDatabase>().QueryAsync(sql, _ => { }, r => (r.GetInt64(0), r.GetInt64(1)), CancellationToken.None))[0];
    }

    /// <summary>Rows of the counters' log that wait to be added up.</summary>
    public async Task<long> UnfoldedAsync() => (await Services.GetRequiredService<StoreDatabase>().QueryAsync(
        "SELECT count(*) FROM counter_log l LEFT JOIN counter_log_end e ON e.writer = l.writer WHERE l.id > coalesce(e.folded, 0)", _ => { }, r => r.GetInt64(0), CancellationToken.None))[0];

    public async Task StopAsync()
    {
        if (_host is null)
            return;
        await _host.StopAsync();
        _host.Dispose();
        _host = null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(folder, recursive: true);
    }
}
