using System.Text.Json;
using System.Text.Json.Serialization;

namespace CustomerGrains.Domain.Customers;

/// <summary>An id whose journal is folded into a customer.</summary>
/// <param name="Id">The absorbed id.</param>
/// <param name="Through">The last entry of its journal; it is sealed after that; 0 for an id that came as part of another.</param>
/// <param name="Since">When it was absorbed.</param>
[JsonConverter(typeof(LinkedIdConverter))]
public sealed record LinkedId(string Id, long Through, DateTimeOffset Since);

sealed class LinkedIdConverter : RowConverter<LinkedId>
{
    protected override void WriteRow(Utf8JsonWriter writer, LinkedId row)
    {
        writer.WriteStringValue(row.Id);
        writer.WriteNumberValue(row.Through);
        writer.WriteNumberValue(row.Since.ToUnixTimeMilliseconds());
    }

    protected override LinkedId ReadRow(ref Utf8JsonReader reader) =>
        new(reader.NextText(), reader.NextLong(), DateTimeOffset.FromUnixTimeMilliseconds(reader.NextLong()));
}
