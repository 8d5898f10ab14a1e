using CustomerGrains.Domain.Journal;
using CustomerGrains.Grains.Journal;

namespace CustomerGrains.Web.Segments;

/// <summary>Counts the decisions that this process commits. Called on the journal's writer, so it does no more than that.</summary>
sealed class Decisions : ICommitObserver
{
    long _count;

    /// <summary>How many there were.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>Set by the pump: there are more.</summary>
    public Action? Changed { get; set; }

    public void OnCommitted(IReadOnlyList<Commit> commits)
    {
        var before = _count;
        foreach (var commit in commits)
            foreach (var entry in commit.Entries)
                if (entry.Kind is EntryKind.StageEntered or EntryKind.SegmentJoined or EntryKind.SegmentLeft) Interlocked.Increment(ref _count);
        if (_count != before) Changed?.Invoke();
    }
}
