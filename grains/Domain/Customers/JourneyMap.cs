namespace CustomerGrains.Domain.Customers;

/// <summary>
/// The default journey: Aware, Considering, Buying, New, Loyal, Advocate. A stage is what the facts say now, so it can move in both directions.
/// The first that fits is hers:
/// Advocate = made a referral, or ordered and gave 9 or 10 as the last NPS answer; Loyal = bought on two days; New = ordered;
/// Buying = something in the cart, or checking out since the last order; Considering = looked at a product, a list or a search; Aware = anything else.
/// </summary>
public static class JourneyMap
{
    /// <summary>The stages, from the first to the last.</summary>
    public static IReadOnlyList<string> Stages { get; } = ["Aware", "Considering", "Buying", "New", "Loyal", "Advocate"];

    /// <summary>The stage she is in now. Cheap: called after every event.</summary>
    public static string Decide(CustomerState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var orders = state.Purchases?.Orders ?? 0;
        if (state.Journey is { Referrals: > 0 } || (orders > 0 && state.Scores?.Nps is { Last: >= 9 }))
            return Stages[5];
        if (state.Purchases is { BuyingDays: >= 2 })
            return Stages[4];
        if (orders > 0)
            return Stages[3];
        if (state.Cart is { Items.Count: > 0 } || state.Journey is { LastCheckout: not null })
            return Stages[2];
        return state.Journey is { Looks: > 0 } ? Stages[1] : Stages[0];
    }
}
