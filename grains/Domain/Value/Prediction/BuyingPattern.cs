namespace CustomerGrains.Domain.Value.Prediction;

/// <summary>What the purchase model knows of a customer.</summary>
/// <param name="Repeats">Distinct days on which she bought, without the first; 0 or more.</param>
/// <param name="LastAge">From the first to the last of them, in weeks; 0 when there is only one.</param>
/// <param name="Age">From the first of them to the moment for which something is asked, in weeks; not less than <paramref name="LastAge"/>.</param>
public readonly record struct BuyingPattern(int Repeats, double LastAge, double Age);
