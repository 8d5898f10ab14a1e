using System.Collections.Immutable;
using CustomerGrains.Contracts.Customers;

namespace CustomerGrains.Web.Live;

/// <summary>
/// The one observer of this process: registered with every customer that some connection watches, renewed while one does, released
/// when the last one leaves. What it hears goes to the connections at once.
/// </summary>
sealed partial class CustomerWatches(IGrainFactory grains, WatchTimes times, TimeProvider clock, LiveMetrics metrics, ILogger<CustomerWatches> log)
    : BackgroundService, ICustomerObserver
{
    // A silo that does not answer must not hold up the registrations with others.
    const int AtOnce = 32;

    readonly Lock _lock = new();
    readonly Dictionary<string, WatchedCustomer> _watched = new(StringComparer.Ordinal);
    readonly HashSet<WatchedCustomer> _moved = []; // those of them that became part of another customer
    ICustomerObserver? _self;

    /// <summary>How many customers are watched.</summary>
    public int Count
    {
        get
        {
            lock (_lock) return _watched.Count;
        }
    }

    /// <summary>Sends a customer's picture now, if there is such a customer, and her changes from now on.</summary>
    public async Task JoinAsync(LiveConnection connection, string id)
    {
        var watched = Enter(connection, id);
        var document = await RegisterAsync(watched);
        if (document is null) return;
        watched.Version = Math.Max(watched.Version, document.Version);
        connection.Post(id, Picture(document));
    }

    /// <summary>Stops a connection's watch.</summary>
    public async Task LeaveAsync(LiveConnection connection, string id)
    {
        WatchedCustomer? watched;
        lock (_lock)
        {
            if (!_watched.TryGetValue(id, out watched)) return;
            watched.Connections = watched.Connections.Remove(connection);
            if (watched.Connections.Count > 0) return;
            _watched.Remove(id);
            _moved.Remove(watched);
        }
        await ReleaseAsync(watched);
    }

    public async Task Changed(CustomerChange change)
    {
        var moved = change.MovedTo is not null;
        foreach (var watched in WatchersOf(change.WatchedId))
        {
            if (moved) await MoveAsync(watched);
            else watched.Post(Picture(change.Document, change));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        metrics.Watch(() => Count);
        using var timer = new PeriodicTimer(times.RenewEvery, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await RenewAsync();
        }
        catch (OperationCanceledException)
        {
            // The process is stopping.
        }
    }

    /// <summary>Renews all registrations, and catches up with changes whose notification was lost.</summary>
    public async Task RenewAsync()
    {
        WatchedCustomer[] all;
        lock (_lock) all = [.. _watched.Values];
        await Parallel.ForEachAsync(all, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (watched, _) =>
        {
            var known = watched.Version;
            if (await RegisterAsync(watched) is { } document && document.Version > known) watched.Post(Picture(document));
        });
    }

    WatchedCustomer Enter(LiveConnection connection, string id)
    {
        lock (_lock)
        {
            if (!_watched.TryGetValue(id, out var watched)) _watched.Add(id, watched = new(id));
            watched.Connections = watched.Connections.Add(connection);
            return watched;
        }
    }

    WatchedCustomer[] WatchersOf(string grainId)
    {
        lock (_lock)
        {
            var moved = _moved.Where(watched => watched.GrainId == grainId);
            return _watched.TryGetValue(grainId, out var same) && same.GrainId == grainId ? [same, .. moved] : [.. moved];
        }
    }

    async Task<CustomerDocument?> RegisterAsync(WatchedCustomer watched)
    {
        await watched.Gate.WaitAsync();
        try
        {
            _self ??= grains.CreateObjectReference<ICustomerObserver>(this);
            var document = await grains.GetGrain<ICustomerGrain>(watched.GrainId).Watch(_self);
            // An id that became part of another customer answers with that customer, who is then the one to watch.
            if (document is not null && document.CustomerId != watched.GrainId)
            {
                Move(watched, document.CustomerId);
                document = await grains.GetGrain<ICustomerGrain>(watched.GrainId).Watch(_self);
            }
            return document;
        }
        catch (Exception e)
        {
            WatchFailed(e);
            return null;
        }
        finally
        {
            watched.Gate.Release();
        }
    }

    void Move(WatchedCustomer watched, string target)
    {
        lock (_lock)
        {
            (watched.GrainId, watched.Version) = (target, 0);
            if (_watched.GetValueOrDefault(watched.Id) == watched) _moved.Add(watched);
        }
    }

    async Task MoveAsync(WatchedCustomer watched)
    {
        if (await RegisterAsync(watched) is { } document) watched.Post(Picture(document));
    }

    async Task ReleaseAsync(WatchedCustomer watched)
    {
        await watched.Gate.WaitAsync();
        try
        {
            // Another id that is watched may be the same customer by now, and the same id may be watched again.
            if (_self is { } self && WatchersOf(watched.GrainId).Length == 0) await grains.GetGrain<ICustomerGrain>(watched.GrainId).Unwatch(self);
        }
        catch (Exception e)
        {
            WatchFailed(e);
        }
        finally
        {
            watched.Gate.Release();
        }
    }

    CustomerPicture Picture(CustomerDocument document, CustomerChange? change = null)
    {
        var counted = 0;
        return new(clock.GetUtcNow(), change?.ReceivedAt, document.CustomerId, document.Version, document.Json, change?.Touchpoints ?? [], Sent);

        void Sent()
        {
            if (change is null || Interlocked.Exchange(ref counted, 1) != 0) return;
            metrics.Lag(clock.GetUtcNow() - change.ReceivedAt);
        }
    }

    [LoggerMessage(LogLevel.Warning, "A customer's grain could not be watched; it is tried again")]
    partial void WatchFailed(Exception exception);

    sealed class WatchedCustomer(string id)
    {
        public string Id { get; } = id;

        /// <summary>Whose grain is watched: the id itself, or whoever it became part of.</summary>
        public string GrainId { get; set; } = id;

        /// <summary>Who watches. Replaced under the lock, read without.</summary>
        public ImmutableHashSet<LiveConnection> Connections { get; set; } = [];

        /// <summary>One registration at a time.</summary>
        public SemaphoreSlim Gate { get; } = new(1, 1);

        /// <summary>The newest version that was posted.</summary>
        public long Version { get; set; }

        public void Post(CustomerPicture picture)
        {
            Version = Math.Max(Version, picture.Version);
            foreach (var connection in Connections) connection.Post(Id, picture);
        }
    }
}

/// <summary>How often registrations are renewed. Renewing also brings what was missed, should a notification be lost.</summary>
sealed record WatchTimes(TimeSpan RenewEvery)
{
    /// <summary>Where customers live in this process.</summary>
    public static readonly WatchTimes Local = new(TimeSpan.FromSeconds(60));

    /// <summary>Where they live in others, which come and go.</summary>
    public static readonly WatchTimes Cluster = new(TimeSpan.FromSeconds(10));
}
