using System.Text.Json.Serialization;

namespace CustomerGrains.Web.Ingestion;

/// <summary>What the browser SDK asks for before it starts; without the key in it, it would send none.</summary>
sealed record SdkSettings(
    [property: JsonPropertyName("integrations")] IReadOnlyDictionary<string, SdkIntegration> Integrations,
    [property: JsonPropertyName("plan")] SdkPlan Plan)
{
    public static SdkSettings For(string writeKey) =>
        new(new Dictionary<string, SdkIntegration> { ["Segment.io"] = new(writeKey) }, new SdkPlan(new Dictionary<string, string>(), new Dictionary<string, string>()));
}

/// <summary>Where the events go: here.</summary>
sealed record SdkIntegration([property: JsonPropertyName("apiKey")] string ApiKey);

/// <summary>Which events are held back by the SDK: none.</summary>
sealed record SdkPlan(
    [property: JsonPropertyName("track")] IReadOnlyDictionary<string, string> Track,
    [property: JsonPropertyName("identify")] IReadOnlyDictionary<string, string> Identify);
