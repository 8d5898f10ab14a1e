using CustomerGrains.Domain.Journal;

namespace CustomerGrains.Domain.Touchpoints;

/// <summary>A valid, normalised event of one customer, before the journal gave it a place.</summary>
/// <param name="MessageId">The sender's id, 1 to 100 characters: the same id counts once per customer.</param>
/// <param name="Kind">Identify, Track, Page, Screen, Group or Alias.</param>
/// <param name="Name">Name of the event, page, screen or group; empty where none was given.</param>
/// <param name="Channel">Where it happened.</param>
/// <param name="UserId">The known id, or null.</param>
/// <param name="AnonymousId">The anonymous id, or null; one of the two is always there.</param>
/// <param name="PreviousId">For an alias: the id that becomes part of <see cref="CustomerId"/>.</param>
/// <param name="OccurredAt">When it happened: UTC, whole milliseconds, never after <paramref name="ReceivedAt"/>.</param>
/// <param name="ReceivedAt">When it arrived: UTC, whole milliseconds.</param>
/// <param name="Body">The raw event as sent: UTF-8 JSON, at most 32 KB.</param>
public sealed record Touchpoint(
    string MessageId,
    EntryKind Kind,
    string Name,
    Channel Channel,
    string? UserId,
    string? AnonymousId,
    string? PreviousId,
    DateTimeOffset OccurredAt,
    DateTimeOffset ReceivedAt,
    ReadOnlyMemory<byte> Body)
{
    /// <summary>The customer the event belongs to: the known id where there is one, else the anonymous one.</summary>
    public string CustomerId => UserId ?? AnonymousId!;
}
