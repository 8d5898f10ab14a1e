namespace CustomerGrains.Domain.Value.Prediction;

/// <summary>Customers with the same history.</summary>
/// <param name="Pattern">The history.</param>
/// <param name="Customers">How many; not whole where a sample stands for more.</param>
public readonly record struct PatternGroup(BuyingPattern Pattern, double Customers);

/// <summary>A fitted model and how well it explains what it was fitted to.</summary>
/// <param name="Model">The model.</param>
/// <param name="LogLikelihood">The natural logarithm of the probability (density) of the data; the greatest there is.</param>
public sealed record Fitted<T>(T Model, double LogLikelihood);

/// <summary>Fits a <see cref="PurchaseModel"/> by maximum likelihood.</summary>
public static class PurchaseFit
{
    /// <summary>
    /// The most likely model. The same groups in the same order give the same bits.
    /// </summary>
    /// <param name="groups">All customers who ever bought, those with one buying day included.</param>
    /// <returns>The model; null when nobody bought twice: then the data say nothing about it.</returns>
    public static Fitted<PurchaseModel>? Fit(IReadOnlyList<PatternGroup> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        var customers = groups.Sum(group => group.Customers);
        var repeats = groups.Sum(group => group.Customers * group.Pattern.Repeats);
        var weeks = groups.Sum(group => group.Customers * group.Pattern.Age);
        if (!(repeats > 0) || !(weeks > 0))
            return null;
        var some = Few.Of(groups);
        var those = some.Sum(group => group.Customers);
        var best = Maximiser.Find(
            (at, slopes) => Mean(some, those, at, slopes), (at, slopes) => Mean(groups, customers, at, slopes), Starts(repeats / weeks));
        return best is { } found ? new(ModelAt(found.At), found.Value * customers) : null;
    }

    static PurchaseModel ModelAt(ReadOnlySpan<double> at) => new(Math.Exp(at[0]), Math.Exp(at[1]), Math.Exp(at[2]), Math.Exp(at[3]));

    // The mean instead of the sum: what counts as steep does not depend on the number of customers.
    static double Mean(IReadOnlyList<PatternGroup> groups, double customers, ReadOnlySpan<double> at, Span<double> slopes)
    {
        var likelihood = new PurchaseLikelihood(ModelAt(at));
        slopes.Clear();
        Span<double> own = stackalloc double[4];
        var sum = 0.0;
        foreach (var group in groups)
        {
            sum += group.Customers * likelihood.Of(group.Pattern, own);
            for (var i = 0; i < own.Length; i++)
                slopes[i] += group.Customers * own[i];
        }

        for (var i = 0; i < slopes.Length; i++)
            slopes[i] /= customers;
        return sum / customers;
    }

    // Rates very unlike, somewhat unlike and rather alike; leaving often and seldom. Alpha so that the mean rate is what was seen.
    static IEnumerable<double[]> Starts(double rate)
    {
        foreach (var r in (double[])[0.25, 1, 4])
        {
            foreach (var (a, b) in ((double, double)[])[(1, 2.5), (0.5, 6)])
                yield return [Math.Log(r), Math.Clamp(Math.Log(r / rate), 1 - Maximiser.Edge, Maximiser.Edge - 1), Math.Log(a), Math.Log(b)];
        }
    }
}
