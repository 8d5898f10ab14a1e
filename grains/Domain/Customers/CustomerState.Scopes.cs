using CustomerGrains.Domain.Kpis;

namespace CustomerGrains.Domain.Customers;

/// <content>Where she counts.</content>
public sealed partial class CustomerState
{
    KpiScopes? _scopes;

    /// <summary>The stage and segments she is in, as the counters name them. Made when first asked for, and again after a decision.</summary>
    public KpiScopes Scopes => _scopes ??= KpiScopes.Of(Stage, Segments);
}
