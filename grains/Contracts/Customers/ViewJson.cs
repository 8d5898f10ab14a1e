using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using CustomerGrains.Contracts.FollowUps;
using CustomerGrains.Contracts.Kpis;
using CustomerGrains.Contracts.Segments;

namespace CustomerGrains.Contracts.Customers;

/// <summary>How views are written: camelCase, nothing left out, times in UTC with milliseconds and Z.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.Strict,
    Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(CustomerView))]
[JsonSerializable(typeof(FollowUpView))]
[JsonSerializable(typeof(EvidenceView))]
[JsonSerializable(typeof(TouchpointRow))]
[JsonSerializable(typeof(IEnumerable<TouchpointRow>))]
[JsonSerializable(typeof(IReadOnlyList<TouchpointRow>))]
[JsonSerializable(typeof(KpiView))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, KpiView>))]
[JsonSerializable(typeof(PreviousKpiView))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, PreviousKpiView>))]
[JsonSerializable(typeof(KpiBucket))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, KpiBucket>))]
public sealed partial class ViewJson : JsonSerializerContext;

/// <summary>Writes times as <c>2026-01-31T12:00:00.000Z</c>.</summary>
public sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
{
    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset().ToUniversalTime();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture));
    }
}
