using System.Text.Json;
using System.Text.Json.Serialization;
using CustomerGrains.Contracts.Customers;

namespace CustomerGrains.Web.Customers;

/// <summary>A page of a list.</summary>
/// <param name="Items">The items.</param>
/// <param name="Next">Leads to the next page; null on the last.</param>
/// <param name="Total">How many there are in all, where that is known.</param>
sealed record PageReply<T>(IReadOnlyList<T> Items, string? Next, long? Total = null)
{
    /// <summary>With the last page of touchpoints: what was received until then was removed by policy. Null where nothing was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? RemovedUntil { get; init; }
}

/// <summary>A customer in a list.</summary>
sealed record CustomerRowReply(
    string Id,
    string? DisplayName,
    string? Email,
    string? Phone,
    bool Known,
    string Stage,
    DateTimeOffset FirstSeen,
    DateTimeOffset LastSeen,
    long Orders,
    decimal Net,
    string Currency)
{
    /// <summary>Takes what a list shows of her value from the customer's own document.</summary>
    public static (long Orders, decimal Net, string? Currency) ValueOf(CustomerDocument? document)
    {
        if (document is null) return default;
        using var json = JsonDocument.Parse(document.Json);
        if (!json.RootElement.TryGetProperty("value", out var value) || value.ValueKind != JsonValueKind.Object) return default;
        var orders = value.GetProperty("orders").GetInt64();
        // Without a rate for the only currency she buys in, the total says 0: then the amount in that currency is the answer.
        if (value.GetProperty("unconverted").GetInt64() > 0 && value.GetProperty("byCurrency").EnumerateObject().ToArray() is [var only])
            return (orders, only.Value.GetProperty("net").GetDecimal(), only.Name);
        return (orders, value.GetProperty("net").GetDecimal(), value.GetProperty("currency").GetString());
    }
}
