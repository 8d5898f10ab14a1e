using System.Diagnostics;
using CustomerGrains.Contracts.Touchpoints;
using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Decisions;
using CustomerGrains.Domain.FollowUps;
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
sealed class CustomerDraft : IDecisionLog
{
    readonly CustomerState _state;
    readonly SeenMessages _seen;
    readonly DateTimeOffset _now;
    readonly Decider _decider;
    readonly FollowUpPolicy _policy;
    readonly CustomerKpis _before;
    readonly IReadOnlyList<FollowUp> _followUps;
    readonly List<JournalEntry> _entries = [];
    readonly List<KpiDelta> _deltas = [];
    readonly List<SeenMessage> _evicted = [];
    long _began;

    public CustomerDraft(CustomerState state, SeenMessages seen, DateTimeOffset now, DecisionBasis basis, Foresight foresight)
    {
        _state = state;
        _seen = seen;
        _now = now;
        _decider = new(state, basis.Rules, basis.Currency, basis.Predictions, this, foresight);
        _policy = basis.FollowUps;
        _before = CustomerKpis.Of(state);
        _followUps = state.FollowUps?.All ?? [];
    }

    /// <summary>The new entries, oldest first.</summary>
    public IReadOnlyList<JournalEntry> Entries => _entries;

    /// <summary>To be kept for the next turn once this one is durable.</summary>
    public Foresight Foresight => _decider.Foresight;

    /// <summary>Whether the foresight comes from all rules.</summary>
    public bool IsExact => _decider.IsExact;

    /// <summary>What was decided.</summary>
    public DecisionCounts Decisions { get; private set; }

    /// <summary>How many rules were evaluated.</summary>
    public int Evaluations => _decider.Evaluations;

    /// <summary>How long the draft was worked on, in ticks of <see cref="Stopwatch"/>.</summary>
    public long ThinkingTime { get; private set; }

    /// <summary>Work on it begins.</summary>
    public void Begin() => _began = Stopwatch.GetTimestamp();

    /// <summary>Work on it pauses or is over.</summary>
    public void Pause() => ThinkingTime += Stopwatch.GetTimestamp() - _began;

    /// <summary>Decides what time alone, or new rules, changed until now.</summary>
    /// <returns>False if there is more than one commit should hold: commit, and go on with a new draft.</returns>
    public bool Settle() => Settle(_now, Decider.MostDecisions);

    /// <inheritdoc cref="Settle()"/>
    public bool Settle(DateTimeOffset until, int mostDecisions) => _decider.Settle(until.ToUnixTimeMilliseconds(), mostDecisions);

    /// <summary>Folds a new touchpoint, after what was due when it arrived, and then the decisions it causes.</summary>
    public void Add(TouchpointMessage message, UInt128 hash)
    {
        Settle(message.ReceivedAt, int.MaxValue);
        var touchpoint = message.ToEntry(_state.Version + 1);
        // It counts where she is now, not where it takes her.
        TouchpointKpis.AddTo(_deltas, touchpoint, _state.Scopes);
        Apply(touchpoint);
        _seen.Add(new(hash, touchpoint.ReceivedAt), _now, _evicted);
        if (FollowUpDecider.After(_state, touchpoint, _policy) is { } followUp)
            Apply(followUp);
        _decider.After(touchpoint);
    }

    /// <summary>Does something about a follow-up. Settle before it.</summary>
    public FollowUpVerdict Do(FollowUpAct act, string id, FollowUpActBody does, bool forOthers)
    {
        var (verdict, entry) = FollowUpDecider.Command(_state, act, id, does, forOthers, _now);
        if (entry is not null)
            Apply(entry);
        return verdict;
    }

    /// <summary>Seals the journal: this id is part of another customer from here on, and in no segment any more.</summary>
    public void Link(string target)
    {
        _decider.End(_now.ToUnixTimeMilliseconds());
        Apply(new(_state.Version + 1, EntryKind.Linked, Channel.Server, null, target, _now, _now, ReadOnlyMemory<byte>.Empty));
    }

    /// <summary>Folds a touchpoint of the journal that is being absorbed.</summary>
    public void Absorb(JournalEntry touchpoint, UInt128 hash)
    {
        _state.ApplyAbsorbed(touchpoint);
        _seen.Add(new(hash, touchpoint.ReceivedAt), _now, _evicted);
    }

    /// <summary>Folds what is left of the removed beginning of the journal that is being absorbed.</summary>
    public void Absorb(JournalBase removed)
    {
        _state.ApplyAbsorbed(removed.ToState());
        foreach (var seen in removed.SeenMessages().Reverse())
        {
            if (!_seen.Contains(seen.Hash))
                _seen.Add(seen, _now, _evicted);
        }
    }

    /// <summary>Takes a touchpoint out of the counters that both this customer and the absorbed id had recorded.</summary>
    public void CountOnce(JournalEntry touchpoint, KpiScopes countedIn) => TouchpointKpis.AddTo(_deltas, touchpoint, countedIn, sign: -1);

    /// <summary>Ends an absorption: from here on the absorbed id counts as this customer.</summary>
    public void Absorbed(AbsorbedBody body, CustomerKpis absorbed)
    {
        Apply(new(_state.Version + 1, EntryKind.Absorbed, Channel.Server, null, body.From, _now, _now, body.ToJson()));
        CustomerKpis.AddDifference(_deltas, absorbed, CustomerKpis.None);
        _decider.AfterLink(_now.ToUnixTimeMilliseconds());
    }

    void IDecisionLog.Decided(JournalEntry decision)
    {
        Decisions = decision.Kind switch
        {
            EntryKind.SegmentJoined => Decisions with { Joined = Decisions.Joined + 1 },
            EntryKind.SegmentLeft => Decisions with { Left = Decisions.Left + 1 },
            _ => Decisions with { Stages = Decisions.Stages + 1 },
        };
        Apply(decision);
    }

    /// <summary>What the journal has to write.</summary>
    public Commit ToCommit(CustomerRow? row, DueChange? due)
    {
        CustomerKpis.AddDifference(_deltas, _before, CustomerKpis.Of(_state));
        return new(_state.Id, _entries, _deltas, row, _evicted) { Due = due, FollowUps = ChangedFollowUps() };
    }

    // What changed is another object.
    List<FollowUp> ChangedFollowUps() => _state.FollowUps is not { } now || ReferenceEquals(now.All, _followUps)
        ? []
        : now.All.Where(each => !_followUps.Any(before => ReferenceEquals(before, each))).ToList();

    void Apply(JournalEntry entry)
    {
        DecisionKpis.AddTo(_deltas, _state, entry);
        _state.Apply(entry);
        _entries.Add(entry);
    }
}

/// <summary>How many decisions there were of each kind.</summary>
readonly record struct DecisionCounts(int Joined, int Left, int Stages);
