using CustomerGrains.Domain.Value.Prediction;
using FsCheck;
using FsCheck.Fluent;

namespace CustomerGrains.DomainTests.Value.Prediction;

public sealed class PurchaseModelTests
{
    static readonly Gen<PurchaseModel> Models =
        from logs in Gen.ArrayOf(Gen.Choose(-900, 900), 4)
        select new PurchaseModel(Math.Exp(logs[0] / 150.0), Math.Exp(logs[1] / 150.0), Math.Exp(logs[2] / 150.0), Math.Exp(logs[3] / 150.0));

    // From a first purchase a minute ago to a daily buyer of many years, and patterns that no calendar allows.
    static readonly Gen<BuyingPattern> Patterns =
        from repeats in Gen.OneOf(Gen.Choose(0, 5), Gen.Choose(0, 999))
        from last in Gen.Choose(0, 200_000)
        from since in Gen.OneOf(Gen.Choose(0, 100), Gen.Choose(0, 300_000))
        select new BuyingPattern(repeats, repeats == 0 ? 0 : last / 100.0, (repeats == 0 ? 0 : last / 100.0) + (since / 100.0));

    [Fact]
    public void Whatever_the_history_every_number_is_within_its_range() => Check(from model in Models from pattern in Patterns select (model, pattern), it =>
    {
        var (model, pattern) = it;
        var alive = model.Alive(pattern);
        var returns = model.Returns(52, pattern);
        var expected = model.ExpectedPurchases(52, pattern);
        var (low, high) = model.Range(52, pattern, 0.8);
        return alive is >= 0 and <= 1 && returns >= 0 && returns <= alive && expected >= returns * 0.999999 && double.IsFinite(expected)
            && low >= 0 && low <= high && double.IsFinite(model.LogLikelihood(pattern));
    });

    [Fact]
    public void While_nothing_happens_no_number_rises() => Check(
        from model in Models from pattern in Patterns from minutes in Gen.Choose(1, 1_000_000) select (model, pattern, minutes / 10080.0), it =>
    {
        var (model, now, passed) = it;
        var later = now with { Age = now.Age + passed };
        return model.Alive(later) <= model.Alive(now)
            && model.Returns(52, later) <= model.Returns(52, now)
            && model.ExpectedPurchases(52, later) <= model.ExpectedPurchases(52, now);
    });

    [Fact]
    public void More_time_ahead_never_means_fewer_purchases() => Check(
        from model in Models from pattern in Patterns from weeks in Gen.Choose(1, 500) select (model, pattern, weeks), it =>
            it.model.ExpectedPurchases(it.weeks, it.pattern) <= it.model.ExpectedPurchases(it.weeks + 1, it.pattern) * (1 + 1e-12));

    [Fact]
    public void The_age_at_which_alive_falls_is_its_inverse() => Check(
        from model in Models from pattern in Patterns where pattern.Repeats > 0 from share in Gen.Choose(1, 999) select (model, pattern, share / 1000.0), it =>
    {
        var (model, pattern, chance) = it;
        var age = model.AgeWhenAliveIs(pattern, chance);
        if (double.IsInfinity(age) || age > 1e6)
            return true;
        var there = model.Alive(pattern with { Age = age });
        return age == pattern.LastAge ? there <= chance + 1e-9 : Math.Abs(there - chance) < 1e-6;
    });

    [Theory]
    [InlineData(0.243, 4.414, 0.793, 2.426, 2, 30.43, 38.86, 39)]
    [InlineData(0.243, 4.414, 0.793, 2.426, 0, 0, 5, 52.14)]
    [InlineData(0.9, 12, 1.5, 6, 12, 80, 90, 52.14)]
    [InlineData(2.5, 3, 0.2, 9, 5, 1, 2, 52.14)]
    [InlineData(2.5, 3, 1.0000001, 9, 5, 1, 2, 52.14)]
    public void The_sum_equals_the_papers_hypergeometric_form(double r, double alpha, double a, double b, int x, double tx, double t, double weeks)
    {
        var model = new PurchaseModel(r, alpha, a, b);
        Assert.Equal(Paper(model, weeks, new(x, tx, t)), model.ExpectedPurchases(weeks, new(x, tx, t)), a is > 0.99 and < 1.01 ? 1e-5 : 1e-11);
    }

    [Fact]
    public void The_range_holds_the_share_it_says() => Check(from model in Models from pattern in Patterns where pattern.Repeats < 50 select (model, pattern), it =>
    {
        // Counted out from the probabilities of the paper's (8), which is the range's definition the other way round.
        var (model, pattern) = it;
        var (low, high) = model.Range(52, pattern, 0.8);
        if (high > 2000)
            return true;
        var atLeast = (int n) => n == 0 ? 1 : AtLeast(model, pattern, n);
        return atLeast(low) - atLeast(high + 1) >= 0.8 - 1e-9 && 1 - atLeast(low) <= 0.1 + 1e-9 && atLeast(high + 1) <= 0.1 + 1e-9;
    });

    [Fact]
    public void A_daily_buyer_of_a_thousand_days_and_more_neither_overflows_nor_takes_long()
    {
        var model = new PurchaseModel(0.25, 4, 0.8, 2.5);
        foreach (var pattern in (BuyingPattern[])[new(1000, 10, 100), new(999, 142.5, 142.6), new(100_000, 10, 10.1), new(0, 0, 0), new(1, 0, 1e9)])
        {
            Assert.InRange(model.Alive(pattern), 0, 1);
            Assert.True(double.IsFinite(model.ExpectedPurchases(52.14, pattern)));
            Assert.True(double.IsFinite(model.LogLikelihood(pattern)));
        }
    }

    // (10), term by term; fine for small numbers, which is why the program does not do it.
    static double Paper(PurchaseModel m, double weeks, BuyingPattern p)
    {
        var z = weeks / (m.Alpha + p.Age + weeks);
        var (f, term) = (1.0, 1.0);
        for (var k = 0; k < 20_000; k++)
        {
            term *= (m.R + p.Repeats + k) * (m.B + p.Repeats + k) / ((m.A + m.B + p.Repeats - 1 + k) * (k + 1)) * z;
            f += term;
        }

        var numbers = (m.A + m.B + p.Repeats - 1) / (m.A - 1) * (1 - (Math.Pow((m.Alpha + p.Age) / (m.Alpha + p.Age + weeks), m.R + p.Repeats) * f));
        return p.Repeats == 0 ? numbers : numbers / (1 + (m.A / (m.B + p.Repeats - 1) * Math.Pow((m.Alpha + p.Age) / (m.Alpha + p.LastAge), m.R + p.Repeats)));
    }

    static double AtLeast(PurchaseModel m, BuyingPattern p, int n)
    {
        var z = 52 / (m.Alpha + p.Age + 52);
        var (pmf, below, stays) = (Math.Exp((m.R + p.Repeats) * Math.Log((m.Alpha + p.Age) / (m.Alpha + p.Age + 52))), 0.0, 1.0);
        for (var k = 0; k < n; k++)
        {
            below += pmf;
            pmf *= (m.R + p.Repeats + k) / (k + 1) * z;
            if (k > 0)
                stays *= (m.B + p.Repeats + k - 1) / (m.A + m.B + p.Repeats + k - 1);
        }

        return m.Alive(p) * stays * (1 - below);
    }

    static void Check<T>(Gen<T> gen, Func<T, bool> holds) => Prop.ForAll(gen.ToArbitrary(), holds).Check(Config.QuickThrowOnFailure.WithMaxTest(400).WithReplay(20260101, 1));
}
