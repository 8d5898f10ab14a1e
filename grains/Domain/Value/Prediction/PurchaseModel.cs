using static CustomerGrains.Domain.Value.Prediction.SmallNumbers;

namespace CustomerGrains.Domain.Value.Prediction;

/// <summary>
/// BG/NBD: while a customer is active she buys at random at a rate of her own, and after each purchase she may leave for good with a probability of her
/// own. The rates of all customers follow a gamma distribution, the probabilities a beta distribution. Time is in weeks.
/// Source: P. S. Fader, B. G. S. Hardie, K. L. Lee, "Counting Your Customers" the Easy Way: An Alternative to the Pareto/NBD Model, Marketing Science 24(2),
/// 2005, 275-284; numbers in parentheses below are its equations.
/// </summary>
/// <param name="R">Shape of the gamma distribution of rates; greater than 0.</param>
/// <param name="Alpha">Its rate, in weeks; greater than 0.</param>
/// <param name="A">First shape of the beta distribution of leaving; greater than 0.</param>
/// <param name="B">Its second shape; greater than 0.</param>
public sealed record PurchaseModel(double R, double Alpha, double A, double B)
{
    // No pattern of real time comes near: a thousand buying days need years, and years hold the expectation down.
    const int MostTerms = 4_000_000;
    const double Enough = 1e-15;

    /// <summary>
    /// The probability that she is still a customer (7), 0 to 1. Without a repeat purchase the model never saw a chance to leave and says 1 to everybody:
    /// that is a property of the model and no knowledge about her, so it is not shown.
    /// </summary>
    public double Alive(in BuyingPattern pattern) => pattern.Repeats == 0 ? 1 : 1 / (1 + Math.Exp(LogOddsOfHavingLeft(pattern)));

    /// <summary>
    /// The age, in weeks, at which <see cref="Alive"/> has fallen to a probability, if she does not buy meanwhile: its inverse in closed form. Not less than
    /// <see cref="BuyingPattern.LastAge"/>; infinite when it never does.
    /// </summary>
    /// <param name="pattern">The customer; its age is not looked at.</param>
    /// <param name="probability">0 to 1.</param>
    public double AgeWhenAliveIs(in BuyingPattern pattern, double probability)
    {
        if (pattern.Repeats == 0 || !(probability > 0))
            return double.PositiveInfinity;
        if (probability >= 1)
            return pattern.LastAge;
        var odds = Math.Log((1 - probability) / probability) + Math.Log((B + pattern.Repeats - 1) / A);
        return pattern.LastAge + ((Alpha + pattern.LastAge) * ExpMinusOne(Math.Max(0, odds / (R + pattern.Repeats))));
    }

    /// <summary>
    /// Expected purchases in the next weeks (10), 0 or more. The paper writes it with Gauss's hypergeometric function, which is a difference of large numbers
    /// where a is near 1 or the time is long. This is the same number as a sum without a single minus sign between terms: the j-th purchase to come happens if
    /// a customer who never leaves would make that many, and she did not leave at the j - 1 before.
    /// </summary>
    /// <param name="weeks">How far ahead; 0 or more.</param>
    /// <param name="pattern">The customer.</param>
    public double ExpectedPurchases(double weeks, in BuyingPattern pattern)
    {
        if (!(weeks > 0))
            return 0;
        var coming = new ComingPurchases(R + pattern.Repeats, Alpha + pattern.Age, weeks);
        var (b, ab) = (B + pattern.Repeats, A + B + pattern.Repeats);
        var (tail, stays) = (coming.AtLeastOne, 1.0); // P(N > made) and E[(1 - p)^made]
        var sum = tail;
        for (var made = 1; made < MostTerms; made++)
        {
            var exactly = coming.NextExactly(made);
            tail -= exactly;
            if (!(tail > 0))
                break;
            stays *= (b + made - 1) / (ab + made - 1);
            sum += stays * tail;
            var rest = coming.RestAfter(made);
            // The second: what is left of the tail is only what rounding left of it.
            if (rest * stays * tail < Enough * sum || (double.IsFinite(rest) && exactly < Enough * Enough))
                break;
        }

        return sum * Alive(pattern);
    }

    /// <summary>The probability that she buys at least once in the next weeks, 0 to 1. Says something about customers who bought once, too.</summary>
    /// <param name="weeks">How far ahead; 0 or more.</param>
    /// <param name="pattern">The customer.</param>
    public double Returns(double weeks, in BuyingPattern pattern) =>
        weeks > 0 ? Alive(pattern) * new ComingPurchases(R + pattern.Repeats, Alpha + pattern.Age, weeks).AtLeastOne : 0;

    /// <summary>
    /// A range of purchases in the next weeks that holds at least the given share of customers with this history, by (8) for a customer who is alive: as much
    /// is left out below as above, at most.
    /// </summary>
    /// <param name="weeks">How far ahead; 0 or more.</param>
    /// <param name="pattern">The customer.</param>
    /// <param name="share">Which share, 0 to 1.</param>
    public (int Low, int High) Range(double weeks, in BuyingPattern pattern, double share)
    {
        if (!(weeks > 0))
            return (0, 0);
        var outside = (1 - share) / 2;
        var alive = Alive(pattern);
        var coming = new ComingPurchases(R + pattern.Repeats, Alpha + pattern.Age, weeks);
        var (tail, stays, low) = (coming.AtLeastOne, 1.0, 0);
        var (b, ab) = (B + pattern.Repeats, A + B + pattern.Repeats);
        for (var made = 1; made < MostTerms; made++)
        {
            // So many or more: tail is P(N >= made), stays is E[(1 - p)^(made - 1)].
            var atLeast = alive * stays * tail;
            if (!(atLeast > outside))
                return (low, made - 1);
            if (atLeast > 1 - outside)
                low = made;
            tail -= coming.NextExactly(made);
            stays *= (b + made - 1) / (ab + made - 1);
        }

        return (low, MostTerms);
    }

    /// <summary>The natural logarithm of the probability (density) of a history (6); finite for any history.</summary>
    public double LogLikelihood(in BuyingPattern pattern) => new PurchaseLikelihood(this).Of(pattern);

    double LogOddsOfHavingLeft(in BuyingPattern pattern) =>
        Math.Log(A / (B + pattern.Repeats - 1))
        + ((R + pattern.Repeats) * LogOnePlus(Math.Max(0, pattern.Age - pattern.LastAge) / (Alpha + pattern.LastAge)));
}
