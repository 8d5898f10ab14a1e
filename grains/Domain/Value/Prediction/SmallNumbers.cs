namespace CustomerGrains.Domain.Value.Prediction;

/// <summary>
/// ln(1 + x) and e^x - 1 without the digits that the obvious way loses near 0. The framework's own LogP1 and ExpM1 are the obvious way.
/// (W. Kahan's method; N. J. Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed. 2002, section 1.14.1.)
/// </summary>
static class SmallNumbers
{
    /// <summary>ln(1 + x), x above -1.</summary>
    public static double LogOnePlus(double x)
    {
        var sum = 1 + x;
        if (sum == 1)
            return x;
        return double.IsFinite(sum) ? Math.Log(sum) * (x / (sum - 1)) : Math.Log(sum);
    }

    /// <summary>e^x - 1.</summary>
    public static double ExpMinusOne(double x)
    {
        var power = Math.Exp(x);
        if (power == 1)
            return x;
        var difference = power - 1;
        return difference == -1 || !double.IsFinite(power) ? difference : difference * (x / Math.Log(power));
    }

    /// <summary>ln(e^x + e^y) without overflow.</summary>
    public static double LogSum(double x, double y)
    {
        var (greater, less) = x >= y ? (x, y) : (y, x);
        return double.IsNegativeInfinity(less) ? greater : greater + LogOnePlus(Math.Exp(less - greater));
    }
}
