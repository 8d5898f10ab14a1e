using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Decisions;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Rules;
using CustomerGrains.Domain.Touchpoints;
using CustomerGrains.Domain.Value;

namespace CustomerGrains.DomainTests.Decisions;

/// <summary>
/// Decides in the most laborious way: after every touchpoint and at every instant that could matter, all rules are evaluated from first to last. It knows
/// nothing of deadlines, touched rules, snapshots or turns. What it finds is what must be in a journal, whatever happened to the process that wrote it.
/// </summary>
sealed class BruteForce(RuleSet rules, ReportingCurrency currency)
{
    readonly CustomerState _state = new("brute");
    readonly SortedSet<long> _anchors = [];
    long _now;

    /// <summary>Every span of the rules, in milliseconds: an answer can only change at the time of something plus a span, or right after. Null = at every millisecond.</summary>
    public IReadOnlyList<long>? Spans { get; init; }

    /// <summary>What was decided, as <see cref="Text"/>.</summary>
    public List<string> Decisions { get; } = [];

    public CustomerState State => _state;

    /// <summary>A decision as text: when, what, why in one word, and which message.</summary>
    public static string Text(JournalEntry decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        var body = DecisionBody.FromJson(decision.Body.Span);
        return $"{decision.OccurredAt.ToUnixTimeMilliseconds()} {decision.Kind} {decision.Name} {DecisionCauses.Of(body.Cause)} {body.Because} {body.From}".TrimEnd();
    }

    /// <summary>The decisions of a journal.</summary>
    public static List<string> In(IEnumerable<JournalEntry> journal) => [.. journal.Where(entry => entry.IsDecision).Select(Text)];

    /// <summary>Lives through the touchpoints of a journal and on until an instant.</summary>
    public static List<string> Of(
        IEnumerable<JournalEntry> touchpoints, RuleSet rules, ReportingCurrency currency, IReadOnlyList<long>? spans, DateTimeOffset until)
    {
        var life = new BruteForce(rules, currency) { Spans = spans };
        foreach (var touchpoint in touchpoints.Where(entry => entry.IsTouchpoint))
            life.Happen(touchpoint);
        life.Pass(until.ToUnixTimeMilliseconds());
        return life.Decisions;
    }

    public void Happen(JournalEntry touchpoint)
    {
        Pass(touchpoint.ReceivedAt.ToUnixTimeMilliseconds());
        _state.Apply(touchpoint with { Seq = _state.Version + 1 });
        _anchors.Add(touchpoint.OccurredAt.ToUnixTimeMilliseconds());
        Decide(DecisionCause.Event, touchpoint.Channel, touchpoint.MessageId);
    }

    public void Pass(long until)
    {
        if (_state.Version == 0)
            _now = until;
        while (_now < until && Following() is var next && next <= until)
        {
            _now = next;
            Decide(DecisionCause.Time, Channel.Server, null);
        }

        _now = until;
    }

    long Following()
    {
        if (Spans is null)
            return _now + 1;
        var next = long.MaxValue;
        foreach (var anchor in _anchors)
        {
            foreach (var span in Spans)
            {
                for (var at = anchor + span - 1; at <= anchor + span + 1; at++)
                {
                    if (at > _now && at < next)
                        next = at;
                }
            }
        }

        return next;
    }

    void Decide(DecisionCause cause, Channel channel, string? because)
    {
        var context = new RuleContext(_now, currency, null);
        StageRule? stage = null;
        foreach (var candidate in rules.Stages)
            stage = candidate.Rule.Evaluate(_state, context).Holds ? candidate : stage;
        if (stage is not null && stage.Name != _state.Stage)
            Add(EntryKind.StageEntered, stage.Name, _state.Stage);
        foreach (var segment in rules.Segments)
        {
            var holds = segment.Rule.Evaluate(_state, context).Holds;
            if (holds != _state.Segments.Any(membership => membership.Key == segment.Key))
                Add(holds ? EntryKind.SegmentJoined : EntryKind.SegmentLeft, segment.Key, null);
        }

        void Add(EntryKind kind, string name, string? from)
        {
            var at = DateTimeOffset.FromUnixTimeMilliseconds(_now);
            var entry = new JournalEntry(_state.Version + 1, kind, channel, null, name, at, at, new DecisionBody(cause, because, 1, null, from).ToJson());
            _state.Apply(entry);
            _anchors.Add(_now);
            Decisions.Add(Text(entry));
        }
    }
}
