using System.Net;
using System.Text.Json;
using CustomerGrains.Silo.Retention;
using CustomerGrains.WebTests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerGrains.WebTests.Customers;

/// <summary>What the API says of a past that was removed by policy.</summary>
public sealed class RemovedHistoryTests
{
    [Fact]
    public async Task The_customer_is_what_she_was_her_timeline_says_what_is_missing_and_the_past_is_gone()
    {
        await using var server = await TestServer.StartAsync();
        for (var i = 0; i < 5; i++)
            await server.BatchAsync(new { type = "track", @event = "Order Completed", userId = "ann", messageId = $"m{i}", properties = new { total = 10 + i, currency = "GBP" } });
        var (before, kpis) = (await server.CustomerAsync("ann"), await server.GetAsync("/api/kpis?window=all"));
        var first = (await server.GetAsync("/api/customers/ann/touchpoints")).GetProperty("items").EnumerateArray().Last().GetProperty("receivedAt").GetDateTimeOffset();

        // A policy that lies in the future: everything is old.
        Assert.True(await server.Services.GetRequiredService<RetentionPass>().RunAsync(TimeSpan.FromDays(-8), () => Task.CompletedTask, CancellationToken.None) > 3);

        var after = await server.CustomerAsync("ann");
        foreach (var part in (string[])["id", "version", "value", "journey", "recent", "segments", "traits"])
            Assert.Equal(before.GetProperty(part).GetRawText(), after.GetProperty(part).GetRawText());
        Assert.Equal(kpis.GetProperty("gross").GetDecimal(), (await server.GetAsync("/api/kpis?window=all")).GetProperty("gross").GetDecimal());
        Assert.Contains("\"matches\":true", await (await server.Admin.PostAsync("/api/kpis/recount", null)).Content.ReadAsStringAsync(), StringComparison.Ordinal);

        var page = await server.GetAsync("/api/customers/ann/touchpoints");
        Assert.True(page.GetProperty("items").GetArrayLength() <= 1);
        Assert.True(page.GetProperty("removedUntil").GetDateTimeOffset() >= first);
        foreach (var path in (string[])["/api/customers/ann", "/api/customers/ann/stages/New"])
        {
            var past = await server.Admin.GetAsync($"{path}?at={Uri.EscapeDataString(first.ToString("O"))}");
            Assert.Equal(HttpStatusCode.Gone, past.StatusCode);
            var problem = JsonDocument.Parse(await past.Content.ReadAsStringAsync()).RootElement;
            Assert.Equal("at", problem.GetProperty("errors")[0].GetProperty("field").GetString());
            Assert.Contains("removed by the policy", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }

        var again = await server.BatchAsync(new { type = "track", @event = "Order Completed", userId = "ann", messageId = "m0", properties = new { total = 10, currency = "GBP" } });
        Assert.Equal(1, again.GetProperty("duplicates").GetInt32());
    }
}
