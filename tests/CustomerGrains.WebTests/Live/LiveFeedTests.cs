using CustomerGrains.Domain.Journal;
using CustomerGrains.Domain.Touchpoints;
using CustomerGrains.Grains.Journal;
using CustomerGrains.TestSupport;
using CustomerGrains.Web.Live;

namespace CustomerGrains.WebTests.Live;

public sealed class LiveFeedTests
{
    readonly FakeClock _clock = new();
    readonly LiveFeed _feed;

    public LiveFeedTests() => _feed = new(_clock);

    [Fact]
    public void The_latest_touchpoints_come_newest_first_and_decisions_do_not_come()
    {
        Commit(Entry("a"), Entry("stage", EntryKind.StageEntered), Entry("b"));

        Assert.Equal(["b", "a"], _feed.After(0).Select(item => item.Entry.Name));
        Assert.Equal(["b"], _feed.After(1).Select(item => item.Entry.Name));
        Assert.Empty(_feed.After(2));
    }

    [Fact]
    public void It_keeps_only_the_latest_fifty()
    {
        for (var i = 0; i < 120; i++) Commit(Entry($"{i}"));

        Assert.Equal(120, _feed.Position);
        Assert.Equal(Enumerable.Range(70, 50).Reverse().Select(i => $"{i}"), _feed.After(0).Select(item => item.Entry.Name));
    }

    [Fact]
    public void The_rate_is_of_the_last_ten_whole_seconds()
    {
        Commit(Enumerable.Range(0, 100).Select(i => Entry($"{i}")).ToArray());
        Assert.Equal(0, _feed.Rate());
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(10, _feed.Rate());
        _clock.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal(10, _feed.Rate());
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, _feed.Rate());
    }

    [Fact]
    public void Arrivals_are_gathered_by_the_millisecond_and_taken_once()
    {
        Commit(Entry("a"), Entry("b"));
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Commit(Entry("c"));

        Assert.Equal([2, 1], _feed.TakeArrivals().Select(arrival => arrival.Touchpoints));
        Assert.Empty(_feed.TakeArrivals());
    }

    void Commit(params JournalEntry[] entries) => _feed.OnCommitted([new Commit("c", entries, [], null, [])]);

    JournalEntry Entry(string name, EntryKind kind = EntryKind.Track) =>
        new(1, kind, Channel.Web, name, name, _clock.GetUtcNow(), _clock.GetUtcNow(), "{}"u8.ToArray());
}
