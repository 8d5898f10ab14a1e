using System.Text.Json;
using System.Threading.Channels;
using CustomerGrains.Contracts.Customers;

namespace CustomerGrains.GrainTests;

public sealed class WatchTests(GrainWorld world) : IClassFixture<GrainWorld>
{
    [Fact]
    public async Task A_watcher_hears_every_durable_change_and_nothing_that_failed()
    {
        var watcher = new Watcher();
        var reference = world.Grains.CreateObjectReference<ICustomerObserver>(watcher);
        Assert.Null(await world.Customer("watched").Watch(reference));

        await world.Customer("watched").Record(GrainWorld.Batch(world.Track("watched", "a"), world.Track("watched", "b")));
        var first = await watcher.NextAsync();
        Assert.Equal("watched", first.WatchedId);
        Assert.Equal(["b", "a"], RowsOf(first));

        world.Journal.NextFault = _ => Fault.LostBefore;
        await world.Customer("watched").Record(GrainWorld.Batch(world.Track("watched", "lost")));
        world.Journal.NextFault = _ => Fault.None;
        await world.Customer("watched").Record(GrainWorld.Batch(world.Track("watched", "c")));
        var second = await watcher.NextAsync();
        Assert.Equal(["c"], RowsOf(second));
        Assert.True(second.Document.Version > first.Document.Version);

        await world.Customer("watched").Unwatch(reference);
        await world.Customer("watched").Record(GrainWorld.Batch(world.Track("watched", "d")));
        Assert.False(watcher.Any);
        GC.KeepAlive(watcher);
    }

    [Fact]
    public async Task A_watcher_of_an_id_that_is_linked_learns_where_it_went()
    {
        await world.Customer("moving").Record(GrainWorld.Batch(world.Anonymous("moving", "a")));
        var watcher = new Watcher();
        await world.Customer("moving").Watch(world.Grains.CreateObjectReference<ICustomerObserver>(watcher));

        await world.Customer("moving").LinkTo("home", onlyAnonymous: true);

        Assert.Equal("home", (await watcher.NextAsync()).MovedTo);
        GC.KeepAlive(watcher);
    }

    [Fact]
    public async Task A_watch_that_is_not_renewed_ends()
    {
        var watcher = new Watcher();
        await world.Customer("forgotten").Watch(world.Grains.CreateObjectReference<ICustomerObserver>(watcher));
        world.Clock.Advance(TimeSpan.FromMinutes(4));
        await world.Customer("forgotten").Record(GrainWorld.Batch(world.Track("forgotten", "a")));
        Assert.False(watcher.Any);
        GC.KeepAlive(watcher);
    }

    static string[] RowsOf(CustomerChange change)
    {
        using var rows = JsonDocument.Parse(change.Touchpoints);
        return [.. rows.RootElement.EnumerateArray().Select(row => row.GetProperty("messageId").GetString()!)];
    }

    sealed class Watcher : ICustomerObserver
    {
        readonly Channel<CustomerChange> _changes = Channel.CreateUnbounded<CustomerChange>();

        public bool Any => _changes.Reader.TryPeek(out _);

        public Task Changed(CustomerChange change)
        {
            _changes.Writer.TryWrite(change);
            return Task.CompletedTask;
        }

        public async Task<CustomerChange> NextAsync() => await _changes.Reader.ReadAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30));
    }
}
