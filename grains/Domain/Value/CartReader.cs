using System.Text.Json;
using CustomerGrains.Domain.Touchpoints;

namespace CustomerGrains.Domain.Value;

/// <summary>The product that went into or out of the cart.</summary>
/// <param name="Key">product_id, else sku, else name, else "".</param>
/// <param name="Name">Name for people, or null.</param>
/// <param name="Quantity">How many, not negative; null where the sender did not say.</param>
/// <param name="Price">Of one, or null.</param>
/// <param name="Currency">Three upper-case letters, or "".</param>
internal readonly record struct CartDetails(string Key, string? Name, decimal? Quantity, decimal? Price, string Currency);

/// <summary>Reads Product Added and Product Removed.</summary>
internal static class CartReader
{
    public const int MaxText = 100;

    public static CartDetails Read(JsonElement properties, out FieldError? error)
    {
        var fields = new Fields(properties, "properties");
        var name = fields.Note("name", MaxText);
        var key = fields.Note("product_id", MaxText) ?? fields.Note("productId", MaxText) ?? fields.Note("sku", MaxText) ?? name ?? "";
        var quantity = NotNegative(ref fields, "quantity", "send Product Removed for what is taken out");
        var price = NotNegative(ref fields, "price", "send the price of one product, from 0");
        var currency = fields.Currency("currency");
        error = fields.Error;
        return new(key, name, quantity, price, currency);
    }

    private static decimal? NotNegative(ref Fields fields, string name, string wayOut)
    {
        var amount = fields.Amount(name);
        if (amount is not < 0)
            return amount;
        fields.Fail(name, $"must not be negative: {wayOut}");
        return null;
    }
}
