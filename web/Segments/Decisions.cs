using CustomerGrains.Domain.Kpis;
using CustomerGrains.Grains.Journal;

namespace CustomerGrains.Web.Segments;

/// <summary>Counts the decisions that are committed, by what they add to the flow. Called on the journal's writer, so it does no more than that.</summary>
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
            foreach (var delta in commit.Deltas)
                if (delta is { Scopes: null, Metric: Metrics.StageEntered or Metrics.SegmentJoined or Metrics.SegmentLeft }) Interlocked.Add(ref _count, (long)delta.Value);
        if (_count != before) Changed?.Invoke();
    }
}
