using System.Globalization;
using System.Text.Json;
using CustomerGrains.Silo.Value.Models;
using CustomerGrains.WebTests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerGrains.WebTests.Value;

public sealed class PredictedValueTests
{
    [Fact]
    public async Task Enough_repeat_customers_give_a_model_predictions_on_the_page_and_members_of_segments_that_ask_for_them()
    {
        await using var server = await TestServer.StartAsync();
        var none = await server.GetAsync("/api/value/model");
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null, 100), (none.GetProperty("version").ValueKind, none.GetProperty("parameters").ValueKind, none.GetProperty("neededRepeatCustomers").GetInt32()));

        // Before there is a model nobody is in it.
        var published = await server.CallAsync(HttpMethod.Put, "/api/segments/fading", new { name = "Fading", rule = "value.predicted.alive < 0.6" });
        Assert.True(published.IsSuccessStatusCode, await published.Content.ReadAsStringAsync());

        // In one batch: the server itself looks every few seconds, and rests for a minute if it finds half of them.
        var today = DateTimeOffset.UtcNow;
        await server.BatchAsync([.. Enumerable.Range(0, 130).SelectMany(number => Orders(number, today))]);
        var model = await Wait.ForAsync(() => ModelAsync(server), found => found.GetProperty("version").ValueKind == JsonValueKind.Number, "the first model", seconds: 90);
        Assert.Equal((1, "GBP"), (model.GetProperty("version").GetInt32(), model.GetProperty("currency").GetString()));
        Assert.InRange(model.GetProperty("repeatCustomers").GetInt32(), 100, 120);
        var parameters = model.GetProperty("parameters");
        Assert.All(["r", "alpha", "a", "b"], name => Assert.True(parameters.GetProperty("purchases").GetProperty(name).GetDouble() > 0));
        Assert.True(double.IsFinite(model.GetProperty("logLikelihood").GetProperty("purchases").GetDouble()));
        Assert.Equal(4, model.GetProperty("rfm").GetProperty("lastDays").GetArrayLength());

        // c005 bought last a year and a half ago, c007 this week, c125 on one day only.
        var (lost, here, once) = (await server.CustomerAsync("c005"), await server.CustomerAsync("c007"), await server.CustomerAsync("c125"));
        Assert.True(Predicted(lost).GetProperty("alive").GetDouble() < 0.5 && Predicted(here).GetProperty("alive").GetDouble() > 0.6);
        Assert.Equal(JsonValueKind.Null, Predicted(once).GetProperty("alive").ValueKind);
        Assert.InRange(Predicted(once).GetProperty("returns12m").GetDouble(), 0.001, 0.999);
        Assert.InRange(Predicted(here).GetProperty("rfm").GetProperty("recency").GetInt32(), 4, 5);

        // Nothing happened to her: the new model is the reason.
        await Wait.ForAsync(() => InFadingAsync(server, "c005"), found => found, "c005 to be in the segment");
        Assert.False(await InFadingAsync(server, "c007"));
        Assert.False(await InFadingAsync(server, "c125"));
    }

    [Fact]
    public async Task What_to_do_next_is_said_with_its_reason_and_a_withdrawn_consent_ends_selling()
    {
        await using var server = await TestServer.StartAsync();
        await server.BatchAsync(
            new { type = "track", @event = "Product Added", userId = "ann", messageId = "a1", timestamp = DateTimeOffset.UtcNow.AddHours(-2), properties = new { product_id = "p1", price = 20, currency = "GBP" } },
            new { type = "track", @event = "Survey Answered", userId = "ann", messageId = "a2", properties = new { metric = "nps", score = 3 } });
        var actions = (await server.CustomerAsync("ann")).GetProperty("nextBestActions").EnumerateArray().ToList();
        Assert.Equal(["service-call-detractor", "recover-cart"], actions.Select(action => action.GetProperty("key").GetString()));
        Assert.Contains("3", actions[0].GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Contains("cart", actions[1].GetProperty("reason").GetString(), StringComparison.Ordinal);

        await server.BatchAsync(new { type = "track", @event = "Consent Withdrawn", userId = "ann", messageId = "a3", properties = new { purpose = "marketing" } });
        Assert.Equal("service-call-detractor", Assert.Single((await server.CustomerAsync("ann")).GetProperty("nextBestActions").EnumerateArray()).GetProperty("key").GetString());
    }

    static async Task<JsonElement> ModelAsync(TestServer server)
    {
        await server.Services.GetRequiredService<ModelFitting>().RunAsync(CancellationToken.None);
        return await server.GetAsync("/api/value/model");
    }

    static JsonElement Predicted(JsonElement customer) => customer.GetProperty("value").GetProperty("predicted");

    static async Task<bool> InFadingAsync(TestServer server, string id) =>
        (await server.CustomerAsync(id)).GetProperty("segments").EnumerateArray().Any(segment => segment.GetProperty("key").GetString() == "fading");

    // The first 120 on 2 to 5 days, half of them until this week and half until long ago; ten on one.
    static IEnumerable<object> Orders(int number, DateTimeOffset today)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"c{number:000}");
        var days = number < 120 ? 2 + (number / 2 % 4) : 1;
        var last = number % 2 == 0 || number % 4 == 1 ? 500 + (number % 60) : number % 7;
        for (var day = 0; day < days; day++)
        {
            yield return new
            {
                type = "track",
                @event = "Order Completed",
                userId = id,
                messageId = $"{id}-{day}",
                timestamp = today.AddDays(-last - (day * (9 + (number % 40)))),
                properties = new { total = 10 + (number * 7 % 50), currency = "GBP" },
            };
        }
    }
}
