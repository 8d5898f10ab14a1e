using System.Data.Common;
using System.Runtime.InteropServices;
using CustomerGrains.Domain.Kpis;
using CustomerGrains.Silo.Journal;
using CustomerGrains.Silo.Storage;

namespace CustomerGrains.Silo.Kpis;

/// <summary>The counters of either store.</summary>
sealed class KpiStore(StoreDatabase database, CommitGate gate, TimeProvider clock, CounterFollower? follower = null) : IKpiStore
{
    const int MinutesPerDay = 24 * 60;

    public Task LoadAsync(long fromMinute, Action<KpiCounter> each, CancellationToken cancellationToken) => LoadAsync(null, fromMinute, () => { }, each, cancellationToken);

    public async Task LoadAsync(string? scope, long fromMinute, Action atMoment, Action<KpiCounter> each, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(atMoment);
        ArgumentNullException.ThrowIfNull(each);
        await database.RunAsync(
            async (connection, token) =>
            {
                // What this process has announced by then is in the snapshot, and nothing else of what it commits.
                await using var transaction = await gate.WhileNothingCommitsAsync(() => BeginAsync(connection, atMoment, token), token);
                await CounterReader.EachAsync(
                    connection,
                    transaction,
                    scope,
                    fromMinute,
                    count =>
                    {
                        each(new(count.Minute, count.Metric, count.Dimension, count.Value));
                    },
                    token);
                return true;
            },
            cancellationToken);
    }

    public async Task<IReadOnlyList<KpiSum>> TotalsAsync(CancellationToken cancellationToken) =>
        await SumAsync(KpiDelta.Gauge, KpiDelta.Gauge, cancellationToken);

    public async Task<IReadOnlyList<KpiSum>> SumAsync(long fromMinute, long throughMinute, CancellationToken cancellationToken)
    {
        var sums = new Dictionary<(string Metric, string Dimension), decimal>();
        await EachAsync(
            "minute BETWEEN @from AND @through",
            c => c.With("@from", fromMinute).With("@through", throughMinute),
            count => count.Minute >= fromMinute && count.Minute <= throughMinute,
            count => CollectionsMarshal.GetValueRefOrAddDefault(sums, (count.Metric, count.Dimension), out _) += count.Value,
            scope: null,
            cancellationToken);
        return sums.OrderBy(s => s.Key).Select(s => new KpiSum(s.Key.Metric, s.Key.Dimension, s.Value)).ToList();
    }

    public async Task<IReadOnlyList<KpiPoint>> SeriesAsync(
        string? scope, string metric, long fromMinute, long throughMinute, int stepMinutes, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stepMinutes, 1);
        // The events of a scope are the sum of its touchpoints by channel and name.
        var isSum = scope is not null && metric == Metrics.Events;
        var counted = isSum ? Metrics.Touchpoints : metric;
        var first = Math.Max(0, fromMinute);
        var sums = new SortedDictionary<(long Minute, string Dimension), decimal>();
        await EachAsync(
            "minute BETWEEN @from AND @through AND metric = @metric",
            c => c.With("@from", first).With("@through", throughMinute).With("@metric", counted),
            count => count.Minute >= first && count.Minute <= throughMinute && count.Metric == counted,
            count =>
            {
                var key = (count.Minute - (count.Minute % stepMinutes), isSum ? "" : count.Dimension);
                sums[key] = sums.GetValueOrDefault(key) + count.Value;
            },
            scope,
            cancellationToken);
        return sums.Select(s => new KpiPoint(s.Key.Minute, s.Key.Dimension, s.Value)).ToList();
    }

    public async Task<IReadOnlyList<KpiDay>> DaysAsync(string? scope, long throughMinute, CancellationToken cancellationToken)
    {
        var sums = new Dictionary<(long Day, string Metric, string Dimension), decimal>();
        await EachAsync(
            $"minute BETWEEN 0 AND @through{(scope is null ? $" AND metric <> '{Metrics.Touchpoints}'" : "")}",
            c => c.With("@through", throughMinute),
            count => count.Minute >= 0 && count.Minute <= throughMinute && (scope is not null || count.Metric != Metrics.Touchpoints),
            count =>
            {
                if (Metrics.IsFlow(count.Metric))
                    return;
                var (metric, dimension) = count.Metric == Metrics.Touchpoints ? (Metrics.Events, "") : (count.Metric, count.Dimension);
                CollectionsMarshal.GetValueRefOrAddDefault(sums, (count.Minute / MinutesPerDay, metric, dimension), out _) += count.Value;
            },
            scope,
            cancellationToken);
        return sums.Where(s => s.Value != 0).OrderBy(s => s.Key).Select(s => new KpiDay(s.Key.Day, s.Key.Metric, s.Key.Dimension, s.Value)).ToList();
    }

    public Task<RecountReport> RecountAsync(CancellationToken cancellationToken) =>
        database.RunAsync(
            async (connection, token) =>
            {
                // One snapshot for both sides: commits that arrive meanwhile are in neither.
                await using var transaction = await database.BeginSnapshotAsync(connection, token);
                return await new Recount(connection, transaction, clock.GetUtcNow()).RunAsync(token);
            },
            cancellationToken);

    // A snapshot is taken by its first read.
    async Task<DbTransaction> BeginAsync(DbConnection connection, Action atMoment, CancellationToken cancellationToken)
    {
        var transaction = await database.BeginSnapshotAsync(connection, cancellationToken);
        try
        {
            await using var first = connection.Command("SELECT count(*) FROM setting");
            first.Transaction = transaction;
            first.CommandTimeout = CommitGate.LongestSeconds;
            await first.ExecuteScalarAsync(cancellationToken);
            if (follower is not null)
                await follower.CatchUpAsync(connection, transaction, cancellationToken);
            atMoment();
            return transaction;
        }
        catch
        {
            await transaction.DisposeAsync();
            throw;
        }
    }

    /// <summary>Counters of the whole (null) or of a scope: what is stored where the condition holds, and what the log still has and <paramref name="which"/> lets through.</summary>
    Task<bool> EachAsync(
        string condition, Action<DbCommand> bind, Func<KpiCount, bool> which, Action<KpiCount> each, string? scope, CancellationToken cancellationToken) =>
        database.RunAsync(
            async (connection, token) =>
            {
                await using var transaction = await database.BeginSnapshotAsync(connection, token);
                var table = scope is null ? "counter WHERE" : "counter_by WHERE scope = @scope AND";
                await using var command = connection.Command($"SELECT minute, metric, dimension, value FROM {table} {condition}");
                command.Transaction = transaction;
                bind(command);
                if (scope is not null)
                    command.With("@scope", scope);
                await using (var reader = await command.ExecuteReaderAsync(token))
                {
                    while (await reader.ReadAsync(token))
                        each(new(scope ?? Scopes.Whole, reader.GetInt64(0), reader.GetString(1), reader.GetString(2), CounterReader.Value(reader, 3)));
                }

                foreach (var count in (await CounterLog.PendingAsync(connection, transaction, token)).ToCounts())
                {
                    if (count.Scope == (scope ?? Scopes.Whole) && which(count))
                        each(count);
                }

                return true;
            },
            cancellationToken);
}
