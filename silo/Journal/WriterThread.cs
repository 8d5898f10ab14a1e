using System.Diagnostics;
using System.Runtime.CompilerServices;
using CustomerGrains.Grains.Journal;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Silo.Journal;

/// <summary>
/// One writer: takes whatever waits, writes it as one transaction, tells the observers, completes the callers. There is no timer:
/// a lone commit goes at once, and while the disk is busy the next group gathers by itself. A thread of its own, because both
/// databases are driven by blocking calls and the thread pool must not wait for a disk.
/// </summary>
sealed partial class WriterThread
{
    static readonly TimeSpan RecoveryInterval = TimeSpan.FromSeconds(1);

    readonly int _number;
    readonly IJournalStore _store;
    readonly IGroupWriter _writer;
    readonly CommitAnnouncer _announcer;
    readonly CommitGate _gate;
    readonly JournalHealth _health;
    readonly JournalMetrics _metrics;
    readonly ILogger _logger;
    // Of commits that build upon each other, once one failed: why. Weak, so that it forgets with whoever made them.
    readonly ConditionalWeakTable<object, Exception> _failed = [];
    readonly Thread _thread;
    bool _down;

    public WriterThread(
        int number, IJournalStore store, JournalLimits limits, CommitAnnouncer announcer, CommitGate gate, JournalHealth health, JournalMetrics metrics, ILogger logger)
    {
        (_number, _store, _announcer, _gate, _health, _metrics, _logger) = (number, store, announcer, gate, health, metrics, logger);
        Queue = new(limits);
        _writer = store.OpenWriter(number);
        _thread = new(Run) { Name = $"journal writer {number}", IsBackground = true };
        _thread.Start();
    }

    public CommitQueue Queue { get; }

    public void Join() => _thread.Join();

    void Run()
    {
        while (Queue.Take(_down ? RecoveryInterval : Timeout.InfiniteTimeSpan) is { } group)
        {
            if (group.Count > 0)
                WriteAll(group);
            else
                Probe();
        }

        _writer.Dispose();
    }

    /// <summary>Writes the group as one transaction; if somebody in it is at fault, halves it until only the guilty fail.</summary>
    void WriteAll(List<PendingCommit> group)
    {
        group.RemoveAll(FailedBefore);
        if (group.Count == 0)
            return;
        if (TryWriteAndAnnounce(group) is not { } reason)
        {
            foreach (var pending in group)
                pending.Complete();
            return;
        }

        _writer.Reset();
        var failure = _store.Classify(reason);
        if (failure != StoreFailure.Unavailable && group.Count > 1)
            WriteHalves(group);
        else
            FailAll(group, failure, reason);
    }

    Exception? TryWriteAndAnnounce(List<PendingCommit> group)
    {
        using var passage = _gate.Enter();
        var failure = TryWrite(group);
        // The numbers first: whoever is answered may ask for them at once.
        if (failure is null)
            _announcer.Announce(group.ConvertAll(p => p.Commit));
        return failure;
    }

    Exception? TryWrite(List<PendingCommit> group)
    {
        using var span = CommitTrace.Begin(group, _number);
        try
        {
            Write(group);
            return null;
        }
#pragma warning disable CA1031 // Whatever fails is told to those who wait for it; the writer goes on.
        catch (Exception e)
#pragma warning restore CA1031
        {
            span?.SetStatus(ActivityStatusCode.Error, e.GetType().Name);
            return e;
        }
    }

    void Write(List<PendingCommit> group)
    {
        var started = Stopwatch.GetTimestamp();
        var commits = group.ConvertAll(p => p.Commit);
        using (var transaction = _writer.Begin())
        {
            transaction.Write(new(commits));
            transaction.Commit();
        }

        Recovered();
        var duration = Stopwatch.GetElapsedTime(started);
        _metrics.Committed(commits, duration);
        _health.Committed(duration);
    }

    void WriteHalves(List<PendingCommit> group)
    {
        // Halves by customer, so that a customer's later commits are tried after her earlier ones, and fail if those did.
        var byCustomer = group.GroupBy(p => p.Commit.CustomerId, StringComparer.Ordinal).ToList();
        if (byCustomer.Count == 1)
        {
            foreach (var pending in group)
                WriteAll([pending]);
            return;
        }

        WriteAll(byCustomer.Take(byCustomer.Count / 2).SelectMany(g => g).ToList());
        WriteAll(byCustomer.Skip(byCustomer.Count / 2).SelectMany(g => g).ToList());
    }

    void FailAll(List<PendingCommit> group, StoreFailure failure, Exception reason)
    {
        if (failure == StoreFailure.Unavailable)
        {
            _down = true;
            _health.Failed(_number, reason.Message);
        }

        Failed(_logger, reason, failure, group.Count);
        _metrics.Failed(failure.ToString(), group.Count);
        foreach (var pending in group)
        {
            var exception = ForCaller(failure, reason);
            if (pending.Commit.Lineage is { } lineage)
                _failed.TryAdd(lineage, exception);
            pending.Fail(exception);
        }
    }

    bool FailedBefore(PendingCommit pending)
    {
        if (pending.Commit.Lineage is not { } lineage || !_failed.TryGetValue(lineage, out var reason))
            return false;
        pending.Fail(reason is JournalConflictException ? new JournalConflictException(reason.Message) : new JournalUnavailableException(reason.Message, reason));
        return true;
    }

    static Exception ForCaller(StoreFailure failure, Exception reason) => failure switch
    {
        StoreFailure.Conflict => new JournalConflictException("Another activation wrote this customer's next entry first."),
        StoreFailure.Refused => new JournalUnavailableException($"The store refused the entries: {reason.Message}", reason),
        _ => new JournalUnavailableException($"The store can't be reached: {reason.Message}", reason),
    };

    void Probe()
    {
        try
        {
            using var transaction = _writer.Begin();
            transaction.Write(new([]));
            Recovered();
        }
#pragma warning disable CA1031 // Down; the next probe comes in a second.
        catch (Exception e)
#pragma warning restore CA1031
        {
            _writer.Reset();
            _down = true;
            _health.Failed(_number, e.Message);
        }
    }

    void Recovered()
    {
        if (!_down)
            return;
        _down = false;
        _health.Succeeded(_number);
        Back(_logger);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Journal: {Failure}, {Commits} commits failed")]
    static partial void Failed(ILogger logger, Exception exception, StoreFailure failure, int commits);

    [LoggerMessage(Level = LogLevel.Information, Message = "Journal: writing again")]
    static partial void Back(ILogger logger);
}
