using System.Runtime.CompilerServices;
using System.Threading.Channels;
using CustomerGrains.EngineTests.Grains;
using CustomerGrains.EngineTests.Support;

namespace CustomerGrains.EngineTests;

[Collection(Impatient.Name)]
public sealed class ObserverTests(ImpatientCluster cluster)
{
    [Fact]
    public async Task An_observer_hears_until_it_is_unsubscribed()
    {
        var grain = cluster.Grains.GetGrain<INewsGrain>("news");
        var reader = new Reader();
        var reference = cluster.Grains.CreateObjectReference<INewsObserver>(reader);
        await grain.Subscribe(reference);
        // Subscribing again renews; it does not double.
        await grain.Subscribe(reference);
        Assert.Equal(1, await grain.Publish("one"));
        Assert.Equal("one", await reader.NextAsync());
        await grain.Unsubscribe(reference);
        Assert.Equal(0, await grain.Publish("two"));
        Assert.Equal(0, reader.Waiting);
        GC.KeepAlive(reader);
    }

    [Fact]
    public async Task Calls_to_one_observer_run_one_at_a_time_in_order()
    {
        var grain = cluster.Grains.GetGrain<INewsGrain>("one at a time");
        var reader = new Reader();
        await grain.Subscribe(cluster.Grains.CreateObjectReference<INewsObserver>(reader));
        await grain.PublishAtOnce("news", 100);
        for (var i = 0; i < 100; i++) Assert.Equal("news", await reader.NextAsync());
        Assert.Equal(1, reader.MostAtOnce);
        GC.KeepAlive(reader);
    }

    [Fact]
    public async Task An_observer_that_throws_is_forgotten()
    {
        var grain = cluster.Grains.GetGrain<INewsGrain>("throws");
        var (good, bad) = (new Reader(), new Reader { Fails = true });
        await grain.Subscribe(cluster.Grains.CreateObjectReference<INewsObserver>(bad));
        await grain.Subscribe(cluster.Grains.CreateObjectReference<INewsObserver>(good));
        Assert.Equal(1, await grain.Publish("one"));
        Assert.Equal("one", await good.NextAsync());
        GC.KeepAlive(bad);
    }

    [Fact]
    public async Task An_observer_that_is_not_renewed_expires()
    {
        var grain = cluster.Grains.GetGrain<INewsGrain>("expires");
        var (old, renewed) = (new Reader(), new Reader());
        await grain.Subscribe(cluster.Grains.CreateObjectReference<INewsObserver>(old));
        var reference = cluster.Grains.CreateObjectReference<INewsObserver>(renewed);
        await grain.Subscribe(reference);
        await grain.Pass(TimeSpan.FromMinutes(4));
        await grain.Subscribe(reference);
        await grain.Pass(TimeSpan.FromMinutes(4));
        Assert.Equal(1, await grain.Publish("one"));
        Assert.Equal("one", await renewed.NextAsync());
        Assert.Equal(0, old.Waiting);
        GC.KeepAlive(old);
    }

    [Fact]
    public async Task A_deleted_observer_is_noticed_and_forgotten()
    {
        var grain = cluster.Grains.GetGrain<INewsGrain>("deleted");
        var reader = new Reader();
        var reference = cluster.Grains.CreateObjectReference<INewsObserver>(reader);
        await grain.Subscribe(reference);
        cluster.Grains.DeleteObjectReference<INewsObserver>(reference);
        await Bounds.Eventually(async () => await Published(grain) == 0);
        Assert.Equal(0, reader.Waiting);
    }

    [Fact]
    public async Task A_reference_does_not_keep_its_observer_alive_and_a_collected_one_is_forgotten()
    {
        var grain = cluster.Grains.GetGrain<INewsGrain>("collected");
        var observer = await SubscribeAndLose(grain);
        await Bounds.Eventually(() =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return Task.FromResult(!observer.IsAlive);
        });
        await Bounds.Eventually(async () => await Published(grain) == 0);
    }

    [Fact]
    public async Task An_observer_without_a_reference_is_refused()
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => cluster.Grains.GetGrain<INewsGrain>("bare").Subscribe(new Reader()));
        Assert.IsType<NotSupportedException>(failure.GetBaseException());
    }

    // On Orleans a dead observer is noticed by a timeout, which the publishing call itself may run into.
    static async Task<int> Published(INewsGrain grain)
    {
        try
        {
            return await grain.Publish("anybody there?");
        }
        catch (TimeoutException)
        {
            return -1;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    async Task<WeakReference> SubscribeAndLose(INewsGrain grain)
    {
        var reader = new Reader();
        await grain.Subscribe(cluster.Grains.CreateObjectReference<INewsObserver>(reader));
        return new(reader);
    }

    sealed class Reader : INewsObserver
    {
        readonly Channel<string> _heard = Channel.CreateUnbounded<string>();
        int _inside;

        public bool Fails { get; init; }

        public int MostAtOnce { get; private set; }

        public int Waiting => _heard.Reader.Count;

        public async Task Heard(string news)
        {
            var inside = Interlocked.Increment(ref _inside);
            MostAtOnce = Math.Max(MostAtOnce, inside);
            await Task.Yield();
            Interlocked.Decrement(ref _inside);
            if (Fails) throw new InvalidDataException("can't hear");
            await _heard.Writer.WriteAsync(news);
        }

        public async Task<string> NextAsync() => await _heard.Reader.ReadAsync().AsTask().WaitAsync(Bounds.Patience);
    }
}
