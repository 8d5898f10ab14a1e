using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Rules;

namespace CustomerGrains.Grains.Value;

/// <summary>Predicts nothing: predicted values are missing.</summary>
sealed class NoPredictions : IPredictions
{
    public PredictedValue? Of(CustomerState state, long now) => null;
}
