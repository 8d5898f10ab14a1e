using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Touchpoints;
using CustomerGrains.Grains.Journal;
using CustomerGrains.JournalTests.Support;
using CustomerGrains.Silo.Backfills;
using CustomerGrains.Silo.Journal;
using CustomerGrains.TestSupport;

namespace CustomerGrains.JournalTests.Backfills;

/// <summary>Work on everybody steps back for what happens now, and for nothing else.</summary>
public sealed class LiveTrafficTests
{
    readonly FakeClock _clock = new();
    readonly LiveTraffic _traffic;

    public LiveTrafficTests() => _traffic = new(new JournalHealth(), _clock);

    [Fact]
    public void Fifty_events_within_a_second_are_worth_stepping_back_for_until_they_end()
    {
        _traffic.OnCommitted([.. Enumerable.Range(0, 49).Select(i => Commit(TestCustomer.Entry(1, $"m{i}")))]);
        Assert.False(_traffic.IsBusy);
        _traffic.OnCommitted([Commit(TestCustomer.Entry(1, "m49"))]);
        Assert.True(_traffic.IsBusy);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.True(_traffic.IsBusy);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.False(_traffic.IsBusy);
    }

    [Fact]
    public void Decisions_that_a_backfill_or_a_deadline_brings_about_do_not_count()
    {
        var decision = new JournalEntry(1, EntryKind.SegmentJoined, Channel.Server, null, "vip", TestCustomer.Start, TestCustomer.Start, "{}"u8.ToArray());
        _traffic.OnCommitted([.. Enumerable.Range(0, 500).Select(_ => Commit(decision)), .. Enumerable.Range(0, 500).Select(_ => new Commit("ann", [], [], null, []) { Due = new(1, null) })]);
        Assert.False(_traffic.IsBusy);
        Assert.False(_traffic.IsCrowded);
    }

    [Fact]
    public void An_event_among_its_decisions_counts_once_for_its_commit()
    {
        var decision = new JournalEntry(2, EntryKind.SegmentJoined, Channel.Server, null, "vip", TestCustomer.Start, TestCustomer.Start, "{}"u8.ToArray());
        // A deadline that had passed is decided before the event itself.
        _traffic.OnCommitted([.. Enumerable.Range(0, 50).Select(i => Commit(decision with { Seq = 1 }, TestCustomer.Entry(2, $"m{i}"), decision with { Seq = 3 }))]);
        Assert.True(_traffic.IsBusy);
    }

    static Commit Commit(params JournalEntry[] entries) => new("ann", entries, [], null, []);
}
