using System.Globalization;
using System.Text.Json;
using CustomerGrains.Domain.Touchpoints;

namespace CustomerGrains.Domain.Value;

/// <summary>The money of an order, refund or cancellation.</summary>
/// <param name="Amount">Not negative; at most 10^12, 6 decimals.</param>
/// <param name="Currency">Three upper-case letters, or "" for the reporting currency.</param>
readonly record struct OrderDetails(decimal Amount, string Currency);

/// <summary>
/// Amount = total, else revenue, else value, else the sum of price x quantity (1 where none is given) over products, else 0.
/// Of refunds and cancellations the size counts, whatever the sign.
/// </summary>
static class OrderReader
{
    static readonly string[] Totals = ["total", "revenue", "value"];

    public static OrderDetails Read(JsonElement properties, Meaning meaning, out FieldError? error)
    {
        var fields = new Fields(properties, "properties");
        var (amount, source) = Amount(ref fields);
        if (meaning != Meaning.OrderCompleted)
        {
            amount = Math.Abs(amount);
        }
        else if (amount < 0)
        {
            fields.Fail(source, string.Create(CultureInfo.InvariantCulture, $"adds up to a negative order ({amount}): send Order Refunded for money that goes back"));
            amount = 0;
        }

        var currency = fields.Currency("currency");
        error = fields.Error;
        return new(amount, currency);
    }

    static (decimal Amount, string Source) Amount(ref Fields fields)
    {
        // Everything is read even if the first total decides, so that the door sees every wrong field.
        (decimal Amount, string Source)? found = null;
        foreach (var name in Totals)
        {
            if (fields.Amount(name) is { } amount)
                found ??= (amount, name);
        }

        var products = Products(ref fields);
        return found ?? (products, "products");
    }

    static decimal Products(ref Fields fields)
    {
        if (!fields.TryGet("products", out var products))
            return 0;
        if (products.ValueKind != JsonValueKind.Array)
        {
            fields.Fail("products", "must be an array of products");
            return 0;
        }

        var sum = 0m;
        var index = 0;
        foreach (var product in products.EnumerateArray())
        {
            var line = new Fields(product, "properties.products", index++);
            if (product.ValueKind != JsonValueKind.Object)
                line.FailWhole("must be an object such as {\"price\": 49.90, \"quantity\": 1}");
            sum += (line.Amount("price") ?? 0) * (line.Amount("quantity") ?? 1);
            fields.Fail(line.Error);
        }

        if (Math.Abs(sum) <= 1_000_000_000_000m)
            return Fields.Normal(Math.Round(sum, 6, MidpointRounding.ToEven));
        fields.Fail("products", "add up to more than 1,000,000,000,000");
        return 0;
    }
}
