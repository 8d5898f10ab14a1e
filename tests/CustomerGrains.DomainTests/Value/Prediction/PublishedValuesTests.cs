using CustomerGrains.Domain.Value.Prediction;
using CustomerGrains.TestSupport;

namespace CustomerGrains.DomainTests.Value.Prediction;

/// <summary>What the papers and their data give, to the digits they give.</summary>
public sealed class PublishedValuesTests
{
    static readonly PurchaseModel Published = new(0.243, 4.414, 0.793, 2.426);
    static readonly PurchaseModel Exact = new(0.242593, 4.413523, 0.792883, 2.425751);
    static readonly PurchaseModel Round = new(0.25, 4, 0.8, 2.5);

    [Fact]
    public void Expected_purchases_are_those_of_the_paper()
    {
        Assert.Equal(1.226, Published.ExpectedPurchases(39, new(2, 30.43, 38.86)), 3);
        Assert.Equal(0.710623, Exact.ExpectedPurchases(1, new(26, 30.86, 31)), tolerance: 1e-6);
    }

    [Theory]
    [InlineData(2, 30.43, 38.86, 0.72661)]
    [InlineData(1, 1.71, 38.86, 0.21223)]
    [InlineData(7, 29.43, 38.86, 0.64180)]
    [InlineData(26, 30.86, 31, 0.96892)]
    [InlineData(0, 0, 38.86, 1)]
    public void The_probability_of_being_alive_is_that_of_the_paper(int x, double tx, double t, double expected) =>
        Assert.Equal(expected, Exact.Alive(new(x, tx, t)), 5);

    [Fact]
    public void Log_likelihoods_of_the_published_stability_cases_agree()
    {
        Assert.Equal(-0.59947382, Round.LogLikelihood(new(0, 0, 40)), 8);
        Assert.Equal(100.7957, Round.LogLikelihood(new(200, 38, 40)), 4);
        Assert.True(double.IsFinite(Round.LogLikelihood(new(1000, 10, 100))));
    }

    [SharedDataFact]
    public void The_likelihood_of_the_cdnow_base_is_greatest_at_the_published_parameters()
    {
        var fitted = PurchaseFit.Fit([.. Cdnow.Summary().Select(one => new PatternGroup(one.Pattern, 1))])!;
        Assert.Equal(-9582.4256, fitted.LogLikelihood, 4);
        // The published ones are where another program stopped: just as likely to eight digits, and the slopes there are a hundred times ours.
        Assert.Equal(0.242593, fitted.Model.R, 6);
        Assert.Equal(4.413523, fitted.Model.Alpha, tolerance: 1e-5);
        Assert.Equal(0.792883, fitted.Model.A, tolerance: 1e-5);
        Assert.Equal(2.425751, fitted.Model.B, tolerance: 1e-5);
        Assert.Equal(0.710623, fitted.Model.ExpectedPurchases(1, new(26, 30.86, 31)), 6);
        Assert.Equal(-9582.4256, Cdnow.Summary().Sum(one => Exact.LogLikelihood(one.Pattern)), 4);
    }

    [SharedDataFact]
    public void The_spend_of_the_946_repeat_customers_gives_the_published_parameters()
    {
        var (spend, fitted) = Spend();
        Assert.Equal(946, spend.Count);
        Assert.Equal(-4055.9232, fitted.LogLikelihood, 4);
        Assert.Equal(6.25, fitted.Model.P, 2);
        Assert.Equal(3.74, fitted.Model.Q, 2);
        Assert.Equal(15.44, fitted.Model.V, tolerance: 0.01);
        Assert.Equal(fitted.LogLikelihood, spend.Sum(one => fitted.Model.LogLikelihood(one.Days, one.Mean)), 6);
    }

    [SharedDataFact]
    public void Expected_spend_is_the_published_one()
    {
        var (model, base_) = (Spend().Fitted.Model, Cdnow.Summary());
        foreach (var (customer, expected) in ((int, double)[])[(1, 24.6586), (2, 18.9115), (3, 35.1710), (6, 71.4628), (9, 27.2824)])
            Assert.Equal(expected, model.Expected(base_[customer - 1].Pattern.Repeats, base_[customer - 1].MeanSpend), tolerance: 0.0001);
    }

    [SharedDataFact]
    public void Twelve_months_are_worth_the_published_money()
    {
        var base_ = Cdnow.Summary();
        var spend = Spend().Fitted.Model;
        double[] expected = [36.2786, 4.6375, 8.3441, 8.3441, 8.3441, 283.5242, 6.8814, 8.3441, 43.3537, 8.3441];
        for (var i = 0; i < expected.Length; i++)
        {
            var (pattern, mean) = base_[i];
            Assert.Equal(expected[i], YearAhead.Value(Exact, pattern, spend.Expected(pattern.Repeats, mean)), 4);
        }
    }

    static (List<SpendGroup> Groups, Fitted<SpendModel> Fitted) Spend()
    {
        var groups = Cdnow.Summary().Where(one => one.Pattern.Repeats > 0).Select(one => new SpendGroup(one.Pattern.Repeats, one.MeanSpend, 1)).ToList();
        return (groups, SpendFit.Fit(groups)!);
    }
}
