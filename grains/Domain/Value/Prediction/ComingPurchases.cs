using static CustomerGrains.Domain.Value.Prediction.SmallNumbers;

namespace CustomerGrains.Domain.Value.Prediction;

/// <summary>
/// How many purchases somebody would make in a time if she never left: a negative binomial distribution, one probability after the other. In logarithms
/// where the first of them is too small for a number (somebody who buys every day of a year).
/// </summary>
struct ComingPurchases
{
    const double SmallestLog = -600;

    readonly double _shape;
    readonly double _ratio;
    readonly double _logRatio;
    readonly bool _inLogs;
    double _current;

    /// <param name="shape">Shape of the gamma distribution of her rate; greater than 0.</param>
    /// <param name="weeksBehind">Its rate; greater than 0.</param>
    /// <param name="weeksAhead">The time; greater than 0.</param>
    public ComingPurchases(double shape, double weeksBehind, double weeksAhead)
    {
        var logNone = -shape * LogOnePlus(weeksAhead / weeksBehind);
        _shape = shape;
        _ratio = weeksAhead / (weeksBehind + weeksAhead);
        _inLogs = logNone < SmallestLog;
        _logRatio = _inLogs ? -LogOnePlus(weeksBehind / weeksAhead) : 0;
        _current = _inLogs ? logNone : Math.Exp(logNone);
        AtLeastOne = -ExpMinusOne(logNone);
    }

    /// <summary>The probability of one or more.</summary>
    public double AtLeastOne { get; }

    /// <summary>The probability of exactly so many; to be asked for 1, 2, 3 ... in turn.</summary>
    public double NextExactly(int purchases)
    {
        if (_inLogs)
        {
            _current += Math.Log((_shape + purchases - 1) / purchases) + _logRatio;
            return Math.Exp(_current);
        }

        _current *= (_shape + purchases - 1) / purchases * _ratio;
        return _current;
    }

    /// <summary>
    /// A bound of the sum of P(more than n), for all n greater than this, in units of P(more than this): the chances fall at least as fast as a geometric
    /// series once past the most probable number. Infinite before that.
    /// </summary>
    public readonly double RestAfter(int purchases)
    {
        var falls = Math.Max(_ratio, _ratio * (_shape + purchases) / (purchases + 1));
        return falls < 1 ? falls / (1 - falls) : double.PositiveInfinity;
    }
}
