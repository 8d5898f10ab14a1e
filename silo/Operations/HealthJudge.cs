using System.Globalization;

namespace CustomerGrains.Silo.Operations;

/// <summary>Says of the last minute what is behind, and what to do about it: docs/operations.md, "What to watch", as a program.</summary>
public static class HealthJudge
{
    // A queue that a writer empties in one transaction is none. Beyond this somebody waits who would not have to.
    const double LongWait = 1;

    // On a disk that is any good a transaction takes milliseconds, on one that is not some tens.
    const double SlowCommit = 0.5;
    const double FewCommits = 20;

    // What time changes shows within 2 s; a group of customers who share a deadline is spread over some seconds more.
    const double LateDeadline = 5;

    const double SlowScreen = 2;
    const double FewConflated = 0.5;
    const double LongPauses = 0.1;
    const double FullMemory = 0.85;

    /// <summary>What there is to say, the worst first.</summary>
    public static IReadOnlyList<Finding> Judge(HistoryPicture history, ProcessInfo process)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(process);
        var minute = new Recently(history);
        return [.. Findings(minute, process).OrderByDescending(static finding => finding.Level)];
    }

    static IEnumerable<Finding> Findings(Recently minute, ProcessInfo process) =>
        Journal(minute).Concat(Ingestion(minute)).Concat(Deadlines(minute)).Concat(Customers(minute)).Concat(Screens(minute)).Concat(Process(minute, process));

    static IEnumerable<Finding> Journal(Recently minute)
    {
        if (minute.Knows("customergrains.journal.available") && minute.Now("customergrains.journal.available") < 1)
        {
            yield return new(
                "store-away", FindingLevel.Trouble, "The store can't be written",
                "Senders are told to come back later (503); the figures stand still.",
                "See that the database runs and can be reached, has connections left and room on its disk; the log says what it answers. The writers try again every second by themselves.");
        }
        else if (minute.Sum("customergrains.journal.failures") is > 0 and var failed)
        {
            yield return new(
                "commits-fail", FindingLevel.Behind, "Commits failed",
                $"{Count(failed, "commit")} in the last minute; their senders were told to send again.",
                "The log has the reason. Conflicts are normal while a process takes over from another; anything else is the database's.");
        }

        if (minute.Now("customergrains.journal.queued.age") is > LongWait and var age)
        {
            yield return new(
                "queue-waits", FindingLevel.Behind, "Commits wait for the disk",
                $"The first of {Count(minute.Now("customergrains.journal.queued"), "commit")} has waited {Seconds(age)}.",
                "The store is the limit now: a faster disk, PostgreSQL instead of SQLite, or more writers (Store:Writers).");
        }

        // The first ones after a start are slow, and one of few is no habit.
        if (minute.Sum("customergrains.journal.duration") >= FewCommits && minute.P99("customergrains.journal.duration") is > SlowCommit and var slow)
        {
            yield return new(
                "commits-slow", FindingLevel.Behind, "Transactions are slow",
                $"One in a hundred takes {Seconds(slow)} or longer.",
                "Look at the database's disk and at what else it does: a backup, a checkpoint, a vacuum, another program.");
        }
    }

    static IEnumerable<Finding> Ingestion(Recently minute)
    {
        if (minute.Sum("customergrains.ingest.refused", "429") is > 0 and var busy)
        {
            yield return new(
                "senders-429", FindingLevel.Trouble, "Senders are told to slow down",
                $"{Count(busy, "request")} got 429 in the last minute. Segment SDKs send them again by themselves.",
                "If commits wait as well, the store is the limit; if not, one key sends more than Ingestion:EventsPerSecondPerKey. For a burst of imports this is as it should be.");
        }

        if (minute.Sum("customergrains.ingest.refused", "503") is > 0 and var away)
        {
            yield return new(
                "senders-503", FindingLevel.Trouble, "Senders are turned away",
                $"{Count(away, "request")} got 503 in the last minute: the store, or the customers' silo, did not answer.",
                "See /health/ready and the log. What was recorded already is not recorded twice when it is sent again.");
        }
    }

    static IEnumerable<Finding> Deadlines(Recently minute)
    {
        if (minute.Now("customergrains.deadlines.overdue") is > LateDeadline and var overdue)
        {
            yield return new(
                "deadlines-late", FindingLevel.Behind, "Customers change late",
                $"{Count(minute.Now("customergrains.deadlines.backlog"), "customer")} due, the longest for {Seconds(overdue)}.",
                "A journal that is busy delays deadlines as it delays events. After a long stop this is the backlog: it shrinks. If it does not, the log says who fails.");
        }

        if (minute.Sum("customergrains.deadlines.failures") is > 0 and var failed)
        {
            yield return new(
                "deadlines-fail", FindingLevel.Behind, "Customers could not be woken at their deadlines",
                $"{Count(failed, "attempt")} failed in the last minute.",
                "They are tried again, ever more slowly; the log has the reason.");
        }

        if (minute.Now("customergrains.backfills.running") is > 0 and var running)
        {
            yield return new(
                "backfill", FindingLevel.Note, "Everybody is looked at again",
                $"{Count(running, "backfill")} after rules were published, {Count(minute.Now("customergrains.backfills.remaining"), "customer")} to go.",
                "Nothing: it lets live events pass first.");
        }
    }

    static IEnumerable<Finding> Customers(Recently minute)
    {
        if (minute.Sum("customergrains.customers.snapshot.failures") is > 0 and var failed)
        {
            yield return new(
                "snapshots-fail", FindingLevel.Behind, "Snapshots fail",
                $"{Count(failed, "snapshot")} could not be read or written in the last minute.",
                "Nothing is lost: customers are folded from the journal, which takes longer. The log has the reason; on SQLite look at data/snapshots.db.");
        }

        if (minute.Sum("customergrains.alerts.failures") is > 0 and var blind)
        {
            yield return new(
                "alerts-blind", FindingLevel.Behind, "Alert rules could not be looked at",
                $"{Count(blind, "look")} failed in the last minute.",
                "The store did not answer. What crosses a threshold meanwhile is raised late.");
        }
    }

    static IEnumerable<Finding> Screens(Recently minute)
    {
        if (minute.P99("customergrains.live.lag") is > SlowScreen and var lag)
        {
            yield return new(
                "screens-lag", FindingLevel.Behind, "Screens lag",
                $"One touchpoint in a hundred takes {Seconds(lag)} or longer from its arrival to the first screen.",
                "If commits are slow, that is why. If not, look at the processor time of this process.");
        }

        var (sent, conflated) = (minute.Sum("customergrains.live.frames"), minute.Sum("customergrains.live.conflated"));
        if (conflated > 20 && conflated > FewConflated * (sent + conflated))
        {
            yield return new(
                "frames-conflated", FindingLevel.Note, "Slow connections get fewer frames",
                $"{Count(conflated, "picture")} in the last minute gave way to newer ones; {Count(sent, "frame")} went out.",
                "Nothing: whoever watches over a slow line sees fewer, fuller frames, and nobody else waits.");
        }
    }

    static IEnumerable<Finding> Process(Recently minute, ProcessInfo process)
    {
        if (minute.Sum("dotnet.gc.pause.time") / minute.Seconds is > LongPauses and var pauses)
        {
            yield return new(
                "pauses", FindingLevel.Behind, "The process often stands still to collect garbage",
                string.Create(CultureInfo.InvariantCulture, $"{pauses * 100:0} % of the last minute."),
                "It has too little memory or too little processor: see the memory below, and give it more.");
        }

        if (process.MemoryLimit > 0 && minute.Now("dotnet.process.memory.working_set") / process.MemoryLimit is > FullMemory and var full)
        {
            yield return new(
                "memory", FindingLevel.Behind, "Memory runs out",
                string.Create(CultureInfo.InvariantCulture, $"{full * 100:0} % of what the process may use is taken, {Count(minute.Now("customergrains.customers.resident"), "customer")} in it."),
                "Give it more, or spread the customers over more silos. A resting customer leaves memory after a quarter of an hour.");
        }
    }

    static string Count(double count, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:#,0} {what}{(count == 1 ? "" : "s")}");

    static string Seconds(double seconds) => seconds < 1
        ? string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000:0} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s");
}
