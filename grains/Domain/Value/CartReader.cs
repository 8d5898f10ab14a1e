using System.Text.Json;
using CustomerGrains.Domain.Touchpoints;

namespace CustomerGrains.Domain.Value;

/// <summary>The product that went into or out of the cart.</summary>
/// <param name="Key">product_id, else sku, else name, else "".</param>
/// <param name="Name">Name for people, or null.</param>
/// <param name="Quantity">How many, not negative; null where the sender did not say.</param>
/// <param name="Price">Of one, or null.</param>
/// <param name="Currency">Three upper-case letters, or "".</param>
readonly record struct CartDetails(string Key, string? Name, decimal? Quantity, decimal? Price, string Currency);

/// <summary>Reads Product Added and Product Removed.</summary>
static class CartReader
{
    public const int MaxText = 100;

    // Leaves room to multiply by any price and rate without overflow.
    const decimal MaxQuantity = 1_000_000_000m;

    public static CartDetails Read(JsonElement properties, out FieldError? error)
    {
        var fields = new Fields(properties, "properties");
        var name = fields.Note("name", MaxText);
        var key = fields.Note("product_id", MaxText) ?? fields.Note("productId", MaxText) ?? fields.Note("sku", MaxText) ?? name ?? "";
        var quantity = InRange(ref fields, "quantity", MaxQuantity, "send Product Removed for what is taken out");
        var price = InRange(ref fields, "price", decimal.MaxValue, "send the price of one product, from 0");
        var currency = fields.Currency("currency");
        error = fields.Error;
        return new(key, name, quantity, price, currency);
    }

    static decimal? InRange(ref Fields fields, string name, decimal max, string wayOut)
    {
        var amount = fields.Amount(name);
        if (amount < 0)
            fields.Fail(name, $"must not be negative: {wayOut}");
        else if (amount > max)
            fields.Fail(name, "is out of range: 1,000,000,000 is the most");
        else
            return amount;
        return null;
    }
}
