using CustomerGrains.Domain.Rules;
using CustomerGrains.Domain.Value;

namespace CustomerGrains.Domain.Decisions;

/// <summary>
/// What an activation remembers between turns about what was decided: nothing of it is stored, because without it (the default value) everything is
/// evaluated again from <see cref="Customers.CustomerState.SettledAt"/> on, with the same outcome.
/// </summary>
/// <param name="Rules">The rules that decided.</param>
/// <param name="Currency">The reporting currency they measured with.</param>
/// <param name="Predictions">The model they asked.</param>
/// <param name="Through">Up to here everything that time alone changes is decided, in Unix milliseconds.</param>
/// <param name="Next">
/// Until here time alone changes nothing: no rule's answer can change earlier, though none need change then. <see cref="long.MaxValue"/> = never.
/// </param>
public readonly record struct Foresight(RuleSet? Rules, ReportingCurrency? Currency, IPredictions? Predictions, long Through, long Next);
