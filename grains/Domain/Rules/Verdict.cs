using CustomerGrains.Domain.Value;

namespace CustomerGrains.Domain.Rules;

/// <summary>A rule's answer about one customer at one instant.</summary>
/// <param name="Holds">The answer.</param>
/// <param name="NextChange">
/// The first instant, in Unix milliseconds and later than the one asked about, at which the answer may change by time alone: before it, it certainly does
/// not. <see cref="long.MaxValue"/> = never.
/// </param>
public readonly record struct Verdict(bool Holds, long NextChange);

/// <summary>What a rule is asked with, besides the customer.</summary>
/// <param name="Now">The instant asked about, in Unix milliseconds.</param>
/// <param name="Currency">The reporting currency; null while there is none: money without a named currency is missing then.</param>
/// <param name="Predictions">Who predicts value; null = nobody: predicted values are missing then.</param>
public readonly record struct RuleContext(long Now, ReportingCurrency? Currency, IPredictions? Predictions);
