using System.Text.Json;
using System.Text.Json.Serialization;
using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Touchpoints;

namespace CustomerGrains.Domain.Value;

/// <summary>One product into or out of the cart.</summary>
[JsonConverter(typeof(CartChangeConverter))]
sealed record CartChange(Stamp At, bool Removed, string Key, string? Name, decimal? Quantity, decimal? Price, string Currency) : IStamped;

sealed class CartChangeConverter : RowConverter<CartChange>
{
    protected override void WriteRow(Utf8JsonWriter writer, CartChange row)
    {
        writer.WriteStringValue(StampConverter.Format(row.At));
        writer.WriteNumberValue(row.Removed ? 1 : 0);
        writer.WriteStringValue(row.Key);
        writer.WriteStringValue(row.Name);
        writer.WriteOptional(row.Quantity);
        writer.WriteOptional(row.Price);
        writer.WriteStringValue(row.Currency);
    }

    protected override CartChange ReadRow(ref Utf8JsonReader reader) => new(
        StampConverter.Parse(reader.NextText()),
        reader.NextLong() == 1,
        reader.NextText(),
        reader.NextOptionalText(),
        reader.NextOptionalDecimal(),
        reader.NextOptionalDecimal(),
        reader.NextText());
}
