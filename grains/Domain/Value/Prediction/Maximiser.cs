using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;

namespace CustomerGrains.Domain.Value.Prediction;

/// <summary>A function of a few logarithms of parameters, with its slopes.</summary>
/// <param name="at">The logarithms.</param>
/// <param name="slopes">To be filled.</param>
/// <returns>The value.</returns>
delegate double Slope(ReadOnlySpan<double> at, Span<double> slopes);

/// <summary>
/// Finds the greatest value of a smooth function from several starts by MathNet.Numerics' BFGS. Deterministic. The logarithms stay within a box: where data
/// say "this parameter is infinite" (nobody ever leaves, all are alike), the edge of the box says it as well.
/// </summary>
static class Maximiser
{
    /// <summary>The box: parameters between e^-9 and e^9, a ten-thousandth and ten thousand.</summary>
    public const double Edge = 9;

    const double Steepest = 1e-9;
    const double Smallest = 1e-13;
    const int MostSteps = 1_000;

    /// <summary>
    /// The best point found, and its value, in two steps: from all starts on a function that is like the other but cheaper, then from the best of these
    /// points. Null where there is none.
    /// </summary>
    public static (double[] At, double Value)? Find(Slope cheaper, Slope function, IEnumerable<double[]> starts) =>
        Find(cheaper, starts) is { } near ? Find(function, [near.At]) : null;

    /// <summary>The best point found, and its value; null when the function has no finite value anywhere near the starts.</summary>
    public static (double[] At, double Value)? Find(Slope function, IEnumerable<double[]> starts)
    {
        (double[] At, double Value)? best = null;
        foreach (var start in starts)
        {
            if (From(function, start) is { } found && (best is null || found.Value > best.Value.Value))
                best = found;
        }

        return best;
    }

    static (double[] At, double Value)? From(Slope function, double[] start)
    {
        double[]? at = null;
        var value = double.NegativeInfinity;
        try
        {
            new BfgsMinimizer(Steepest, Smallest, Smallest, MostSteps).FindMinimum(
                ObjectiveFunction.Gradient(point => Evaluate(point)), Vector<double>.Build.DenseOfArray(start));
        }
        catch (Exception error) when (error is OptimizationException or MathNet.Numerics.NonConvergenceException)
        {
            // The line search gives up where rounding hides the slope: at the top. What was seen on the way counts.
        }

        return at is null ? null : (at, value);

        (double, Vector<double>) Evaluate(Vector<double> point)
        {
            var inside = new double[point.Count];
            var beyond = 0.0;
            for (var i = 0; i < inside.Length; i++)
            {
                inside[i] = Math.Clamp(point[i], -Edge, Edge);
                beyond += (point[i] - inside[i]) * (point[i] - inside[i]);
            }

            var slopes = new double[inside.Length];
            var here = function(inside, slopes);
            if (beyond == 0 && here > value)
                (at, value) = (inside, here);
            for (var i = 0; i < inside.Length; i++)
            {
                var over = point[i] - inside[i];
                slopes[i] = over == 0 ? -slopes[i] : 2 * over;
            }

            return (beyond - here, Vector<double>.Build.DenseOfArray(slopes));
        }
    }
}
