using System.Data.Common;
using CustomerGrains.Domain.Kpis;
using CustomerGrains.Silo.FollowUps;

namespace CustomerGrains.Silo.Kpis;

/// <summary>Compares every counter, those of segments, stages and channels too, and the list of follow-ups, with what the journals give.</summary>
sealed class Recount(DbConnection connection, DbTransaction transaction, DateTimeOffset now)
{
    const int MostDifferences = 1_000;

    // A follow-up whose row is not what the journals say.
    const string FollowUpRow = "follow_up_row";

    readonly JournalCount _count = new(connection, transaction);
    readonly List<KpiDifference> _differences = [];
    int _differenceCount;

    public async Task<RecountReport> RunAsync(CancellationToken cancellationToken)
    {
        await _count.RunAsync(cancellationToken);
        var totals = _count.Counters.Where(c => c.Key.Scope.Length == 0 && c.Key.Minute == KpiDelta.Gauge && c.Value != 0)
            .Select(c => new KpiSum(c.Key.Metric, c.Key.Dimension, c.Value))
            .OrderBy(c => c.Metric, StringComparer.Ordinal).ThenBy(c => c.Dimension, StringComparer.Ordinal).ToList();
        await CounterReader.EachAsync(connection, transaction, scope: null, KpiDelta.Gauge, Compare, cancellationToken);
        await CounterReader.EachScopedAsync(connection, transaction, Compare, cancellationToken);
        foreach (var (key, recounted) in _count.Counters)
            Compare(new(key.Scope, key.Minute, key.Metric, key.Dimension, 0), recounted);
        foreach (var id in await _count.FollowUps.DifferencesAsync(connection, transaction, now - FollowUpPurge.Reach, cancellationToken))
            Compare(new("", KpiDelta.Gauge, FollowUpRow, id, 0), 1);
        return new(_count.Customers, _count.Entries, totals, _differences, _differenceCount);
    }

    void Compare(KpiCount stored)
    {
        _count.Counters.Remove((stored.Scope, stored.Minute, stored.Metric, stored.Dimension), out var recounted);
        Compare(stored, recounted);
    }

    void Compare(in KpiCount stored, decimal recounted)
    {
        if (stored.Value != recounted && ++_differenceCount <= MostDifferences)
            _differences.Add(new(stored.Minute, stored.Metric, stored.Dimension, stored.Value, recounted, stored.Scope));
    }
}
