using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Value;

namespace CustomerGrains.Contracts.Customers;

/// <summary>A customer as the API, the hub and the screens show her.</summary>
public sealed record CustomerView(string Id, long Version, DateTimeOffset AsOf, bool Known)
{
    /// <summary>The customer as she is (or was) at <paramref name="asOf"/>, money in the reporting currency.</summary>
    public static CustomerView From(CustomerState state, DateTimeOffset asOf, ReportingCurrency reporting)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(reporting);
        return new(state.Id, state.Version, asOf, state.Known);
    }

    /// <summary>UTF-8 JSON, camelCase.</summary>
    public byte[] ToJson() => throw new NotImplementedException();
}
