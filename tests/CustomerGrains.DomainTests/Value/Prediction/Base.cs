using System.Globalization;
using CustomerGrains.Domain.Value.Prediction;

namespace CustomerGrains.DomainTests.Value.Prediction;

/// <summary>Customers made up as the models say they are: bases of any size without any data beside the clone.</summary>
static class Base
{
    public static readonly DateTimeOffset End = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly PurchaseModel Purchases = new(0.8, 8, 0.9, 4);
    public static readonly SpendModel Spend = new(4, 4, 30);

    public static int Today => (int)(End - DateTimeOffset.UnixEpoch).TotalDays;

    /// <summary>Who came first within the two years before the end.</summary>
    public static List<(string Id, BuyerHistory Buyer)> Customers(int count, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i => (string.Create(CultureInfo.InvariantCulture, $"c{i}"), Customer(random)))];
    }

    public static FittedModel Fit(int count = 3_000, int seed = 1) => Gather(Customers(count, seed)).Fit(End, "GBP", 1, count)!;

    public static BuyerSample Gather(IEnumerable<(string Id, BuyerHistory Buyer)> customers, int most = BuyerSample.Most)
    {
        var sample = new BuyerSample(most);
        foreach (var (id, buyer) in customers)
            sample.Add(id, buyer);
        return sample;
    }

    static BuyerHistory Customer(Random random)
    {
        var (rate, leaves) = (Gamma(random, Purchases.R) / Purchases.Alpha, Beta(random, Purchases.A, Purchases.B));
        var first = Today - random.Next(730);
        var (days, at, last) = (0, (double)first, first);
        while (true)
        {
            at += -Math.Log(1 - random.NextDouble()) / rate * 7;
            if (at >= Today || double.IsInfinity(at))
                break;
            if ((int)at > last)
                (last, days) = ((int)at, days + 1);
            if (random.NextDouble() < leaves)
                break;
        }

        // A gamma of shape p around her own mean, whose inverse is gamma too.
        var scale = Gamma(random, Spend.Q) / Spend.V;
        var mean = days == 0 ? 0 : Gamma(random, Spend.P * days) / scale / days;
        var total = Math.Round((decimal)(mean * days) + 20, 2);
        return new(first, last, days, days, mean, total);
    }

    static double Beta(Random random, double a, double b)
    {
        var x = Gamma(random, a);
        return x / (x + Gamma(random, b));
    }

    // G. Marsaglia, W. W. Tsang, A simple method for generating gamma variables, 2000.
    static double Gamma(Random random, double shape)
    {
        if (shape < 1)
            return Gamma(random, shape + 1) * Math.Pow(1 - random.NextDouble(), 1 / shape);
        var (d, c) = (shape - (1.0 / 3), 1 / Math.Sqrt(9 * (shape - (1.0 / 3))));
        while (true)
        {
            var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            var v = Math.Pow(1 + (c * normal), 3);
            if (v > 0 && Math.Log(1 - random.NextDouble()) < (0.5 * normal * normal) + d - (d * v) + (d * Math.Log(v)))
                return d * v;
        }
    }
}
