using System.Text.Json;
using CustomerGrains.Domain.FollowUps;
using CustomerGrains.Domain.Journal;

namespace CustomerGrains.Domain.Identity;

/// <summary>The body of an <see cref="EntryKind.Absorbed"/> entry.</summary>
/// <param name="From">The absorbed id.</param>
/// <param name="Through">The last entry of its journal.</param>
/// <param name="Duplicates">Message ids of its touchpoints that this customer had already: they are not folded again.</param>
/// <param name="Including">The ids whose journals the absorbed one had absorbed itself.</param>
public sealed record AbsorbedBody(string From, long Through, IReadOnlyList<string> Duplicates, IReadOnlyList<string> Including)
{
    /// <summary>The follow-ups that the absorbed id had: they go on here. Null for none.</summary>
    public IReadOnlyList<FollowUp>? FollowUps { get; init; }

    /// <summary>UTF-8 JSON.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, BodyJson.Default.AbsorbedBody);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="JsonException">Something else.</exception>
    public static AbsorbedBody FromJson(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, BodyJson.Default.AbsorbedBody) ?? throw new JsonException("null is not a link.");
}
