using static MathNet.Numerics.SpecialFunctions;

namespace CustomerGrains.Domain.Value.Prediction;

/// <summary>Customers with the same spend.</summary>
/// <param name="Days">Days whose spend is known; 1 or more.</param>
/// <param name="Mean">Mean spend of these days; greater than 0.</param>
/// <param name="Customers">How many; not whole where a sample stands for more.</param>
public readonly record struct SpendGroup(int Days, double Mean, double Customers);

/// <summary>Fits a <see cref="SpendModel"/> by maximum likelihood.</summary>
public static class SpendFit
{
    /// <summary>The most likely model. The same groups in the same order give the same bits.</summary>
    /// <param name="groups">Customers with a repeat purchase.</param>
    /// <returns>The model; null when there is nobody.</returns>
    public static Fitted<SpendModel>? Fit(IReadOnlyList<SpendGroup> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        var customers = groups.Sum(group => group.Customers);
        if (!(customers > 0))
            return null;
        // In units of the typical spend: pounds or yen, the parameters are then of one size.
        var unit = Math.Exp(groups.Sum(group => group.Customers * Math.Log(group.Mean)) / customers);
        var scaled = groups.Select(group => new Scaled(group.Days, Math.Log(group.Days), Math.Log(group.Mean / unit), group.Customers)).ToArray();
        var some = Few.Of(scaled);
        var those = some.Sum(group => group.Customers);
        var best = Maximiser.Find((at, slopes) => Mean(some, those, at, slopes), (at, slopes) => Mean(scaled, customers, at, slopes), Starts());
        return best is { } found ? new(ModelAt(found.At, unit), (found.Value - Math.Log(unit)) * customers) : null;
    }

    // q above 1: its excess is what the logarithm is of.
    static SpendModel ModelAt(ReadOnlySpan<double> at, double unit) => new(Math.Exp(at[0]), 1 + Math.Exp(at[1]), Math.Exp(at[2]) * unit);

    static double Mean(IReadOnlyList<Scaled> groups, double customers, ReadOnlySpan<double> at, Span<double> slopes)
    {
        var (p, q, logV) = (Math.Exp(at[0]), 1 + Math.Exp(at[1]), at[2]);
        var (logGammaQ, digammaQ) = (GammaLn(q), DiGamma(q));
        var parts = new Dictionary<int, (double Constant, double SlopeP, double SlopeQ)>();
        slopes.Clear();
        var sum = 0.0;
        foreach (var group in groups)
        {
            var px = p * group.Days;
            if (!parts.TryGetValue(group.Days, out var part))
            {
                var digamma = DiGamma(px + q);
                parts[group.Days] = part = (GammaLn(px + q) - GammaLn(px) - logGammaQ + (q * logV), digamma - DiGamma(px), digamma - digammaQ + logV);
            }

            var spent = group.LogDays + group.LogMean;
            var all = SmallNumbers.LogSum(spent, logV);
            sum += group.Customers * (part.Constant + (px * spent) - group.LogMean - ((px + q) * all));
            slopes[0] += group.Customers * px * (part.SlopeP + spent - all);
            slopes[1] += group.Customers * (q - 1) * (part.SlopeQ - all);
            slopes[2] += group.Customers * (q - ((px + q) * Math.Exp(logV - all)));
        }

        for (var i = 0; i < slopes.Length; i++)
            slopes[i] /= customers;
        return sum / customers;
    }

    static IEnumerable<double[]> Starts()
    {
        foreach (var p in (double[])[0.7, 2, 6])
        {
            foreach (var q in (double[])[1.5, 4])
                yield return [Math.Log(p), Math.Log(q - 1), Math.Log((q - 1) / p)];
        }
    }

    readonly record struct Scaled(int Days, double LogDays, double LogMean, double Customers);
}
