using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using CustomerGrains.Contracts.Customers;

namespace CustomerGrains.Web.Hosting;

/// <summary>How this server writes JSON outside ingestion.</summary>
static class WebJson
{
    /// <summary>camelCase, enums by name, times in UTC.</summary>
    public static JsonSerializerOptions Options { get; } = Configure(new(JsonSerializerDefaults.Web));

    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        options.Converters.Add(new UtcTimeConverter());
        // The views' generated code first, reflection for the rest.
        options.TypeInfoResolver = JsonTypeInfoResolver.Combine(ViewJson.Default, new DefaultJsonTypeInfoResolver());
        return options;
    }
}
