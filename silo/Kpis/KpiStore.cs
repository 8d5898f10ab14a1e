using System.Data.Common;
using System.Runtime.InteropServices;
using CustomerGrains.Domain.Kpis;
using CustomerGrains.Silo.Storage;

namespace CustomerGrains.Silo.Kpis;

/// <summary>The counters of either store. Shards are added up here, in decimals, as SQLite has none.</summary>
sealed class KpiStore(StoreDatabase database) : IKpiStore
{
    const int MinutesPerDay = 24 * 60;

    public async Task LoadAsync(long fromMinute, Action<KpiCounter> each, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(each);
        await database.RunAsync(
            async (connection, token) =>
            {
                await LoadAsync(connection, fromMinute, each, token);
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
            r => CollectionsMarshal.GetValueRefOrAddDefault(sums, (r.GetString(0), r.GetString(1)), out _) += Value(r, 2),
            cancellationToken);
        return sums.OrderBy(s => s.Key).Select(s => new KpiSum(s.Key.Metric, s.Key.Dimension, s.Value)).ToList();
    }

    public async Task<IReadOnlyList<KpiPoint>> SeriesAsync(
        string metric, long fromMinute, long throughMinute, int stepMinutes, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(stepMinutes, 1);
        var sums = new SortedDictionary<(long Minute, string Dimension), decimal>();
        await EachAsync(
            "SELECT minute, dimension, value FROM counter WHERE minute BETWEEN @from AND @through AND metric = @metric",
            c => c.With("@from", Math.Max(0, fromMinute)).With("@through", throughMinute).With("@metric", metric),
            r =>
            {
                var minute = r.GetInt64(0);
                var key = (minute - (minute % stepMinutes), r.GetString(1));
                sums[key] = sums.GetValueOrDefault(key) + Value(r, 2);
            },
            cancellationToken);
        return sums.Select(s => new KpiPoint(s.Key.Minute, s.Key.Dimension, s.Value)).ToList();
    }

    public async Task<IReadOnlyList<KpiDay>> DaysAsync(long throughMinute, CancellationToken cancellationToken)
    {
        var sums = new Dictionary<(long Day, string Metric, string Dimension), decimal>();
        await EachAsync(
            "SELECT minute, metric, dimension, value FROM counter WHERE minute BETWEEN 0 AND @through AND metric <> @touchpoints",
            c => c.With("@through", throughMinute).With("@touchpoints", Metrics.Touchpoints),
            r => CollectionsMarshal.GetValueRefOrAddDefault(sums, (r.GetInt64(0) / MinutesPerDay, r.GetString(1), r.GetString(2)), out _) += Value(r, 3),
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

    /// <summary>Every counter with its shards added up.</summary>
    internal static async Task LoadAsync(DbConnection connection, long fromMinute, Action<KpiCounter> each, CancellationToken cancellationToken)
    {
        await using var command = connection
            .Command("SELECT minute, metric, dimension, value FROM counter WHERE minute = -1 OR minute >= @from ORDER BY minute, metric, dimension")
            .With("@from", fromMinute);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        KpiCounter? current = null;
        while (await reader.ReadAsync(cancellationToken))
        {
            var next = new KpiCounter(reader.GetInt64(0), reader.GetString(1), reader.GetString(2), Value(reader, 3));
            if (current is { } c && c.Minute == next.Minute && c.Metric == next.Metric && c.Dimension == next.Dimension)
            {
                current = c with { Value = c.Value + next.Value };
                continue;
            }

            if (current is { } done)
                each(done);
            current = next;
        }

        if (current is { } last)
            each(last);
    }

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

    // Text in SQLite, numeric in PostgreSQL.
    static decimal Value(DbDataReader reader, int column) =>
        reader.GetFieldType(column) == typeof(string) ? DecimalText.Parse(reader.GetString(column)) : reader.GetDecimal(column);
}
