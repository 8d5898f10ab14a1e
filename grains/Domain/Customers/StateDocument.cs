using System.Text.Json.Serialization;
using CustomerGrains.Domain.Experience;
using CustomerGrains.Domain.FollowUps;
using CustomerGrains.Domain.Identity;
using CustomerGrains.Domain.Journeys;
using CustomerGrains.Domain.Preferences;
using CustomerGrains.Domain.Segments;
using CustomerGrains.Domain.Touchpoints;
using CustomerGrains.Domain.Value;

namespace CustomerGrains.Domain.Customers;

/// <summary>
/// The JSON form of a customer's state. Canonical: fields in this order, lists sorted, parts of which nothing is known left out; so equal states give
/// equal bytes.
/// </summary>
sealed record StateDocument
{
    /// <summary>Rises when the fold or this form changes: snapshots of another format are folded anew.</summary>
    public const int CurrentFormat = 2;

    [JsonPropertyName("format")]
    public int Format { get; init; }

    [JsonPropertyName("id")]
    public string? Id { get; init; }

    [JsonPropertyName("version")]
    public long Version { get; init; }

    [JsonPropertyName("settled")]
    public long Settled { get; init; }

    [JsonPropertyName("known")]
    public bool Known { get; init; }

    [JsonPropertyName("linkedTo")]
    public string? LinkedTo { get; init; }

    [JsonPropertyName("links")]
    public List<LinkedId>? Links { get; init; }

    [JsonPropertyName("touchpoints")]
    public TouchpointCounts? Touchpoints { get; init; }

    [JsonPropertyName("recent")]
    public RecentTouchpoints? Recent { get; init; }

    [JsonPropertyName("traits"), JsonConverter(typeof(TraitsConverter))]
    public List<Trait>? Traits { get; init; }

    [JsonPropertyName("choices"), JsonConverter(typeof(TraitsConverter))]
    public List<Trait>? Choices { get; init; }

    [JsonPropertyName("consents")]
    public List<Consent>? Consents { get; init; }

    [JsonPropertyName("interests")]
    public Interests? Interests { get; init; }

    [JsonPropertyName("cart")]
    public Cart? Cart { get; init; }

    [JsonPropertyName("purchases")]
    public Purchases? Purchases { get; init; }

    [JsonPropertyName("scores")]
    public Scores? Scores { get; init; }

    [JsonPropertyName("tickets")]
    public Tickets? Tickets { get; init; }

    [JsonPropertyName("journey")]
    public JourneyFacts? Journey { get; init; }

    [JsonPropertyName("stages")]
    public List<StageEntry>? Stages { get; init; }

    [JsonPropertyName("segments")]
    public List<Membership>? Segments { get; init; }

    [JsonPropertyName("followUps")]
    public FollowUpList? FollowUps { get; init; }
}

/// <summary>How states are written.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(StateDocument))]
sealed partial class StateJson : JsonSerializerContext;
