using System.Text.Json;
using System.Text.Json.Serialization;

namespace CustomerGrains.Web.Hosting;

/// <summary>How this server writes JSON outside ingestion.</summary>
static class WebJson
{
    /// <summary>camelCase, enums by name.</summary>
    public static JsonSerializerOptions Options { get; } = Configure(new(JsonSerializerDefaults.Web));

    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
        return options;
    }
}
