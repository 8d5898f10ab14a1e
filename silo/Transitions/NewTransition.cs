using System.Text.Json;
using CustomerGrains.Domain.Journal;

namespace CustomerGrains.Silo.Transitions;

/// <summary>A decision on its way into the table of transitions: what the journal's entry says, taken apart.</summary>
sealed record NewTransition(
    string CustomerId,
    long Seq,
    EntryKind Kind,
    string Name,
    string? From,
    DateTimeOffset OccurredAt,
    DateTimeOffset DecidedAt,
    string Cause,
    string? Because,
    string? Why,
    int Version)
{
    /// <summary>Null if the entry is no decision.</summary>
    public static NewTransition? Of(string customerId, JournalEntry entry)
    {
        if (entry.Kind is not (EntryKind.StageEntered or EntryKind.SegmentJoined or EntryKind.SegmentLeft))
            return null;
        var because = default(Reason);
        if (!entry.Body.IsEmpty)
            because = Read(entry.Body);
        return new(
            customerId, entry.Seq, entry.Kind, entry.Name, because.From, entry.OccurredAt, entry.ReceivedAt, because.Cause ?? "event", because.Because, because.Why, because.Version);
    }

    // Leniently: the table is a view of the journal, and nothing that can't be shown may keep an entry out of it.
    static Reason Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                return default;
            return new(
                Text("cause"), Text("because"), Text("why"), Text("from"),
                root.TryGetProperty("version", out var version) && version.ValueKind == JsonValueKind.Number && version.TryGetInt32(out var number) ? number : 0);

            string? Text(string name) => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
        }
        catch (JsonException)
        {
            return default;
        }
    }

    readonly record struct Reason(string? Cause, string? Because, string? Why, string? From, int Version);
}
