using System.Text.Json.Serialization;
using CustomerGrains.Domain.Decisions;
using CustomerGrains.Domain.FollowUps;

namespace CustomerGrains.Domain.Identity;

/// <summary>How the bodies of decisions and links are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AbsorbedBody))]
[JsonSerializable(typeof(DecisionBody))]
[JsonSerializable(typeof(FollowUpAnswerBody))]
[JsonSerializable(typeof(FollowUpActBody))]
[JsonSerializable(typeof(string))]
sealed partial class BodyJson : JsonSerializerContext;
