using System.Collections.Concurrent;
using CustomerGrains.Silo.Cluster;
using CustomerGrains.Silo.Hosting;
using CustomerGrains.Silo.Storage;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Silo.Deadlines;

/// <summary>
/// Wakes customers at their deadlines: never before, and soon after. Four times a second it looks for those that are due; so many at once are woken that a
/// whole cohort is through quickly and few enough that events go on flowing between them. What fails stays due and is tried again, ever more slowly.
/// </summary>
sealed partial class Sweeper(
    DueTable dues, ClusterLocks cluster, ICustomerCalls customers, StoreDatabase database, TimeProvider clock, SweeperMetrics metrics, ILogger<Sweeper> logger)
    : WhileServing
{
    /// <summary>The time between two looks.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    /// <summary>How many customers are woken at once.</summary>
    public const int AtOnce = 128;

    const int Page = 1_000;

    // The same deadline is not tried again sooner: doubling with each failure.
    static readonly TimeSpan FirstRest = TimeSpan.FromSeconds(1);
    static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(1);

    // How long one goes on before it begins with the longest overdue again, and how often the slices are shared out.
    static readonly TimeSpan Round = TimeSpan.FromSeconds(1);

    readonly SemaphoreSlim _one = new(1, 1);
    readonly SemaphoreSlim _slots = new(AtOnce, AtOnce);
    readonly ConcurrentDictionary<string, Attempt> _attempts = new(StringComparer.Ordinal);
    readonly int[] _busy = new int[DueSlice.Count];
    IReadOnlyList<short>? _slices = [];
    DateTimeOffset _shared = DateTimeOffset.MinValue;

    /// <summary>Wakes everybody who is due now, in the order of their deadlines.</summary>
    /// <returns>Whether there may be more.</returns>
    public async Task<bool> SweepAsync(CancellationToken cancellationToken)
    {
        await _one.WaitAsync(cancellationToken);
        try
        {
            return await SweepPagesAsync(cancellationToken);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>Ends when everybody who was woken has answered.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        for (var i = 0; i < AtOnce; i++)
            await _slots.WaitAsync(cancellationToken);
        _slots.Release(AtOnce);
    }

    public override async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await base.StoppingAsync(cancellationToken);
        await DrainAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _one.Dispose();
        _slots.Dispose();
        base.Dispose();
    }

    protected override Task RunAsync(CancellationToken stoppingToken) => Loop.RunAsync(TurnAsync, Failed, Interval, clock, stoppingToken);

    async Task TurnAsync(CancellationToken cancellationToken)
    {
        if (!await SweepAsync(cancellationToken))
            await Task.Delay(Interval, clock, cancellationToken);
    }

    void Failed(Exception exception)
    {
        _slices = [];
        if (database.IsUnavailable(exception))
            NotRead(logger, exception.Message);
        else
            Broke(logger, exception);
    }

    async Task<bool> SweepPagesAsync(CancellationToken cancellationToken)
    {
        await ShareOutAsync(cancellationToken);
        if (_slices is { Count: 0 })
            return false;
        var (after, began, found, overdue) = (Due.First, clock.GetUtcNow(), 0L, TimeSpan.Zero);
        while (true)
        {
            var now = clock.GetUtcNow();
            var page = await dues.PageAsync(_slices, now.ToUnixTimeMilliseconds(), after, Page, cancellationToken);
            if (found == 0 && page.Count > 0)
                overdue = now - DateTimeOffset.FromUnixTimeMilliseconds(page[0].At);
            metrics.Found(found += page.Count, overdue);
            foreach (var due in page)
                await WakeAsync(due, now, cancellationToken);
            if (page.Count < Page)
                return false;
            if (now - began >= Round)
                return true;
            after = page[^1];
        }
    }

    async Task ShareOutAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        if (now - _shared < Round && _slices is not { Count: 0 })
            return;
        _shared = now;
        _slices = await cluster.SlicesAsync(slice => Volatile.Read(ref _busy[slice]) > 0, cancellationToken);
        metrics.Holds(_slices?.Count ?? DueSlice.Count);
        foreach (var (customer, attempt) in _attempts)
        {
            if (attempt.IsOver(now))
                _attempts.TryRemove(new(customer, attempt));
        }
    }

    async Task WakeAsync(Due due, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var before = _attempts.GetValueOrDefault(due.CustomerId);
        if (before is not null && !before.Permits(due.At, now))
            return;
        await _slots.WaitAsync(cancellationToken);
        var attempt = new Attempt(due.At, before?.DueAt == due.At ? before.Failures : 0);
        _attempts[due.CustomerId] = attempt;
        Interlocked.Increment(ref _busy[DueSlice.Of(due.CustomerId)]);
        _ = TickAsync(due, attempt);
    }

    async Task TickAsync(Due due, Attempt attempt)
    {
        // The loop must not be kept by a call that is served at once.
        await Task.Yield();
        try
        {
            await customers.TickAsync(due.CustomerId, due.At);
            metrics.Woken(clock.GetUtcNow() - DateTimeOffset.FromUnixTimeMilliseconds(due.At));
            attempt.Rest(clock.GetUtcNow() + FirstRest, failed: false);
        }
#pragma warning disable CA1031 // Whatever it was: she stays due.
        catch (Exception e)
#pragma warning restore CA1031
        {
            metrics.Failed();
            var rest = TimeSpan.FromTicks(Math.Min(FirstRest.Ticks << Math.Min(attempt.Failures, 10), LongestRest.Ticks));
            attempt.Rest(clock.GetUtcNow() + rest, failed: true);
            Failed(logger, e, attempt.Failures, rest.TotalSeconds);
        }
        finally
        {
            Interlocked.Decrement(ref _busy[DueSlice.Of(due.CustomerId)]);
            _slots.Release();
        }
    }

    /// <summary>A deadline that is being served, or was, or failed.</summary>
    sealed class Attempt(long dueAt, int failures)
    {
        long _until = long.MaxValue;

        public long DueAt => dueAt;

        public int Failures { get; private set; } = failures;

        /// <summary>One at a time; another deadline of the same customer may follow at once, the same one only after its rest.</summary>
        public bool Permits(long at, DateTimeOffset now) =>
            Volatile.Read(ref _until) is var until && until != long.MaxValue && (at != dueAt || now.UtcTicks >= until);

        /// <summary>Whether nothing need be remembered any more; of failures longer, so that the next one rests longer too.</summary>
        public bool IsOver(DateTimeOffset now) =>
            Volatile.Read(ref _until) is var until && until != long.MaxValue && now.UtcTicks - until >= (Failures > 0 ? LongestRest.Ticks : 0);

        public void Rest(DateTimeOffset until, bool failed)
        {
            Failures = failed ? Failures + 1 : 0;
            Volatile.Write(ref _until, until.UtcTicks);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Deadlines could not be read; trying again: {Reason}")]
    static partial void NotRead(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The sweep of deadlines failed; trying again")]
    static partial void Broke(ILogger logger, Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A customer could not be woken at her deadline (failure {Failures}); trying again in {Seconds} s")]
    static partial void Failed(ILogger logger, Exception exception, int failures, double seconds);
}
