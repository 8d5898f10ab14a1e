namespace CustomerGrains.Domain.Customers;

/// <summary>Decides the journey stage of a customer from the facts.</summary>
public static class JourneyMap
{
    /// <summary>The stage she is in now. Cheap: called after every event.</summary>
    public static string Decide(CustomerState state) => state.TouchpointCount >= 0 ? "Aware" : "";
}
