using CustomerGrains.Domain.Value.Prediction;

namespace CustomerGrains.DomainTests.Value.Prediction;

public sealed class FitTests
{
    [Fact]
    public void A_fit_finds_the_models_that_made_the_customers()
    {
        var fitted = Base.Fit(20_000);
        // Parameters lie on a flat ridge: what counts is what follows from them.
        foreach (var pattern in (BuyingPattern[])[new(0, 0, 30), new(1, 5, 50), new(4, 40, 60), new(12, 50, 51)])
        {
            Assert.InRange(fitted.Purchases.ExpectedPurchases(52, pattern) / Base.Purchases.ExpectedPurchases(52, pattern), 0.9, 1.1);
            Assert.Equal(Base.Purchases.Alive(pattern), fitted.Purchases.Alive(pattern), tolerance: 0.05);
        }

        Assert.InRange(fitted.Spend.Mean / Base.Spend.Mean, 0.95, 1.05);
        Assert.Equal(20_000, fitted.Buyers);
        Assert.Equal(fitted.Repeaters, fitted.Sampled);
    }

    [Fact]
    public void The_same_customers_in_any_order_give_the_same_bits()
    {
        var customers = Base.Customers(2_000);
        var expected = Base.Gather(customers).Fit(Base.End, "GBP", 7, 5)!.ToJson();
        var shuffled = customers.ToArray();
        new Random(5).Shuffle(shuffled);
        Assert.Equal(expected, Base.Gather(shuffled).Fit(Base.End, "GBP", 7, 5)!.ToJson());
        Assert.Equal(expected, FittedModel.FromJson(expected).ToJson());
    }

    [Fact]
    public void A_sample_of_many_repeat_customers_stands_for_all_of_them_and_its_draw_is_the_same_in_any_order()
    {
        var customers = Base.Customers(12_000);
        var whole = Base.Gather(customers).Fit(Base.End, "GBP", 1, 1)!;
        var sampled = Base.Gather(customers, most: 2_000).Fit(Base.End, "GBP", 1, 1)!;
        Assert.Equal((2_000, whole.Repeaters, whole.Buyers), (sampled.Sampled, sampled.Repeaters, sampled.Buyers));
        var pattern = new BuyingPattern(3, 30, 60);
        Assert.InRange(sampled.Purchases.ExpectedPurchases(52, pattern) / whole.Purchases.ExpectedPurchases(52, pattern), 0.9, 1.1);
        Assert.InRange(sampled.PurchasesLogLikelihood / whole.PurchasesLogLikelihood, 0.95, 1.05);
        customers.Reverse();
        Assert.Equal(sampled.ToJson(), Base.Gather(customers, most: 2_000).Fit(Base.End, "GBP", 1, 1)!.ToJson());
    }

    [Fact]
    public void Nothing_is_fitted_to_fewer_repeat_customers_than_say_something()
    {
        var repeaters = Base.Customers(1_000).Where(customer => customer.Buyer.Repeats > 0).ToList();
        Assert.Null(Base.Gather(repeaters.Take(FittedModel.FewestRepeaters - 1)).Fit(Base.End, "GBP", 1, 1));
        Assert.NotNull(Base.Gather(repeaters.Take(FittedModel.FewestRepeaters)).Fit(Base.End, "GBP", 1, 1));
        Assert.Null(Base.Gather(repeaters.Select(customer => (customer.Id, customer.Buyer with { MeanSpend = 0 }))).Fit(Base.End, "GBP", 1, 1));
    }

    [Fact]
    public void Bases_at_the_edge_of_sense_give_finite_models()
    {
        (string, Func<int, BuyerHistory>)[] bases =
        [
            ("all alike", _ => new(Base.Today - 100, Base.Today - 10, 3, 3, 25, 100)),
            ("everybody buys every day", i => new(Base.Today - 700 - (i % 50), Base.Today, 700 + (i % 50), 700, 1, 700)),
            ("all lost long ago", i => new(1000 + (i % 90), 1100 + (i % 90), 1 + (i % 3), 1, 10 + i, 10 + i)),
            ("all began today", i => new(Base.Today - 1, Base.Today, 1, 1, 0.000001 * (1 + (i % 7)), 1)),
            ("clocks ahead of ours", i => new(Base.Today + 3, Base.Today + 9 + (i % 4), 1 + (i % 2), 1, 5, 5)),
            ("one of them spends a trillion", i => new(Base.Today - 300, Base.Today - (i % 200), 1 + (i % 5), 1, i == 0 ? 1e12 : 3, 3)),
        ];
        foreach (var (name, made) in bases)
        {
            var model = Base.Gather(Enumerable.Range(0, 300).Select(i => ($"c{i}", made(i)))).Fit(Base.End, "GBP", 1, 1);
            Assert.True(model is not null, name);
            double[] numbers = [model.Purchases.R, model.Purchases.Alpha, model.Purchases.A, model.Purchases.B, model.Spend.P, model.Spend.Q, model.Spend.V];
            Assert.All(numbers, number => Assert.True(number > 0 && double.IsFinite(number), $"{name}: {model}"));
            Assert.True(double.IsFinite(model.PurchasesLogLikelihood) && double.IsFinite(model.SpendLogLikelihood), name);
            Assert.True(double.IsFinite(YearAhead.Value(model.Purchases, made(1).On(Base.Today), model.Spend.Mean)), name);
        }
    }

    [Fact]
    public void Fifths_of_customers_who_all_differ_are_equally_large()
    {
        var customers = Enumerable.Range(0, 500).Select(i => ($"c{i}", new BuyerHistory(1000, 2000 + i, 1 + i, 1 + i, 5 + i, 10 + i))).ToList();
        var scale = Base.Gather(customers).Fit(Base.End, "GBP", 1, 1)!.Rfm;
        foreach (var part in (Func<RfmScore, int>[])[score => score.Recency, score => score.Frequency, score => score.Monetary])
            Assert.Equal([100, 100, 100, 100, 100], customers.GroupBy(customer => part(scale.Of(customer.Item2))).OrderBy(fifth => fifth.Key).Select(fifth => fifth.Count()));
        Assert.Equal(new RfmScore(1, 1, 1), scale.Of(customers[0].Item2));
        Assert.Equal(new RfmScore(5, 5, 5), scale.Of(customers[^1].Item2));
    }

    [Fact]
    public void Equal_customers_score_equally_even_where_a_fifth_stays_empty()
    {
        // 70 % bought on one day: they are the lowest, and nobody scores 2 or 3.
        var scale = new RfmScale([1, 2, 3, 4], (IReadOnlyList<int>)RfmScale.Ends<int>([(1, 70), (2, 15), (3, 10), (9, 5)]), [1, 2, 3, 4]);
        Assert.Equal([1, 1, 1, 2], scale.Days);
        Assert.Equal([1, 4, 5, 5], ((int[])[1, 2, 3, 9]).Select(days => scale.Of(new(0, 1, days - 1, 0, 0, 0)).Frequency));
    }
}
