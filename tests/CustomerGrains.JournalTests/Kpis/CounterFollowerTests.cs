using CustomerGrains.Domain.Kpis;
using CustomerGrains.Grains.Journal;
using CustomerGrains.JournalTests.Support;
using CustomerGrains.Silo.Kpis;
using CustomerGrains.Silo.Storage;
using CustomerGrains.TestSupport;
using CustomerGrains.TestSupport.Postgres;
using Microsoft.Extensions.DependencyInjection;

namespace CustomerGrains.JournalTests.Kpis;

/// <summary>A process that follows what others commit: it adds up what it loaded and what it is told, and that is what the store says.</summary>
[NeedsPostgres]
public sealed class CounterFollowerTests() : StoreTests(StoreKind.Postgres)
{
    [StoreFact]
    public async Task What_others_commit_is_told_once_and_added_to_what_was_loaded()
    {
        var writer = await OpenAsync();
        await using var board = new Board(Options);
        await WriteAsync(writer, "before", 3);
        await board.LoadAsync();
        Assert.Equal(3, board.Events);
        await board.FollowAsync();
        await WriteAsync(writer, "ann", 4);
        await board.ShowsAsync(7);
        // What is added up is told no second time.
        await writer.CounterFold.FoldAsync(CancellationToken.None);
        await WriteAsync(writer, "bob", 2);
        await board.ShowsAsync(9);
        Assert.Equal(0, board.Gaps);
    }

    [StoreFact]
    public async Task What_was_gone_before_it_was_read_is_noticed_and_what_is_loaded_anew_is_whole()
    {
        var writer = await OpenAsync();
        await using var board = new Board(Options);
        await board.LoadAsync();
        await board.FollowAsync();
        await WriteAsync(writer, "ann", 4);
        await board.ShowsAsync(4);

        // It stands still for longer than rows of the log are kept, and others do not.
        await WriteAsync(writer, "bob", 2);
        writer.Clock.Advance(writer.Database.LogKept + TimeSpan.FromSeconds(1));
        await writer.CounterFold.FoldAsync(CancellationToken.None);
        await WriteAsync(writer, "cid", 1);
        await board.NoticesAsync();
        Assert.Equal(4, board.Events);

        await board.LoadAsync();
        Assert.Equal(7, board.Events);
        await WriteAsync(writer, "dan", 3);
        await board.ShowsAsync(10);
        Assert.Equal(1, board.Gaps);
    }

    static async Task WriteAsync(TestStore store, string id, int messages)
    {
        var customer = new TestCustomer(id, store);
        for (var i = 0; i < messages; i++)
            await store.Journal.AppendAsync(customer.Next($"{id}-{i}"));
    }

    /// <summary>Another process, and its clock: a number that is loaded and then kept by what it is told.</summary>
    sealed class Board : IAsyncDisposable, ICommitObserver
    {
        readonly FakeClock _clock = new();
        readonly ServiceProvider _services;
        readonly TaskCompletionSource _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
        int _gaps;
        long _events;

        public Board(StoreOptions options)
        {
            var services = new ServiceCollection().AddLogging();
            services.AddSingleton<TimeProvider>(_clock);
            services.AddCustomerGrainsStoreReaders(options).AddCounterFollower();
            services.AddSingleton<ICommitObserver>(this);
            _services = services.BuildServiceProvider();
            Follower.Lost += () =>
            {
                Interlocked.Increment(ref _gaps);
                _lost.TrySetResult();
            };
        }

        public long Events => Interlocked.Read(ref _events);

        public int Gaps => Volatile.Read(ref _gaps);

        CounterFollower Follower => _services.GetRequiredService<CounterFollower>();

        public async Task LoadAsync()
        {
            long loaded = 0;
            await _services.GetRequiredService<IKpiStore>().LoadAsync(
                null,
                0,
                // From this moment on it is told.
                () => Interlocked.Exchange(ref _events, 0),
                counter => loaded += counter.Metric == Metrics.Events && counter.Minute >= 0 ? (long)counter.Value : 0, // of each minute, not the total too
                CancellationToken.None);
            Interlocked.Add(ref _events, loaded);
        }

        public Task FollowAsync() => Follower.StartAsync(CancellationToken.None);

        public Task ShowsAsync(long events) => UntilAsync(() => Events >= events, () => Assert.Equal(events, Events));

        public Task NoticesAsync() => UntilAsync(() => _lost.Task.IsCompleted, () => Assert.True(_lost.Task.IsCompleted));

        public void OnCommitted(IReadOnlyList<Commit> commits) => Interlocked.Add(
            ref _events, commits.SelectMany(commit => commit.Deltas).Where(delta => delta.Metric == Metrics.Events).Sum(delta => (long)delta.Value));

        public async ValueTask DisposeAsync()
        {
            await Follower.StopAsync(CancellationToken.None);
            await _services.DisposeAsync();
        }

        // Its time passes until it has seen what there is.
        async Task UntilAsync(Func<bool> seen, Action check)
        {
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
            for (var look = 0; !seen() && look < 6_000; look++)
            {
                _clock.Advance(CounterFollower.Interval);
                await timer.WaitForNextTickAsync();
            }

            check();
        }
    }
}
