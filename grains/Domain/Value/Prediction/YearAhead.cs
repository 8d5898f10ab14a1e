namespace CustomerGrains.Domain.Value.Prediction;

/// <summary>The twelve months for which something is predicted.</summary>
public static class YearAhead
{
    /// <summary>Weeks in a month, as the sources count.</summary>
    public const double WeeksPerMonth = 4.345;

    /// <summary>Months looked ahead.</summary>
    public const int Months = 12;

    /// <summary>The same in weeks.</summary>
    public const double Weeks = Months * WeeksPerMonth;

    /// <summary>Money a month later is worth so much less: 1 %.</summary>
    public const double MonthlyDiscount = 0.01;

    /// <summary>What she will spend within the year at today's worth, in money: each month's purchases count at its end.</summary>
    /// <param name="purchases">When customers buy.</param>
    /// <param name="pattern">The customer.</param>
    /// <param name="spend">What she spends on a buying day.</param>
    public static double Value(PurchaseModel purchases, in BuyingPattern pattern, double spend)
    {
        ArgumentNullException.ThrowIfNull(purchases);
        // Summed by parts, so that no difference of two expectations is taken: what comes by the end of a month counts as much more as its money is
        // worth more than the next month's.
        var (value, worth) = (0.0, 1.0);
        for (var month = 1; month <= Months; month++)
        {
            worth /= 1 + MonthlyDiscount;
            var next = month == Months ? 0 : worth / (1 + MonthlyDiscount);
            value += purchases.ExpectedPurchases(month * WeeksPerMonth, pattern) * (worth - next);
        }

        return value * spend;
    }
}
