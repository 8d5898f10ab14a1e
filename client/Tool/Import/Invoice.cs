using System.Text.Json.Serialization;

namespace CustomerGrains.Tool.Import;

/// <summary>All lines of one invoice number, in the order of the file; place, customer and time are those of the first.</summary>
sealed record Invoice(string Number, string Customer, string Country, string Time, Place Place)
{
    public List<InvoiceLine> Lines { get; } = [];

    /// <summary>Why it cannot be used.</summary>
    public string? Trouble { get; set; }

    public decimal Sum => Lines.Sum(line => line.Amount);
}

readonly record struct InvoiceLine(string StockCode, string Description, decimal Quantity, decimal Price)
{
    public decimal Amount => Quantity * Price;
}

/// <summary>A line of an order as Segment's e-commerce events have it.</summary>
sealed record Product(
    [property: JsonPropertyName("product_id")] string Id,
    [property: JsonPropertyName("name"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Name,
    [property: JsonPropertyName("quantity")] decimal Quantity,
    [property: JsonPropertyName("price")] decimal Price);
