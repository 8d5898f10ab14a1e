using System.Text.Json;
using CustomerGrains.Domain.Identity;
using CustomerGrains.Domain.Journal;

namespace CustomerGrains.Domain.Decisions;

/// <summary>
/// The body of a decision: an entry of kind <see cref="EntryKind.StageEntered"/>, <see cref="EntryKind.SegmentJoined"/> or
/// <see cref="EntryKind.SegmentLeft"/>. The entry's OccurredAt is when it became true, its ReceivedAt when that was decided.
/// </summary>
/// <param name="Cause">What brought it about.</param>
/// <param name="Because">The message id of the touchpoint that caused it, or null.</param>
/// <param name="Version">The version of the rule that decided; 0 where no rule did.</param>
/// <param name="Why">What the conditions found, for people; at most <see cref="MaxWhy"/> characters, or null.</param>
/// <param name="From">Of a stage: the one left, or null for the first.</param>
public sealed record DecisionBody(DecisionCause Cause, string? Because, int Version, string? Why, string? From)
{
    /// <summary>No reason is longer.</summary>
    public const int MaxWhy = 240;

    /// <summary>UTF-8 JSON.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, BodyJson.Default.DecisionBody);

    /// <summary>Reads what <see cref="ToJson"/> wrote, and the stages of earlier versions, which knew only what was left and which message.</summary>
    /// <exception cref="JsonException">Something else.</exception>
    public static DecisionBody FromJson(ReadOnlySpan<byte> json)
    {
        var body = JsonSerializer.Deserialize(json, BodyJson.Default.DecisionBody) ?? throw new JsonException("null is not a decision.");
        return body.Cause == 0 ? body with { Cause = body.Because is null ? DecisionCause.Link : DecisionCause.Event } : body;
    }
}
