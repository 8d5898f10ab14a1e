using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Rules;

namespace CustomerGrains.DomainTests.Rules;

/// <summary>Predictions that fade day by day after the last order.</summary>
sealed class FadingPredictions : IPredictions
{
    public PredictedValue? Of(CustomerState state, long now)
    {
        if (state.Purchases?.LastOrder is not { } last)
            return null;
        var days = Math.Max(0, now - last.ToUnixTimeMilliseconds()) / 86_400_000;
        var alive = 1.0 / (1 + (days / 30.0));
        return new(state.Purchases.BuyingDays < 2 ? null : alive, alive / 2, 3 * alive, (decimal)(200 * alive), 3, Math.Min(5, state.Purchases.BuyingDays), 2);
    }
}
