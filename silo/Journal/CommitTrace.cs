using System.Diagnostics;
using CustomerGrains.Grains.Telemetry;

namespace CustomerGrains.Silo.Journal;

/// <summary>
/// The spans of a traced commit. It waits in a span of the request that it belongs to (<c>journal.wait</c>); the transaction that it shares with others is a
/// trace of its own (<c>journal.commit</c>), because it belongs to none of them more than to the others. Each links to the other.
/// </summary>
sealed class CommitTrace(Activity waiting)
{
    const int MostLinks = 64;

    ActivityContext _transaction;

    /// <summary>Appends a commit and waits for it, in a span of its own.</summary>
    public static async Task WaitAsync(PendingCommit pending, Func<PendingCommit, Task> append)
    {
        using var waiting = Instruments.Activities.StartActivity("journal.wait");
        pending.Trace = waiting is { Recorded: true } ? new(waiting) : null;
        try
        {
            await append(pending);
        }
        catch (Exception e)
        {
            // The kind of failure, not its words: a database's may hold what it was given.
            waiting?.SetStatus(ActivityStatusCode.Error, e.GetType().Name);
            throw;
        }
        finally
        {
            pending.Trace?.Link();
        }
    }

    /// <summary>The span of a transaction; null if nobody who waits for it is traced.</summary>
    public static Activity? Begin(List<PendingCommit> group, int writer)
    {
        if (!Instruments.Activities.HasListeners())
            return null;
        var links = group.Where(static p => p.Trace is not null).Take(MostLinks).Select(static p => p.Trace!.ToLink()).ToList();
        if (links.Count == 0 || Instruments.Activities.StartActivity("journal.commit", ActivityKind.Internal, default(ActivityContext), tags: null, links) is not { } span)
            return null;
        span.SetTag("journal.writer", writer);
        span.SetTag("journal.commits", group.Count);
        span.SetTag("journal.entries", group.Sum(static p => p.Commit.Entries.Count));
        foreach (var pending in group)
        {
            if (pending.Trace is { } trace)
                trace._transaction = span.Context;
        }

        return span;
    }

    ActivityLink ToLink() => new(waiting.Context);

    void Link()
    {
        if (_transaction != default)
            waiting.AddLink(new(_transaction));
    }
}
