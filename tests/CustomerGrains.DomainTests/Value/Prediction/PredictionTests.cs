using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Rules;
using CustomerGrains.Domain.Value;
using CustomerGrains.Domain.Value.Prediction;
using CustomerGrains.DomainTests.Support;

namespace CustomerGrains.DomainTests.Value.Prediction;

public sealed class PredictionTests
{
    const int Day = 24 * 60;

    // The door takes nothing that has not happened yet.
    const int Past = -900 * Day;

    static readonly FittedModel Model = Base.Fit();
    static readonly Predictions Predictions = new(Model, Story.Pounds);
    static readonly long Start = Story.Start.AddMinutes(Past).ToUnixTimeMilliseconds();

    [Fact]
    public void Of_who_never_bought_nothing_is_said() => Assert.Null(Predictions.Of(new Story().Track("Product Viewed", Past).State, Start));

    [Fact]
    public void Of_who_bought_once_everything_is_said_but_whether_she_is_still_a_customer()
    {
        var once = new Story().Track("Order Completed", Past, new { total = 50, currency = "GBP" }).Track("Order Completed", Past + 60, new { total = 9, currency = "GBP" });
        var predicted = Predictions.Of(once.State, At(30))!;
        Assert.Null(predicted.Alive);
        Assert.InRange(predicted.Returns12m, 0.05, 0.95);
        Assert.True(predicted.Orders12m > 0 && predicted.Value12m > 0);
        var shown = Predictions.Explain(once.State, At(30))!;
        Assert.Equal((null, 0, 1), (shown.DoubtfulFrom, shown.OrdersLow, shown.Buyer.Days));
    }

    [Fact]
    public void The_numbers_are_the_models_for_her_history()
    {
        var state = Regular().State;
        var predicted = Predictions.Of(state, At(60))!;
        var pattern = new BuyingPattern(3, 30 / 7.0, 60 / 7.0);
        Assert.Equal(Model.Purchases.Alive(pattern), predicted.Alive);
        Assert.Equal(Model.Purchases.ExpectedPurchases(12 * 4.345, pattern), predicted.Orders12m);
        Assert.Equal(YearAhead.Value(Model.Purchases, pattern, Model.Spend.Expected(3, 20)), (double)predicted.Value12m, 6);
        Assert.InRange(predicted.Recency!.Value, 1, 5);
    }

    [Fact]
    public void A_number_alone_is_the_same_as_among_the_others()
    {
        var once = new Story().Track("Order Completed", Past, new { total = 50, currency = "GBP" });
        foreach (var state in (CustomerState[])[Regular().State, once.State, new Story().Track("Product Viewed", Past).State])
        {
            var all = Predictions.Of(state, At(60));
            double?[] expected = [all?.Alive, all?.Returns12m, all?.Orders12m, (double?)all?.Value12m, all?.Recency, all?.Frequency, all?.Monetary];
            Assert.Equal(expected, Enum.GetValues<PredictedNumber>().Select(number => Predictions.Number(state, At(60), number)));
        }
    }

    [Fact]
    public void A_day_is_the_finest_step_and_every_step_leads_down()
    {
        var state = Regular().State;
        var before = Predictions.Of(state, At(30))!;
        Assert.Equal(before, Predictions.Of(state, At(31) - 1));
        for (var day = 31; day < 800; day++)
        {
            var now = Predictions.Of(state, At(day))!;
            Assert.True(now.Alive < before.Alive && now.Returns12m < before.Returns12m && now.Orders12m < before.Orders12m && now.Value12m <= before.Value12m);
            Assert.Equal((before.Recency, before.Frequency, before.Monetary), (now.Recency, now.Frequency, now.Monetary));
            before = now;
        }
    }

    [Fact]
    public void The_day_of_doubt_is_the_first_one_below_a_half()
    {
        var state = Regular().State;
        var day = Predictions.Explain(state, At(30))!.DoubtfulFrom!.Value;
        var at = day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        Assert.True(Predictions.Of(state, new DateTimeOffset(at).ToUnixTimeMilliseconds())!.Alive < 0.5);
        Assert.True(Predictions.Of(state, new DateTimeOffset(at).ToUnixTimeMilliseconds() - 1)!.Alive >= 0.5);
        Assert.Null(Predictions.Explain(state, new DateTimeOffset(at).ToUnixTimeMilliseconds())!.DoubtfulFrom);
    }

    [Fact]
    public void An_order_later_than_the_instant_asked_about_does_no_harm() =>
        Assert.InRange(Predictions.Of(Regular().State, At(-400))!.Alive!.Value, 0, 1);

    [Fact]
    public void Models_of_another_currency_say_nothing() =>
        Assert.Null(new Predictions(Model, new ReportingCurrency("EUR", new Dictionary<string, decimal>())).Of(Regular().State, At(60)));

    [Fact]
    public void Random_histories_never_give_a_number_out_of_range()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var state = new CustomerState("ada");
            foreach (var entry in new RandomEvents(seed, days: 900).Journal(80, Theme.Orders))
                state.Apply(entry);
            var reporting = new ReportingCurrency("GBP", new Dictionary<string, decimal> { ["AAA"] = 0.5m, ["ABC"] = 3 });
            for (var day = -1000; day <= 4000; day += 500)
            {
                var it = new Predictions(Model, reporting).Explain(state, At(day));
                if (it is null)
                    continue;
                Assert.True(it.Value.Alive is null or (>= 0 and <= 1));
                Assert.InRange(it.Value.Returns12m, 0, 1);
                Assert.True(it.Value.Orders12m >= 0 && double.IsFinite(it.Value.Orders12m) && it.Value.Value12m >= 0);
                Assert.InRange(it.OrdersLow, 0, it.OrdersHigh);
                Assert.InRange(it.Value.Monetary!.Value, 1, 5);
            }
        }
    }

    [Fact]
    public void The_page_shows_rounded_numbers_with_the_day_and_the_models_they_come_from()
    {
        var story = Regular();
        var view = Contracts.Customers.CustomerView.From(story.State, DateTimeOffset.FromUnixTimeMilliseconds(At(60)), Story.Pounds, predictions: Predictions);
        var predicted = view.Value.Predicted!;
        Assert.Equal(Math.Round(Predictions.Of(story.State, At(60))!.Alive!.Value, 4), predicted.Alive);
        Assert.Equal((4, new DateOnly(2023, 9, 14), 1, Model.Repeaters), (predicted.BuyingDays, predicted.AsOf, predicted.Model.Version, predicted.Model.RepeatCustomers));
        Assert.Contains("\"predicted\":{\"alive\":0.", System.Text.Encoding.UTF8.GetString(view.ToJson()), StringComparison.Ordinal);
        Assert.Null(story.View.Value.Predicted);
    }

    static Story Regular() => new Story()
        .Track("Order Completed", Past, new { total = 90, currency = "GBP" })
        .Track("Order Completed", Past + (10 * Day), new { total = 10, currency = "GBP" })
        .Track("Order Completed", Past + (20 * Day), new { total = 20, currency = "GBP" })
        .Track("Order Completed", Past + (30 * Day), new { total = 30, currency = "GBP" });

    static long At(int day) => Start + (day * (long)Day * 60_000);
}
