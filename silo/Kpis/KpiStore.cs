using System.Data.Common;
using System.Runtime.InteropServices;
using CustomerGrains.Domain.Kpis;
using CustomerGrains.Silo.Journal;
using CustomerGrains.Silo.Storage;

namespace CustomerGrains.Silo.Kpis;

/// <summary>The counters of either store.</summary>
sealed class KpiStore(StoreDatabase database, CommitGate gate) : IKpiStore
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
            "SELECT metric, dimension, value FROM counter WHERE minute BETWEEN @from AND @through",
            c => c.With("@from", fromMinute).With("@through", throughMinute),
            r => CollectionsMarshal.GetValueRefOrAddDefault(sums, (r.GetString(0), r.GetString(1)), out _) += CounterReader.Value(r, 2),
            cancellationToken);
        return sums.OrderBy(s => s.Key).Select(s => new KpiSum(s.Key.Metric, s.Key.Dimension, s.Value)).ToList();
    }

    public async Task<IReadOnlyList<KpiPoint>> SeriesAsync(
        string? scope, string metric, long fromMinute, long throughMinute, int stepMinutes, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stepMinutes, 1);
        // The events of a scope are the sum of its touchpoints by channel and name.
        var isSum = scope is not null && metric == Metrics.Events;
        var sums = new SortedDictionary<(long Minute, string Dimension), decimal>();
        await EachAsync(
            $"SELECT minute, dimension, value FROM {Table(scope)} minute BETWEEN @from AND @through AND metric = @metric",
            c => Scoped(c, scope).With("@from", Math.Max(0, fromMinute)).With("@through", throughMinute).With("@metric", isSum ? Metrics.Touchpoints : metric),
            r =>
            {
                var minute = r.GetInt64(0);
                var key = (minute - (minute % stepMinutes), isSum ? "" : r.GetString(1));
                sums[key] = sums.GetValueOrDefault(key) + CounterReader.Value(r, 2);
            },
            cancellationToken);
        return sums.Select(s => new KpiPoint(s.Key.Minute, s.Key.Dimension, s.Value)).ToList();
    }

    public async Task<IReadOnlyList<KpiDay>> DaysAsync(string? scope, long throughMinute, CancellationToken cancellationToken)
    {
        var sums = new Dictionary<(long Day, string Metric, string Dimension), decimal>();
        await EachAsync(
            $"SELECT minute, metric, dimension, value FROM {Table(scope)} minute BETWEEN 0 AND @through{(scope is null ? $" AND metric <> '{Metrics.Touchpoints}'" : "")}",
            c => Scoped(c, scope).With("@through", throughMinute),
            r =>
            {
                var (metric, dimension) = (r.GetString(1), r.GetString(2));
                if (Metrics.IsFlow(metric))
                    return;
                if (metric == Metrics.Touchpoints)
                    (metric, dimension) = (Metrics.Events, "");
                CollectionsMarshal.GetValueRefOrAddDefault(sums, (r.GetInt64(0) / MinutesPerDay, metric, dimension), out _) += CounterReader.Value(r, 3);
            },
            cancellationToken);
        return sums.Where(s => s.Value != 0).OrderBy(s => s.Key).Select(s => new KpiDay(s.Key.Day, s.Key.Metric, s.Key.Dimension, s.Value)).ToList();
    }

    public Task<RecountReport> RecountAsync(CancellationToken cancellationToken) =>
        database.RunAsync(
            async (connection, token) =>
            {
                // One snapshot for both sides: commits that arrive meanwhile are in neither.
                await using var transaction = await database.BeginSnapshotAsync(connection, token);
                return await new Recount(connection, transaction).RunAsync(token);
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
            atMoment();
            return transaction;
        }
        catch
        {
            await transaction.DisposeAsync();
            throw;
        }
    }

    static string Table(string? scope) => scope is null ? "counter WHERE" : "counter_by WHERE scope = @scope AND";

    static DbCommand Scoped(DbCommand command, string? scope) => scope is null ? command : command.With("@scope", scope);

    Task<bool> EachAsync(string sql, Action<DbCommand> bind, Action<DbDataReader> each, CancellationToken cancellationToken) =>
        database.RunAsync(
            async (connection, token) =>
            {
                await using var command = connection.Command(sql);
                bind(command);
                await using var reader = await command.ExecuteReaderAsync(token);
                while (await reader.ReadAsync(token))
                    each(reader);
                return true;
            },
            cancellationToken);
}
