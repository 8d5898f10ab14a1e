using System.Text;
using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Decisions;
using CustomerGrains.Domain.Identity;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Kpis;
using CustomerGrains.Domain.Touchpoints;
using CustomerGrains.Grains.Customers;
using CustomerGrains.Grains.Journal;

namespace CustomerGrains.JournalTests.Support;

/// <summary>What a customer's grain does with the journal and no more: folds, makes commits with their counters, reloads after a failure.</summary>
sealed class TestCustomer(string id, TestStore store)
{
    public static readonly DateTimeOffset Start = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    public CustomerState State { get; private set; } = new(id);

    public string Id => id;

    /// <summary>Loads the state from the journal, as an activation does.</summary>
    public async Task LoadAsync()
    {
        var start = await store.Reader.StartAsync(id, CancellationToken.None);
        State = await new CustomerHistory(store.Reader).FoldAsync(id, start.LastSeq, CancellationToken.None);
        Assert.Equal(start.LastSeq, State.Version);
    }

    /// <summary>Folds events with these message ids and makes the commit that the journal still has to accept.</summary>
    public Commit Next(params string[] messageIds)
    {
        var deltas = new List<KpiDelta>();
        var before = CustomerKpis.Of(State);
        var entries = messageIds.Select((m, i) => Entry(State.Version + 1 + i, m)).ToList();
        foreach (var entry in entries)
        {
            TouchpointKpis.AddTo(deltas, entry, State.Scopes);
            State.Apply(entry);
        }

        CustomerKpis.AddDifference(deltas, before, CustomerKpis.Of(State));
        return new(id, entries, deltas, Row(), []) { Lineage = State };
    }

    /// <summary>Decides: stages to enter, segments to join and to leave.</summary>
    public Commit Decide(params (EntryKind Kind, string Name)[] decisions)
    {
        var deltas = new List<KpiDelta>();
        var before = CustomerKpis.Of(State);
        var entries = new List<JournalEntry>();
        foreach (var (kind, name) in decisions)
        {
            var body = new DecisionBody(DecisionCause.Rule, null, 1, null, kind == EntryKind.StageEntered ? State.Stage : null).ToJson();
            var at = Start.AddMinutes(State.Version);
            Take(new(State.Version + 1, kind, Channel.Server, null, name, at, at, body), entries, deltas);
        }

        CustomerKpis.AddDifference(deltas, before, CustomerKpis.Of(State));
        return new(id, entries, deltas, Row(), []) { Lineage = State };
    }

    /// <summary>Seals this customer's journal: from now on she is part of the target, and in no segment any more.</summary>
    public Commit LinkTo(string target)
    {
        var deltas = new List<KpiDelta>();
        var before = CustomerKpis.Of(State);
        var entries = new List<JournalEntry>();
        var body = new DecisionBody(DecisionCause.Link, null, 1, null, null).ToJson();
        foreach (var key in State.Segments.Select(s => s.Key).ToList())
            Take(new(State.Version + 1, EntryKind.SegmentLeft, Channel.Server, null, key, Start, Start, body), entries, deltas);
        Take(new(State.Version + 1, EntryKind.Linked, Channel.Server, null, target, Start, Start, "{}"u8.ToArray()), entries, deltas);
        CustomerKpis.AddDifference(deltas, before, CustomerKpis.Of(State));
        return new(id, entries, deltas, Row(), []);
    }

    /// <summary>Folds in another customer's journal but for what is known already.</summary>
    public async Task<Commit> AbsorbAsync(TestCustomer source, params string[] duplicates)
    {
        var deltas = new List<KpiDelta>();
        var before = CustomerKpis.Of(State);
        var body = new AbsorbedBody(source.Id, source.State.Version, duplicates, [.. source.State.Links.Select(l => l.Id)]);
        await foreach (var (part, countedIn, removed) in new CustomerHistory(store.Reader).PartsAsync(source.Id, source.State.Version, CancellationToken.None))
        {
            if (part is not { } touchpoint)
                State.ApplyAbsorbed(removed!.ToState());
            else if (duplicates.Contains(touchpoint.MessageId))
                TouchpointKpis.AddTo(deltas, touchpoint, countedIn, -1);
            else
                State.ApplyAbsorbed(touchpoint);
        }

        var entry = new JournalEntry(State.Version + 1, EntryKind.Absorbed, Channel.Server, null, source.Id, Start, Start, body.ToJson());
        State.Apply(entry);
        CustomerKpis.AddDifference(deltas, before, CustomerKpis.Of(State));
        return new(id, [entry], deltas, Row(), []);
    }

    /// <summary>A purchase in pounds or a page view, decided by the id; its time too, so that it is the same whenever it is made.</summary>
    public static JournalEntry Entry(long seq, string messageId)
    {
        var hash = (uint)SeenMessages.HashOf(messageId);
        var at = Start.AddMinutes(-(hash % 600));
        var buys = hash % 3 == 0;
        var name = buys ? "Order Completed" : "Product Viewed";
        var body = buys
            ? $$$"""{"type":"track","event":"Order Completed","messageId":"{{{messageId}}}","properties":{"order_id":"o-{{{messageId}}}","total":{{{hash % 1000}}}.25,"currency":"{{{(hash % 2 == 0 ? "GBP" : "EUR")}}}"}}"""
            : $$$"""{"type":"track","event":"Product Viewed","messageId":"{{{messageId}}}","properties":{"product_id":"p{{{hash % 100}}}"}}""";
        return new(seq, EntryKind.Track, Channel.Web, messageId, name, at, Start, Encoding.UTF8.GetBytes(body));
    }

    void Take(JournalEntry entry, List<JournalEntry> entries, List<KpiDelta> deltas)
    {
        DecisionKpis.AddTo(deltas, State, entry);
        State.Apply(entry);
        entries.Add(entry);
    }

    CustomerRow Row() => new(
        id, State.LinkedTo, State.Known, State.DisplayName, State.Email, State.Phone, State.Stage ?? "Aware", State.FirstSeen ?? Start, State.LastSeen ?? Start);
}
