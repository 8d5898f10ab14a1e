using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Identity;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Kpis;
using CustomerGrains.Domain.Touchpoints;
using CustomerGrains.Grains.Journal;

namespace CustomerGrains.Grains.Customers;

/// <summary>
/// What a turn adds to one customer: it folds entries into her state at once and collects what the journal has to make durable. If the commit fails
/// the state is worthless and has to be loaded again.
/// </summary>
sealed class CustomerDraft
{
    readonly CustomerState _state;
    readonly SeenMessages _seen;
    readonly DateTimeOffset _now;
    readonly CustomerKpis _before;
    readonly List<JournalEntry> _entries = [];
    readonly List<KpiDelta> _deltas = [];
    readonly List<SeenMessage> _evicted = [];

    public CustomerDraft(CustomerState state, SeenMessages seen, DateTimeOffset now)
    {
        _state = state;
        _seen = seen;
        _now = now;
        _before = CustomerKpis.Of(state);
    }

    /// <summary>The new entries, oldest first.</summary>
    public IReadOnlyList<JournalEntry> Entries => _entries;

    /// <summary>Folds a new touchpoint and, where the journey moves, the decision it causes.</summary>
    public void Add(JournalEntry touchpoint, UInt128 hash)
    {
        Apply(touchpoint);
        TouchpointKpis.AddTo(_deltas, touchpoint);
        _seen.Add(new(hash, touchpoint.ReceivedAt), _now, _evicted);
        Decide(touchpoint.Channel, touchpoint.OccurredAt, touchpoint.ReceivedAt, touchpoint.MessageId);
    }

    /// <summary>Seals the journal: this id is part of another customer from here on.</summary>
    public void Link(string target) =>
        Apply(new(_state.Version + 1, EntryKind.Linked, Channel.Server, null, target, _now, _now, ReadOnlyMemory<byte>.Empty));

    /// <summary>Folds a touchpoint of the journal that is being absorbed.</summary>
    public void Absorb(JournalEntry touchpoint, UInt128 hash)
    {
        _state.ApplyAbsorbed(touchpoint);
        _seen.Add(new(hash, touchpoint.ReceivedAt), _now, _evicted);
    }

    /// <summary>Takes a touchpoint out of the counters that both this customer and the absorbed id had recorded.</summary>
    public void CountOnce(JournalEntry touchpoint) => TouchpointKpis.AddTo(_deltas, touchpoint, sign: -1);

    /// <summary>Ends an absorption: from here on the absorbed id counts as this customer.</summary>
    public void Absorbed(AbsorbedBody body, CustomerKpis absorbed)
    {
        Apply(new(_state.Version + 1, EntryKind.Absorbed, Channel.Server, null, body.From, _now, _now, body.ToJson()));
        CustomerKpis.AddDifference(_deltas, absorbed, CustomerKpis.None);
        Decide(Channel.Server, _now, _now, because: null);
    }

    /// <summary>What the journal has to write.</summary>
    public Commit ToCommit(CustomerRow? row)
    {
        CustomerKpis.AddDifference(_deltas, _before, CustomerKpis.Of(_state));
        return new(_state.Id, _entries, _deltas, row, _evicted);
    }

    void Decide(Channel channel, DateTimeOffset occurredAt, DateTimeOffset receivedAt, string? because)
    {
        var stage = JourneyMap.Decide(_state);
        if (stage != _state.Stage)
        {
            var body = new StageBody(_state.Stage, because).ToJson();
            Apply(new(_state.Version + 1, EntryKind.StageEntered, channel, null, stage, occurredAt, receivedAt, body));
        }
    }

    void Apply(JournalEntry entry)
    {
        _state.Apply(entry);
        _entries.Add(entry);
    }
}
