namespace CustomerGrains.Grains.Journal;

/// <summary>
/// Hears of every commit of this process after it is durable, in commit order, on the journal's writer: must be quick and must not throw.
/// </summary>
public interface ICommitObserver
{
    /// <summary>These commits are on disk.</summary>
    void OnCommitted(IReadOnlyList<Commit> commits);
}
