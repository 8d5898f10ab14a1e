using System.Text.Json;

namespace CustomerGrains.Domain.Touchpoints;

/// <summary>The door: turns what a Segment SDK sends into a <see cref="Touchpoint"/>, or says why not.</summary>
public static class TouchpointReader
{
    /// <summary>Reads one event.</summary>
    /// <param name="message">The event.</param>
    /// <param name="kindFromPath">The kind that the address named (<c>track</c> or <c>t</c> ...), which wins over <c>type</c>; null in a batch.</param>
    /// <param name="receivedAt">When it arrived.</param>
    /// <param name="batchSentAt">When its batch was sent, by the sender's clock.</param>
    /// <param name="newMessageId">Makes an id for an event that has none.</param>
    public static TouchpointReading Read(
        JsonElement message, string? kindFromPath, DateTimeOffset receivedAt, DateTimeOffset? batchSentAt, Func<string> newMessageId) =>
        throw new NotImplementedException();
}
