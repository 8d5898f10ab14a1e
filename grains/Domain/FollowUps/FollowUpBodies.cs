using System.Text.Json;
using System.Text.Json.Serialization;
using CustomerGrains.Domain.Experience;
using CustomerGrains.Domain.Identity;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Touchpoints;

namespace CustomerGrains.Domain.FollowUps;

/// <summary>The body of <see cref="EntryKind.FollowUpOpened"/> and <see cref="EntryKind.FollowUpAnswered"/>: the low answer.</summary>
/// <param name="Metric">What was asked.</param>
/// <param name="Score">What was answered.</param>
/// <param name="At">When it was answered, and the message that said so.</param>
/// <param name="Comment">What was said with it, or null.</param>
public sealed record FollowUpAnswerBody(
    [property: JsonConverter(typeof(SurveyMetricConverter))] SurveyMetric Metric, int Score, Stamp At, string? Comment)
{
    /// <summary>UTF-8 JSON.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, BodyJson.Default.FollowUpAnswerBody);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">Something else.</exception>
    public static FollowUpAnswerBody FromJson(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, BodyJson.Default.FollowUpAnswerBody) ?? throw new JsonException("null is not an answer.");
}

/// <summary>The body of the other entries about follow-ups: who did what.</summary>
/// <param name="Command">What the command was called: it is done once.</param>
/// <param name="By">Who.</param>
/// <param name="Text">A note, or what came of it, or null.</param>
public sealed record FollowUpActBody(string Command, string By, string? Text)
{
    /// <summary>UTF-8 JSON.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, BodyJson.Default.FollowUpActBody);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">Something else.</exception>
    public static FollowUpActBody FromJson(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, BodyJson.Default.FollowUpActBody) ?? throw new JsonException("null is not an act.");
}

/// <summary>Writes metrics in words: the numbers are not for keeping.</summary>
sealed class SurveyMetricConverter : JsonConverter<SurveyMetric>
{
    public override SurveyMetric Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        FollowUpWords.MetricOf(reader.GetString()) ?? throw new JsonException("Not a metric.");

    public override void Write(Utf8JsonWriter writer, SurveyMetric value, JsonSerializerOptions options) => writer.WriteStringValue(FollowUpWords.Of(value));
}
