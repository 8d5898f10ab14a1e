using CustomerGrains.TestSupport.Postgres;
using CustomerGrains.WebTests.Support;

namespace CustomerGrains.WebTests.Hosting;

/// <summary>The same server on PostgreSQL.</summary>
[NeedsPostgres]
public sealed class PostgresTests
{
    [StoreFact]
    public async Task Events_customers_and_numbers_work_on_PostgreSQL_too()
    {
        var cluster = await PostgresCluster.SharedAsync();
        var database = await cluster.CreateDatabaseAsync();
        await using var server = await TestServer.StartAsync("--Store:Provider=postgres", $"--Store:ConnectionString={database}");
        await server.BatchAsync(
            new { type = "track", @event = "Order Completed", anonymousId = "device", messageId = "m1", properties = new { total = 49.90m, currency = "GBP" } },
            new { type = "identify", userId = "ann", anonymousId = "device", traits = new { name = "a\0b", email = "ann@example.com" } });
        var retry = await server.BatchAsync(
            new { type = "track", @event = "Order Completed", anonymousId = "device", messageId = "m1", properties = new { total = 49.90m, currency = "GBP" } });

        Assert.Equal(1, retry.GetProperty("duplicates").GetInt32());
        Assert.Equal("ann", (await server.CustomerAsync("device")).GetProperty("id").GetString());
        Assert.Equal(49.90m, (await server.GetAsync("/api/kpis?window=5m")).GetProperty("gross").GetDecimal());
        Assert.Single((await server.GetAsync("/api/customers?query=ann@example.com")).GetProperty("items").EnumerateArray());
        Assert.Equal(2, (await server.GetAsync("/api/customers/ann/touchpoints")).GetProperty("items").GetArrayLength());
        Assert.Contains("\"matches\":true", await (await server.Admin.PostAsync("/api/kpis/recount", null)).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }
}
