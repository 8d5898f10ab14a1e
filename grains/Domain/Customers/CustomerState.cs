using CustomerGrains.Domain.Journal;

namespace CustomerGrains.Domain.Customers;

/// <summary>Everything known about one customer: the fold of her journal and of nothing else.</summary>
public sealed class CustomerState
{
    /// <summary>The most ids that one customer can absorb.</summary>
    public const int MaxLinks = 256;

    private readonly List<LinkedId> _links = [];

    /// <summary>A customer of whom nothing is known yet.</summary>
    public CustomerState(string id) => Id = id;

    /// <summary>The key: a known id or an anonymous one.</summary>
    public string Id { get; }

    /// <summary>Seq of the last own entry folded; 0 = none.</summary>
    public long Version { get; private set; }

    /// <summary>Whether an event carried her id as userId, or she absorbed an id.</summary>
    public bool Known { get; private set; }

    /// <summary>The customer this id became part of (nothing is recorded here any more), or null.</summary>
    public string? LinkedTo { get; private set; }

    /// <summary>The ids absorbed, directly or (with <see cref="LinkedId.Through"/> 0) as part of another, at most about <see cref="MaxLinks"/>.</summary>
    public IReadOnlyList<LinkedId> Links => _links;

    /// <summary>Her own id and all that became part of her, directly or through another: whose journals hold her touchpoints.</summary>
    public IReadOnlyList<string> AllIds() => [Id, .. _links.Select(link => link.Id)];

    /// <summary>Touchpoints folded, those of absorbed ids included.</summary>
    public long TouchpointCount { get; private set; }

    /// <summary>Event time of the first touchpoint.</summary>
    public DateTimeOffset? FirstSeen { get; private set; }

    /// <summary>Event time of the latest touchpoint.</summary>
    public DateTimeOffset? LastSeen { get; private set; }

    /// <summary>Name, else e-mail, else null.</summary>
    public string? DisplayName => null;

    /// <summary>The e-mail trait, or null.</summary>
    public string? Email => null;

    /// <summary>The phone trait, or null.</summary>
    public string? Phone => null;

    /// <summary>Tickets that are open now.</summary>
    public int OpenTicketCount => 0;

    /// <summary>The journey stage entered last, or null before the first.</summary>
    public string? Stage { get; private set; }

    /// <summary>Folds an own entry.</summary>
    /// <exception cref="InvalidOperationException">The entry is not the next one.</exception>
    public void Apply(JournalEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.Seq != Version + 1)
            throw new InvalidOperationException($"Entry {entry.Seq} does not follow version {Version}.");
        Version = entry.Seq;
        if (entry.IsTouchpoint)
            Fold(entry);
        else if (entry.Kind == EntryKind.StageEntered)
            Stage = entry.Name;
        else if (entry.Kind == EntryKind.Linked)
            LinkedTo = entry.Name;
        else if (entry.Kind == EntryKind.Absorbed)
            Link(Identity.AbsorbedBody.FromJson(entry.Body.Span), entry.OccurredAt);
        Known |= entry.Kind == EntryKind.Absorbed;
    }

    /// <summary>Folds an entry of an absorbed id's journal: its touchpoints count here too, its decisions and links are ignored.</summary>
    public void ApplyAbsorbed(JournalEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.IsTouchpoint)
            Fold(entry);
    }

    /// <summary>The whole state as canonical JSON: equal states give equal bytes.</summary>
    public byte[] ToJson() => throw new NotImplementedException();

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="System.Text.Json.JsonException">Not such a document, or one of another format: fold the journal instead.</exception>
    public static CustomerState FromJson(ReadOnlySpan<byte> json) => throw new NotImplementedException();

    /// <summary>The canonical JSON without what depends on the order of arrival: version, seqs, arrival times and the decision history.</summary>
    public byte[] FactsToJson() => throw new NotImplementedException();

    private void Link(Identity.AbsorbedBody body, DateTimeOffset since)
    {
        _links.Add(new(body.From, body.Through, since));
        _links.AddRange(body.Including.Select(id => new LinkedId(id, 0, since)));
    }

    private void Fold(JournalEntry entry)
    {
        TouchpointCount++;
        if (FirstSeen is null || entry.OccurredAt < FirstSeen)
            FirstSeen = entry.OccurredAt;
        if (LastSeen is null || entry.OccurredAt > LastSeen)
            LastSeen = entry.OccurredAt;
    }
}
