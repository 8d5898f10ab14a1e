using static MathNet.Numerics.SpecialFunctions;

namespace CustomerGrains.Domain.Value.Prediction;

/// <summary>
/// Gamma-Gamma: what a customer spends on a day varies around a mean of her own (gamma with shape p), and the means of all customers vary too (an inverse
/// gamma distribution of shape q and scale p v). The mean is taken to have nothing to do with how often she buys.
/// Source: P. S. Fader, B. G. S. Hardie, The Gamma-Gamma Model of Monetary Value, brucehardie.com/notes/025, 2013; P. S. Fader, B. G. S. Hardie, K. L. Lee,
/// RFM and CLV: Using Iso-Value Curves for Customer Base Analysis, Journal of Marketing Research 42(4), 2005, 415-430.
/// </summary>
/// <param name="P">Shape of a day's spend; greater than 0.</param>
/// <param name="Q">Shape of the customers' means; greater than 1, or there would be no mean of all.</param>
/// <param name="V">Scale, in money; greater than 0.</param>
public sealed record SpendModel(double P, double Q, double V)
{
    /// <summary>What all customers spend on a day in the mean.</summary>
    public double Mean => P * V / (Q - 1);

    /// <summary>
    /// What she will spend on a buying day in the mean: between what she did and what all do, the nearer to her own the more days there are. For nobody's
    /// days, the mean of all.
    /// </summary>
    /// <param name="days">Days whose spend is known; 0 or more.</param>
    /// <param name="mean">Mean spend of these days, in money; 0 or more.</param>
    public double Expected(int days, double mean)
    {
        if (days == 0)
            return Mean;
        // A weighted mean instead of the product: no number in it is larger than its result.
        var own = P * days / ((P * days) + Q - 1);
        return ((1 - own) * Mean) + (own * mean);
    }

    /// <summary>The natural logarithm of the density of a mean spend.</summary>
    /// <param name="days">Days; 1 or more.</param>
    /// <param name="mean">Mean spend of these days, in money; greater than 0.</param>
    public double LogLikelihood(int days, double mean)
    {
        var (px, spent) = (P * days, Math.Log(days) + Math.Log(mean));
        return GammaLn(px + Q) - GammaLn(px) - GammaLn(Q) + (Q * Math.Log(V)) + (px * spent) - Math.Log(mean)
            - ((px + Q) * SmallNumbers.LogSum(spent, Math.Log(V)));
    }
}
