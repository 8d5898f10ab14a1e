using System.Text.Json;
using CustomerGrains.Domain.FollowUps;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Grains.Journal;
using CustomerGrains.Silo.Customers;

namespace CustomerGrains.Silo.Transitions;

/// <summary>A decision on its way into the table of transitions, which is the outbox too: what the journal's entry says, taken apart.</summary>
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
    /// <summary>Null if the entry is nothing that leaves the system.</summary>
    public static NewTransition? Of(Commit commit, JournalEntry entry) => entry.Kind switch
    {
        EntryKind.StageEntered or EntryKind.SegmentJoined or EntryKind.SegmentLeft => Of(commit.CustomerId, entry),
        EntryKind.FollowUpOpened => Opened(commit.CustomerId, entry, FollowUpAnswerBody.FromJson(entry.Body.Span)),
        EntryKind.FollowUpResolved when commit.FollowUps.FirstOrDefault(each => each.Id == entry.Name) is { } resolved => Resolved(commit.CustomerId, entry, resolved),
        _ => null,
    };

    // Of a follow-up: the metric for a name, the follow-up for the stage before, the score for the version; lists of transitions leave it out.
    static NewTransition Opened(string customerId, JournalEntry entry, FollowUpAnswerBody body) => new(
        customerId, entry.Seq, entry.Kind, FollowUpWords.Of(body.Metric), entry.Name, entry.OccurredAt, entry.ReceivedAt, "event", SearchText.Clean(body.At.MessageId), null, body.Score);

    static NewTransition Resolved(string customerId, JournalEntry entry, FollowUp it) => new(
        customerId, entry.Seq, entry.Kind, FollowUpWords.Of(it.Metric), entry.Name, entry.OccurredAt, entry.ReceivedAt, "person", null, it.ResolvedBy, it.Score);

    static NewTransition Of(string customerId, JournalEntry entry)
    {
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
