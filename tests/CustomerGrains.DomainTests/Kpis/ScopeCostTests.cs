using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Decisions;
using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Kpis;
using CustomerGrains.Domain.Touchpoints;
using CustomerGrains.DomainTests.Support;

namespace CustomerGrains.DomainTests.Kpis;

/// <summary>What counting by segment and stage costs an event: the same in none and in fifty.</summary>
public sealed class ScopeCostTests
{
    [Fact]
    public void An_ordinary_event_makes_as_many_changes_and_allocates_as_much_in_fifty_segments_as_in_none()
    {
        var (none, fifty) = (In(0), In(50));
        // The first of each makes the sets, which all customers in the same segments share.
        Measure(none);
        Measure(fifty);
        Assert.Equal(Measure(none), Measure(fifty));

        static (int Changes, long Bytes) Measure(CustomerState state)
        {
            var deltas = new List<KpiDelta>(16);
            var entry = Viewed(state.Version + 1, Door.Now.AddMinutes(state.Version));
            var before = GC.GetAllocatedBytesForCurrentThread();
            var kpis = CustomerKpis.Of(state);
            TouchpointKpis.AddTo(deltas, entry, state.Scopes);
            CustomerKpis.AddDifference(deltas, kpis, kpis with { LastMinute = kpis.LastMinute + 1 });
            return (deltas.Count, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }

    [Fact]
    public void Many_events_are_added_up_before_they_are_shared_out()
    {
        var sums = new CounterSums();
        var customers = Enumerable.Range(0, 20).Select(_ => In(5)).ToList();
        foreach (var state in customers)
        {
            var deltas = new List<KpiDelta>();
            TouchpointKpis.AddTo(deltas, Viewed(state.Version + 1, Door.Now), state.Scopes);
            foreach (var delta in deltas)
                sums.Add(delta);
        }

        Assert.Equal(3, sums.Count);
        var counts = sums.ToCounts();
        // Whole: events and touchpoints; five segments, a stage and a channel; each by the minute and over all time.
        Assert.Equal(2 * (2 + 7), counts.Count);
        Assert.All(counts, count => Assert.Equal(20, count.Value));
    }

    [Fact]
    public void A_touchpoint_too_old_for_every_window_counts_in_scopes_at_the_beginning_of_its_day()
    {
        var deltas = new List<KpiDelta>();
        var old = Viewed(1, Door.Now.AddDays(-400).AddMinutes(7)) with { ReceivedAt = Door.Now };
        TouchpointKpis.AddTo(deltas, old, KpiScopes.None);
        var minute = Assert.Single(deltas, delta => delta.Scopes is not null).Minute;
        Assert.Equal(KpiDelta.MinuteOf(new(Door.Now.AddDays(-400).UtcDateTime.Date, TimeSpan.Zero)), minute);
    }

    static CustomerState In(int segments)
    {
        var state = new CustomerState("ada");
        state.Apply(Viewed(1, Door.Now));
        Decide(EntryKind.StageEntered, "Considering");
        for (var i = 0; i < segments; i++)
            Decide(EntryKind.SegmentJoined, $"segment-{i}");
        return state;

        void Decide(EntryKind kind, string name) => state.Apply(new(
            state.Version + 1, kind, Channel.Server, null, name, Door.Now, Door.Now, new DecisionBody(DecisionCause.Event, "m", 1, null, null).ToJson()));
    }

    static JournalEntry Viewed(long seq, DateTimeOffset at) =>
        new(seq, EntryKind.Track, Channel.Web, $"m{seq}", "Product Viewed", at, at, """{"type":"track","event":"Product Viewed","properties":{}}"""u8.ToArray());
}
