namespace CustomerGrains.Silo.Kpis;

/// <summary>
/// Hears, in a process without customers, what the others commit, and tells the commit observers here: counters exactly, and the latest touchpoints (docs/decisions/023-clusters.md).
/// </summary>
public interface ICounterFollower
{
    /// <summary>
    /// Something was missed, as after a long sleep: nothing is told until counters are loaded anew (<see cref="IKpiStore.LoadAsync(string?, long, Action, Action{KpiCounter}, CancellationToken)"/>), and all that were loaded
    /// before have to be. Must be quick and must not throw.
    /// </summary>
    event Action? Lost;
}
