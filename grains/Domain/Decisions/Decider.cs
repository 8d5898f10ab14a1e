using System.Buffers;
using System.Runtime.InteropServices;
using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Rules;
using CustomerGrains.Domain.Touchpoints;
using CustomerGrains.Domain.Value;

namespace CustomerGrains.Domain.Decisions;

/// <summary>
/// Decides about one customer during one turn: which stage she is in and which segments. Every decision is an entry of her journal at the instant at which
/// it became true: the arrival of the touchpoint that caused it, or the very deadline that passed, however late somebody looks.
/// </summary>
/// <remarks>
/// <para>Before a touchpoint is folded, <see cref="Settle"/> walks through the deadlines that passed until it arrived; after it, <see cref="After"/> evaluates
/// the rules that it touched and those that mention what changed. Both change <see cref="Foresight"/>, which the caller keeps for the next turn.</para>
/// <para>A rule that was published after the customer was last settled begins to count when it was published: what it says differently at that instant is
/// decided now, with the cause "rule"; from there on its deadlines are as exact as any.</para>
/// </remarks>
public sealed class Decider
{
    /// <summary>So many decisions are enough for one commit: a customer whom nobody looked after for months may have more behind her.</summary>
    public const int MostDecisions = 1_000;

    /// <summary>
    /// So many instants one settling walks through. A customer asleep for years under rules that may change every hour comes to more: then the answers of
    /// the end are decided at the end.
    /// </summary>
    internal const int MostSteps = 10_000;

    readonly CustomerState _state;
    readonly RuleSet _rules;
    readonly ReportingCurrency? _currency;
    readonly IPredictions? _predictions;
    readonly IDecisionLog _log;
    Foresight _foresight;

    // While walking: when each segment's answer may change next. Null otherwise.
    long[]? _nexts;

    // While walking: the segments, and whether the stage, of which the rules say otherwise than was decided: by now or never are they settled, at the end.
    HashSet<int>? _restless;
    bool _stageIsRestless;
    int _decisions;

    /// <summary>Begins a turn.</summary>
    /// <param name="state">The customer; <paramref name="log"/> folds the decisions into it.</param>
    /// <param name="rules">The rules of this turn.</param>
    /// <param name="currency">The reporting currency of this turn.</param>
    /// <param name="predictions">Who predicts value, or null.</param>
    /// <param name="log">Takes the decisions.</param>
    /// <param name="foresight">What the turn before left, or the default if nothing is known.</param>
    public Decider(
        CustomerState state, RuleSet rules, ReportingCurrency? currency, IPredictions? predictions, IDecisionLog log, Foresight foresight = default)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(log);
        _state = state;
        _rules = rules;
        _currency = currency;
        _predictions = predictions;
        _log = log;
        _foresight = foresight;
    }

    /// <summary>What is known now: to be kept if what was decided becomes durable.</summary>
    public Foresight Foresight => _foresight;

    /// <summary>Whether <see cref="Decisions.Foresight.Next"/> was computed from all rules in this turn, and so may be later than what was known before.</summary>
    public bool IsExact { get; private set; }

    /// <summary>How many times a segment's rule, or the stages, were evaluated in this turn.</summary>
    public int Evaluations { get; private set; }

    bool IsFresh =>
        ReferenceEquals(_foresight.Rules, _rules)
        && ReferenceEquals(_foresight.Currency, _currency)
        && ReferenceEquals(_foresight.Predictions, _predictions);

    // A program without rules decides nothing, and ends no membership that another one decided.
    bool IsIdle => _rules.Stages.Count == 0 && _rules.Segments.Count == 0 && _state.Segments.Count == 0;

    /// <summary>Decides everything that time alone, or another set of rules, changed until an instant.</summary>
    /// <param name="until">Unix milliseconds; an instant before what is settled already means that one.</param>
    /// <param name="mostDecisions">Stop at the instant after which there are at least so many.</param>
    /// <returns>False if it stopped: make what was decided durable and settle again.</returns>
    public bool Settle(long until, int mostDecisions = int.MaxValue)
    {
        until = Instant(until);
        if (_state.LinkedTo is not null || _state.Version == 0 || (IsFresh && until < _foresight.Next))
        {
            _foresight = _foresight with { Through = until };
            return true;
        }

        if (IsIdle)
        {
            _foresight = new(_rules, _currency, _predictions, until, long.MaxValue);
            return true;
        }

        _nexts = ArrayPool<long>.Shared.Rent(Math.Max(1, _rules.Segments.Count));
        try
        {
            _decisions = 0;
            return Walk(until, mostDecisions);
        }
        finally
        {
            ArrayPool<long>.Shared.Return(_nexts);
            (_nexts, _restless, _stageIsRestless) = (null, null, false);
        }
    }

    /// <summary>Decides what a touchpoint changed that was just folded. Settle until its arrival before folding it.</summary>
    public void After(JournalEntry touchpoint)
    {
        ArgumentNullException.ThrowIfNull(touchpoint);
        var at = Instant(touchpoint.ReceivedAt.ToUnixTimeMilliseconds());
        var moment = new Moment(at, at, DecisionCause.Event, touchpoint.Channel, touchpoint.MessageId);
        if (IsIdle)
        {
            _foresight = new(_rules, _currency, _predictions, at, long.MaxValue);
            return;
        }

        if (!IsFresh)
        {
            // Her first touchpoint: some rules hold for those who did nothing they ask for.
            Everything(moment);
            return;
        }

        _foresight = _foresight with { Through = at };
        var touched = _rules.TouchedBy(touchpoint);
        var segments = touched.Segments;
        var stages = touched.Stages;
        if (_state.Touchpoints?.PutOut is { } name)
        {
            // A name that gave way to this one took its count along: for rules about it, that is news too.
            var also = _rules.TouchedBy(touchpoint with { Kind = EntryKind.Track, Name = name });
            segments = Merge(segments, also.Segments);
            stages |= also.Stages;
        }

        Decide(moment, stages, segments);
    }

    /// <summary>Decides everything anew, at once, after another id became part of her.</summary>
    public void AfterLink(long at)
    {
        at = Instant(at);
        if (!IsIdle)
            Everything(new(at, at, DecisionCause.Link, Channel.Server, null));
    }

    /// <summary>Ends all memberships: she is about to become part of another customer.</summary>
    public void End(long at)
    {
        at = Instant(at);
        for (var i = _state.Segments.Count - 1; i >= 0; i--)
        {
            var membership = _state.Segments[i];
            Leave(membership.Key, membership.Version, null, new(at, at, DecisionCause.Link, Channel.Server, null));
        }

        _foresight = new(_rules, _currency, _predictions, at, long.MaxValue);
        IsExact = true;
    }

    // Time never runs backwards for a customer, whatever the clocks of several machines say.
    long Instant(long at) => Math.Max(at, Math.Max(_state.SettledAt, _foresight.Through));

    RuleContext At(long at) => new(at, _currency, _predictions);

    void Everything(in Moment moment)
    {
        _foresight = new(_rules, _currency, _predictions, moment.At, long.MaxValue);
        IsExact = true;
        EndMemberships(moment);
        var count = _rules.Segments.Count;
        var all = new int[count];
        for (var i = 0; i < count; i++)
            all[i] = i;
        Decide(moment, stages: true, all);
    }

    bool Walk(long until, int mostDecisions)
    {
        var from = Math.Max(_state.SettledAt, _foresight.Through);
        var count = _rules.Segments.Count;
        var nexts = _nexts!;
        _restless = null;
        _foresight = new(_rules, _currency, _predictions, from, long.MaxValue);

        // Where did everything stand? What stands otherwise than it was decided can't have been changed by time. Time may bring the two together again on
        // the way; what is apart at the end is decided there.
        var stageStart = Start(from, StagesPublishedAt(), until);
        var stage = StageDecision.Of(_state, _rules, At(stageStart));
        var stageNext = Later(stage.NextChange, stageStart);
        _stageIsRestless = stage.Differs;
        Evaluations += count + 1;
        for (var i = 0; i < count; i++)
        {
            var rule = _rules.Segments[i];
            var start = Start(from, rule.PublishedAt, until);
            var verdict = rule.Rule.Evaluate(_state, At(start));
            nexts[i] = Later(verdict.NextChange, start);
            if (verdict.Holds != IsMember(rule))
                (_restless ??= []).Add(i);
        }

        var due = new List<int>();
        for (var steps = 1; ; steps++)
        {
            var at = Math.Min(stageNext, Least(nexts, count));
            if (at > until)
                break;
            if (_decisions >= mostDecisions)
            {
                _foresight = _foresight with { Next = at };
                return false;
            }

            if (steps > MostSteps)
                at = until;
            due.Clear();
            for (var i = 0; i < count; i++)
            {
                if (nexts[i] <= at)
                    due.Add(i);
            }

            stageNext = Decide(new(at, until, DecisionCause.Time, Channel.Server, null), stageNext <= at, CollectionsMarshal.AsSpan(due)) ?? stageNext;
            _foresight = _foresight with { Through = at };
        }

        var now = new Moment(until, until, DecisionCause.Rule, Channel.Server, null);
        EndMemberships(now);
        if (_stageIsRestless || _restless is { Count: > 0 })
            stageNext = Decide(now, _stageIsRestless, _restless is null ? [] : _restless.Order().ToArray()) ?? stageNext;
        _foresight = _foresight with { Through = until, Next = Math.Min(stageNext, Least(nexts, count)) };
        IsExact = true;
        return true;
    }

    // A rule counts from the instant at which it was published.
    static long Start(long from, long publishedAt, long until) => Math.Min(Math.Max(from, publishedAt), until);

    long StagesPublishedAt()
    {
        var latest = 0L;
        foreach (var stage in _rules.Stages)
            latest = Math.Max(latest, stage.PublishedAt);
        return latest;
    }

    static long Least(long[] nexts, int count)
    {
        var least = long.MaxValue;
        for (var i = 0; i < count; i++)
            least = Math.Min(least, nexts[i]);
        return least;
    }

    // The stage first, then the segments in their order, each with what mentions it. Returns when the stage may change next, if it was evaluated.
    long? Decide(in Moment moment, bool stages, ReadOnlySpan<int> segments)
    {
        long? stageNext = null;
        if (stages)
        {
            Evaluations++;
            var stage = StageDecision.Of(_state, _rules, At(moment.At));
            stageNext = Later(stage.NextChange, moment.At);
            Lower(stageNext.Value);
            if (moment.Cause == DecisionCause.Time && _stageIsRestless)
                _stageIsRestless = stage.Differs;
            else if (stage.Enter is { } entered)
                segments = Merge(segments, Enter(entered, moment).Segments);
        }

        for (var place = 0; place < segments.Length; place++)
        {
            var index = segments[place];
            var rule = _rules.Segments[index];
            if (moment.At < rule.PublishedAt && moment.At < moment.DecidedAt)
            {
                Postpone(index, Math.Min(rule.PublishedAt, moment.DecidedAt));
                continue;
            }

            Evaluations++;
            var verdict = rule.Rule.Evaluate(_state, At(moment.At));
            var next = Later(verdict.NextChange, moment.At);
            Lower(next);
            if (_nexts is not null)
                _nexts[index] = next;
            var differs = verdict.Holds != IsMember(rule);
            if (moment.Cause == DecisionCause.Time && _restless?.Contains(index) == true)
            {
                if (!differs)
                    _restless.Remove(index);
                continue;
            }

            if (!differs)
                continue;
            var mentioning = (verdict.Holds ? Join(rule, moment) : Leave(rule.Key, rule.Version, rule.Rule, moment)).Segments;
            if (mentioning.Length > 0)
            {
                segments = Merge(segments[(place + 1)..], mentioning, after: index);
                place = -1;
            }
        }

        return stageNext;
    }

    // Something a rule mentions changed before the rule was published: what it says counts from then on.
    void Postpone(int index, long at)
    {
        if (_nexts is { } nexts)
            nexts[index] = Math.Min(nexts[index], at);
    }

    void EndMemberships(in Moment moment)
    {
        while (EndedMemberships.First(_state, _rules) is { } membership)
        {
            var ended = moment with { Cause = DecisionCause.Rule, Because = null };
            Decide(ended, stages: false, Leave(membership.Key, membership.Version, null, ended).Segments);
        }
    }

    bool IsMember(SegmentRule rule) => _state.MembershipOf(rule.Key) is not null;

    // Outside a walk only a lower bound is kept of what all rules say: no customer carries a table of all rules.
    void Lower(long next) => _foresight = _foresight with { Next = Math.Min(_foresight.Next, next) };

    static long Later(long next, long at) => Math.Max(next, at + 1);

    RuleSelection Enter(StageRule stage, in Moment moment) =>
        Add(EntryKind.StageEntered, stage.Name, moment, stage.Version, WhyOf(stage.Rule, moment.At), _state.Stage);

    RuleSelection Join(SegmentRule rule, in Moment moment) => Add(EntryKind.SegmentJoined, rule.Key, moment, rule.Version, WhyOf(rule.Rule, moment.At), null);

    RuleSelection Leave(string key, int version, Rule? rule, in Moment moment) =>
        Add(EntryKind.SegmentLeft, key, moment, version, rule is null ? null : WhyOf(rule, moment.At), null);

    RuleSelection Add(EntryKind kind, string name, in Moment moment, int version, string? why, string? from)
    {
        var entry = new JournalEntry(
            _state.Version + 1,
            kind,
            moment.Channel,
            null,
            name,
            DateTimeOffset.FromUnixTimeMilliseconds(moment.At),
            DateTimeOffset.FromUnixTimeMilliseconds(moment.DecidedAt),
            new DecisionBody(moment.Cause, moment.Because, version, why, from).ToJson());
        _log.Decided(entry);
        _decisions++;
        return _rules.TouchedBy(entry);
    }

    string? WhyOf(Rule rule, long at)
    {
        var why = rule.Why(_state, At(at));
        return why.Length switch
        {
            0 => null,
            <= DecisionBody.MaxWhy => why,
            _ => JsonRead.Cut(why, DecisionBody.MaxWhy),
        };
    }

    // Both ascending, and so is the outcome, each index once and none of those that were evaluated already.
    static ReadOnlySpan<int> Merge(ReadOnlySpan<int> one, ReadOnlySpan<int> other, int after = -1)
    {
        if (other.Length == 0)
            return one;
        var merged = new int[one.Length + other.Length];
        var (i, j, count, last) = (0, 0, 0, after);
        while (i < one.Length || j < other.Length)
        {
            var index = j == other.Length || (i < one.Length && one[i] <= other[j]) ? one[i++] : other[j++];
            if (index > last)
                merged[count++] = last = index;
        }

        return merged.AsSpan(0, count);
    }

    readonly record struct Moment(long At, long DecidedAt, DecisionCause Cause, Channel Channel, string? Because);
}
