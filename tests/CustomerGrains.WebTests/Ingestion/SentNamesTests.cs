using System.Net.Http.Json;
using System.Text.Json;
using CustomerGrains.WebTests.Support;

namespace CustomerGrains.WebTests.Ingestion;

/// <summary>Names of this installation's own senders, from the configuration.</summary>
public sealed class SentNamesTests
{
    [Fact]
    public async Task A_configured_name_counts_as_what_it_stands_for_and_a_recount_without_the_setting_agrees()
    {
        await using var server = await TestServer.StartAsync(
            "--Catalogue:Aliases:0:Name=shop: Purchase", "--Catalogue:Aliases:0:Means=Order Completed",
            "--Catalogue:Aliases:1:Name=nps", "--Catalogue:Aliases:1:Means=survey answered");
        var reply = await server.BatchAsync(
            new { type = "track", @event = "SHOP:  purchase", userId = "ann", messageId = "m1", properties = new { total = 12.5, currency = "EUR" } },
            new { type = "track", @event = "nps", userId = "ann", messageId = "m2", properties = new { metric = "nps", score = 10 } },
            new { type = "track", @event = "nps", userId = "ann", messageId = "m3", properties = new { metric = "nps", score = 11 } });

        Assert.Equal((2, 1), (reply.GetProperty("accepted").GetInt32(), reply.GetProperty("rejected").GetArrayLength()));
        var customer = await server.CustomerAsync("ann");
        Assert.Equal(12.5m, customer.GetProperty("value").GetProperty("gross").GetDecimal());
        Assert.Equal(10, customer.GetProperty("experience").GetProperty("nps").GetProperty("last").GetInt32());
        var touchpoints = await server.GetAsync("/api/customers/ann/touchpoints?name=Order%20Completed");
        Assert.Equal("SHOP:  purchase", touchpoints.GetProperty("items")[0].GetProperty("body").GetProperty("event").GetString());
        using var response = await server.Admin.PostAsync(new Uri("/api/kpis/recount", UriKind.Relative), null);
        Assert.True((await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("matches").GetBoolean());
    }
}
