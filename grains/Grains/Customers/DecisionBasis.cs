using CustomerGrains.Domain.FollowUps;
using CustomerGrains.Domain.Rules;
using CustomerGrains.Domain.Value;

namespace CustomerGrains.Grains.Customers;

/// <summary>What one turn decides by: the same from its beginning to its end.</summary>
readonly record struct DecisionBasis(RuleSet Rules, ReportingCurrency Currency, IPredictions? Predictions, FollowUpPolicy FollowUps);
