using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Decisions;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Rules;
using CustomerGrains.Domain.Touchpoints;
using CustomerGrains.DomainTests.Support;

namespace CustomerGrains.DomainTests.Rules;

/// <summary>A random customer at a random instant, for property tests of rules.</summary>
sealed class RuleCase
{
    const long Hour = 3_600_000;

    readonly Random _random;
    readonly JournalEntry[] _journal;

    public RuleCase(int seed, bool predictions = true)
    {
        _random = new(seed);
        _journal = new RandomEvents(seed, variety: 3).Journal(1 + _random.Next(60), _random.Next(3) == 0 ? Theme.Orders : Theme.Everything);
        State = new("ada");
        foreach (var entry in _journal)
        {
            State.Apply(entry with { Seq = State.Version + 1 });
            if (_random.Next(15) == 0)
                Decide();
        }

        Text = new RandomRules(seed, predictions).Rule();
        Rule = Asking.Rule(Text);
        var instants = Instants();
        Now = _random.Next(3) == 0
            ? Door.Now.ToUnixTimeMilliseconds() + (Hour * _random.Next(2000))
            : instants[_random.Next(instants.Length)] + _random.Next(-1, 2);
    }

    public CustomerState State { get; }

    public string Text { get; }

    public Rule Rule { get; }

    public long Now { get; }

    public RuleContext At(long now) => new(now, Story.Pounds, new FadingPredictions());

    /// <summary>Every instant at which anything about her can change by time alone: her events' times with every span of time added; and every midnight.</summary>
    public long[] Instants()
    {
        var times = _journal.Select(entry => entry.OccurredAt.ToUnixTimeMilliseconds())
            .Concat(State.Stages.Select(stage => stage.AtTime)).Concat(State.Segments.Select(segment => segment.SinceTime)).Distinct().ToList();
        var instants = new SortedSet<long>(times);
        foreach (var time in times)
        {
            foreach (var span in RandomRules.SpanLengths)
                instants.Add(time + span);
        }

        var first = times.Min() / (24 * Hour) * 24 * Hour;
        for (var day = 0; day < 150; day++)
            instants.Add(first + (day * 24 * Hour));
        return [.. instants];
    }

    /// <summary>Decisions are part of what rules ask for too.</summary>
    void Decide()
    {
        var at = Door.Now.AddHours(-_random.Next(500));
        var member = State.Segments.Count > 0;
        var (kind, name) = _random.Next(2) == 0 ? (EntryKind.StageEntered, _random.Next(2) == 0 ? "Loyal" : "New") : (member ? EntryKind.SegmentLeft : EntryKind.SegmentJoined, "vip");
        State.Apply(new(State.Version + 1, kind, Channel.Server, null, name, at, at, new DecisionBody(DecisionCause.Event, null, 1, null, State.Stage).ToJson()));
    }
}
