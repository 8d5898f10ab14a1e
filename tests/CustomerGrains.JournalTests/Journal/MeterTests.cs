using CustomerGrains.Grains.Journal;
using CustomerGrains.JournalTests.Support;
using CustomerGrains.Silo.Journal;
using CustomerGrains.TestSupport;

namespace CustomerGrains.JournalTests.Journal;

/// <summary>What the journal measures of itself, and what it costs.</summary>
public sealed class MeterTests : IDisposable
{
    readonly FakeClock _clock = new();
    readonly Measured _measured = new();
    readonly JournalHealth _health = new();
    readonly JournalMetrics _metrics;

    public MeterTests() => _metrics = new(_health, _measured.Meters, _clock);

    public void Dispose() => _measured.Dispose();

    [Fact]
    public void A_transaction_says_its_size_its_time_and_how_long_the_oldest_entry_waited()
    {
        _measured.Listen();

        _metrics.Committed([Commit("ann", seconds: 1), Commit("ben", seconds: 4), Commit("cem", seconds: 2)], TimeSpan.FromMilliseconds(20));

        Assert.Equal(3, _measured["customergrains.journal.group"]);
        Assert.Equal(3, _measured["customergrains.journal.entries"]);
        Assert.Equal(0.020, _measured["customergrains.journal.duration"]);
        Assert.Equal(4, _measured["customergrains.journal.lag"]);
    }

    [Fact]
    public void The_queue_says_how_long_its_first_has_waited_and_nothing_when_it_is_empty()
    {
        var queue = new CommitQueue(JournalLimits.Default);
        Assert.Equal(TimeSpan.Zero, queue.LongestWait);
        queue.Add(new(Commit("ann", 0)));
        Assert.True(queue.LongestWait > TimeSpan.Zero);
        Assert.Single(queue.Take(TimeSpan.Zero)!);
        Assert.Equal(TimeSpan.Zero, queue.LongestWait);
    }

    [Fact]
    public void Nothing_is_made_for_measurements_and_spans_while_nobody_listens()
    {
        List<Commit> commits = [Commit("ann", 1), Commit("ben", 2)];
        List<PendingCommit> group = [new(commits[0]), new(commits[1])];
        Turn();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++) Turn();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Turn()
        {
            _metrics.Committed(commits, TimeSpan.FromMilliseconds(3));
            using var span = CommitTrace.Begin(group, 0);
            if (span is not null) throw new InvalidOperationException("Somebody listens.");
        }
    }

    Commit Commit(string id, int seconds) =>
        new(id, [TestCustomer.Entry(1, "m") with { ReceivedAt = _clock.GetUtcNow().AddSeconds(-seconds) }], [], null, []);
}
