using CustomerGrains.Grains.Journal;
using Microsoft.Extensions.Logging;

namespace CustomerGrains.Silo.Journal;

/// <summary>Tells the observers what is durable, one group at a time. An observer that throws harms nobody but itself.</summary>
sealed partial class CommitAnnouncer(Func<IEnumerable<ICommitObserver>> find, ILogger logger)
{
    readonly Lock _lock = new();
    ICommitObserver[]? _observers;

    public void Announce(IReadOnlyList<Commit> commits)
    {
        lock (_lock)
        {
            // Found at the first commit, not before: observers may need the journal themselves.
            foreach (var observer in _observers ??= find().ToArray())
            {
                try
                {
                    observer.OnCommitted(commits);
                }
#pragma warning disable CA1031 // What is durable is durable, whatever an observer makes of it.
                catch (Exception e)
#pragma warning restore CA1031
                {
                    ObserverFailed(logger, e, observer.GetType().Name);
                }
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Commit observer {Observer} failed")]
    static partial void ObserverFailed(ILogger logger, Exception exception, string observer);
}
