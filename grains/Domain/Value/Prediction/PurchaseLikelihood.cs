using static CustomerGrains.Domain.Value.Prediction.SmallNumbers;
using static MathNet.Numerics.SpecialFunctions;

namespace CustomerGrains.Domain.Value.Prediction;

/// <summary>
/// The logarithm of the likelihood of histories under a <see cref="PurchaseModel"/>, and its slopes. What depends on the number of purchases alone is
/// computed once for each number.
/// </summary>
sealed class PurchaseLikelihood(PurchaseModel model)
{
    readonly Dictionary<int, Part> _parts = [];
    readonly double _logA = Math.Log(model.A);
    readonly double _rLogAlpha = model.R * Math.Log(model.Alpha);
    readonly double _logGammaR = GammaLn(model.R);
    readonly double _logBetaAb = GammaLn(model.A) + GammaLn(model.B) - GammaLn(model.A + model.B);

    /// <summary>ln L of one history.</summary>
    public double Of(in BuyingPattern pattern)
    {
        var part = PartOf(pattern.Repeats);
        return part.Constant + Ends(pattern, part, out _, out _, out _);
    }

    /// <summary>ln L of one history, and its slopes along R, Alpha, A and B, each times its parameter: along the parameters' logarithms.</summary>
    public double Of(in BuyingPattern pattern, Span<double> slopes)
    {
        var part = PartOf(pattern.Repeats);
        var sum = Ends(pattern, part, out var left, out var logNow, out var logLast);
        var shape = model.R + pattern.Repeats;
        var (now, last) = (model.Alpha + pattern.Age, model.Alpha + pattern.LastAge);
        slopes[0] = model.R * (part.SlopeR - ((1 - left) * logNow) - (left * logLast));
        slopes[1] = model.R - (model.Alpha * shape * (((1 - left) / now) + (left / last)));
        slopes[2] = (model.A * part.SlopeA) + left;
        slopes[3] = model.B * (part.SlopeB - (pattern.Repeats == 0 ? 0 : left / (model.B + pattern.Repeats - 1)));
        return part.Constant + sum;
    }

    // Either she is still there, or she left after the last purchase; left = the part of the second.
    double Ends(in BuyingPattern pattern, Part part, out double left, out double logNow, out double logLast)
    {
        var shape = model.R + pattern.Repeats;
        logNow = Math.Log(model.Alpha + pattern.Age);
        logLast = logNow;
        left = 0;
        var stayed = -shape * logNow;
        if (pattern.Repeats == 0)
            return stayed;
        logLast = Math.Log(model.Alpha + pattern.LastAge);
        var gone = part.LogLeft - (shape * logLast);
        var both = LogSum(stayed, gone);
        left = Math.Exp(gone - both);
        return both;
    }

    Part PartOf(int repeats)
    {
        if (!_parts.TryGetValue(repeats, out var part))
            _parts[repeats] = part = Make(repeats);
        return part;
    }

    Part Make(int repeats)
    {
        var (r, a, b) = (model.R, model.A, model.B);
        var common = DiGamma(a + b) - DiGamma(a + b + repeats);
        return new(
            GammaLn(r + repeats) - _logGammaR + _rLogAlpha + GammaLn(a) + GammaLn(b + repeats) - GammaLn(a + b + repeats) - _logBetaAb,
            repeats == 0 ? double.NegativeInfinity : _logA - Math.Log(b + repeats - 1),
            DiGamma(r + repeats) - DiGamma(r) + Math.Log(model.Alpha),
            common,
            common + DiGamma(b + repeats) - DiGamma(b));
    }

    sealed record Part(double Constant, double LogLeft, double SlopeR, double SlopeA, double SlopeB);
}
