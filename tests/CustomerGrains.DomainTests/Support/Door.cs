using System.Text.Json;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Touchpoints;

namespace CustomerGrains.DomainTests.Support;

/// <summary>Events go in through the real door.</summary>
static class Door
{
    public static readonly DateTimeOffset Now = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    public static TouchpointReading Read(string json, string? kind = null, DateTimeOffset? sentAt = null, Catalogue? catalogue = null)
    {
        using var document = JsonDocument.Parse(json);
        return TouchpointReader.Read(document.RootElement, kind, Now, sentAt, () => "made-here", catalogue);
    }

    public static Touchpoint Accept(string json, string? kind = null, DateTimeOffset? sentAt = null, Catalogue? catalogue = null)
    {
        var reading = Read(json, kind, sentAt, catalogue);
        Assert.Null(reading.Error);
        return reading.Touchpoint!;
    }

    public static string Reject(string json, string? kind = null)
    {
        var reading = Read(json, kind);
        Assert.Null(reading.Touchpoint);
        return reading.Error!.Message;
    }

    public static JournalEntry ToEntry(this Touchpoint touchpoint, long seq) => new(
        seq,
        touchpoint.Kind,
        touchpoint.Channel,
        touchpoint.MessageId,
        touchpoint.Name,
        touchpoint.OccurredAt,
        touchpoint.ReceivedAt,
        touchpoint.Body);
}
