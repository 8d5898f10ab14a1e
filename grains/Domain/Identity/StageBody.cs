using System.Text.Json;
using CustomerGrains.Domain.Journal;

namespace CustomerGrains.Domain.Identity;

/// <summary>The body of an <see cref="EntryKind.StageEntered"/> entry.</summary>
/// <param name="From">The stage left, or null for the first.</param>
/// <param name="Because">The message id of the touchpoint that caused it, or null.</param>
public sealed record StageBody(string? From, string? Because)
{
    /// <summary>UTF-8 JSON.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, BodyJson.Default.StageBody);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">Something else.</exception>
    public static StageBody FromJson(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, BodyJson.Default.StageBody) ?? throw new JsonException("null is not a stage.");
}
