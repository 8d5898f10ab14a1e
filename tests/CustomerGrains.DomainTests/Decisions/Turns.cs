using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Decisions;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Rules;
using CustomerGrains.Domain.Value;

namespace CustomerGrains.DomainTests.Decisions;

/// <summary>A customer's turns as a grain takes them, without a grain: what is decided, and when to look again.</summary>
sealed class Turns(ReportingCurrency currency) : IDecisionLog
{
    Foresight _foresight;

    // What the activation knows to be written.
    long _armed = long.MaxValue;

    public required RuleSet Rules { get; set; }

    public List<JournalEntry> Journal { get; } = [];

    public CustomerState State { get; private set; } = new("ada");

    public IEnumerable<string> Decisions => BruteForce.In(Journal);

    /// <summary>What is written down: when to tick.</summary>
    public long Due { get; private set; } = long.MaxValue;

    public int Ticks { get; private set; }

    public void Happen(params JournalEntry[] touchpoints)
    {
        var decider = Begin();
        foreach (var touchpoint in touchpoints)
        {
            decider.Settle(touchpoint.ReceivedAt.ToUnixTimeMilliseconds());
            var entry = touchpoint with { Seq = State.Version + 1 };
            Append(entry);
            decider.After(entry);
        }

        End(decider);
    }

    public void Tick(long now)
    {
        Ticks++;
        // Whoever ticks has read what is written.
        _armed = Due;
        var decider = Begin();
        while (!decider.Settle(now, mostDecisions: 3))
        {
            // Commits are small here, so that going on with the rest is tried often.
            End(decider);
            if (now % 3 == 0)
                Forget();
            decider = Begin();
        }

        End(decider);
        Due = _armed = _foresight.Next;
    }

    /// <summary>Evaluates everything, whatever was found before, as after a publication.</summary>
    public void Evaluate(long now)
    {
        _foresight = _foresight with { Rules = null };
        var decider = Begin();
        Assert.True(decider.Settle(now));
        _foresight = decider.Foresight;

        // Whoever looks over everybody brings the deadline forward where it is too late.
        Due = Math.Min(Due, _foresight.Next);
    }

    /// <summary>The process ends: what is left is the journal.</summary>
    public void Forget()
    {
        State = new("ada");
        foreach (var entry in Journal)
            State.Apply(entry);
        _foresight = default;
        _armed = long.MaxValue;
    }

    void IDecisionLog.Decided(JournalEntry decision) => Append(decision);

    void Append(JournalEntry entry)
    {
        State.Apply(entry);
        Journal.Add(entry);
    }

    void End(Decider decider)
    {
        _foresight = decider.Foresight;
        if (decider.IsExact ? _foresight.Next != _armed : _foresight.Next < _armed)
            Due = _armed = _foresight.Next;
    }

    Decider Begin() => new(State, Rules, currency, null, this, _foresight);
}
