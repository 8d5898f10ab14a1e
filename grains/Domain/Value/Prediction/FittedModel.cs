using System.Text.Json;
using System.Text.Json.Serialization;

namespace CustomerGrains.Domain.Value.Prediction;

/// <summary>The models as fitted to the whole base at one moment. Immutable; kept in the store, the same in every process.</summary>
/// <param name="Version">1, 2, 3 ...: rises with every fit.</param>
/// <param name="FittedAt">When.</param>
/// <param name="Currency">The reporting currency whose money was fitted.</param>
/// <param name="Buyers">Known customers with an order.</param>
/// <param name="Repeaters">Those of them who bought on more than one day.</param>
/// <param name="Orders">Orders of the whole store at that time: a measure of how much it has grown since.</param>
/// <param name="Sampled">How many of <paramref name="Repeaters"/> were looked at one by one; fewer than all where there are very many.</param>
/// <param name="Purchases">When customers buy and whether they leave.</param>
/// <param name="PurchasesLogLikelihood">ln of the probability (density) of all buyers' histories.</param>
/// <param name="Spend">What they spend on a buying day.</param>
/// <param name="SpendLogLikelihood">ln of the density of the repeaters' mean spend.</param>
/// <param name="SpendCustomers">Repeaters with a mean spend greater than 0, to whom <paramref name="Spend"/> was fitted.</param>
/// <param name="Rfm">Where the fifths end.</param>
public sealed record FittedModel(
    int Version,
    DateTimeOffset FittedAt,
    string Currency,
    long Buyers,
    long Repeaters,
    long Orders,
    int Sampled,
    PurchaseModel Purchases,
    double PurchasesLogLikelihood,
    SpendModel Spend,
    double SpendLogLikelihood,
    long SpendCustomers,
    RfmScale Rfm)
{
    /// <summary>
    /// So many customers with a repeat purchase (and a spend) there must be before anything is predicted: with fewer, another hundred such customers would
    /// have given another answer (docs/value.md has the spread).
    /// </summary>
    public const int FewestRepeaters = 100;

    /// <summary>JSON, as the store keeps it.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, FittedModelJson.Default.FittedModel);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">It is something else.</exception>
    public static FittedModel FromJson(string json) =>
        JsonSerializer.Deserialize(json, FittedModelJson.Default.FittedModel) is { Purchases: not null, Spend: not null, Rfm: not null } model
            ? model
            : throw new JsonException("Not a fitted model.");
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(FittedModel))]
sealed partial class FittedModelJson : JsonSerializerContext;
