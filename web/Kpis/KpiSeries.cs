using System.Text.Json.Serialization;
using CustomerGrains.Grains.Value;
using CustomerGrains.Silo.Kpis;

namespace CustomerGrains.Web.Kpis;

/// <summary>One figure over time.</summary>
/// <param name="Metric">Its name.</param>
/// <param name="Currency">The currency if it is money, else null.</param>
/// <param name="Step">minute, hour or day (UTC).</param>
/// <param name="From">Beginning of the first step.</param>
/// <param name="To">Beginning of the last step.</param>
/// <param name="Unconverted">Currencies that are left out because they have no rate.</param>
/// <param name="Points">Every step, in order of time.</param>
/// <param name="Scope">segment/..., stage/... or channel/...; null for everybody.</param>
sealed record SeriesReply(
    string Metric, string? Currency, string Step, DateTimeOffset From, DateTimeOffset To, IReadOnlyList<string> Unconverted, IReadOnlyList<SeriesPoint> Points,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Scope = null);

/// <summary>One step: when it begins, and the figure; null where nobody answered.</summary>
sealed record SeriesPoint(DateTimeOffset At, decimal? Value);

/// <summary>Reads figures over time from the counters.</summary>
sealed class KpiSeries(IKpiStore store, IReportingCurrency reporting)
{
    /// <summary>Steps of one answer.</summary>
    public const int MostPoints = 3_000;

    public async Task<SeriesReply> ReadAsync(
        string? scope, string name, string step, int stepMinutes, long fromMinute, long throughMinute, CancellationToken cancellationToken)
    {
        var metric = SeriesMetrics.All[name];
        var first = fromMinute - (fromMinute % stepMinutes);
        var last = throughMinute - (throughMinute % stepMinutes);
        var current = reporting.Current;
        var unconverted = new SortedSet<string>(StringComparer.Ordinal);
        var sums = new decimal[metric.Counters.Length][];
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] = new decimal[((last - first) / stepMinutes) + 1];
            foreach (var point in await store.SeriesAsync(scope, metric.Counters[i], first, last + stepMinutes - 1, stepMinutes, cancellationToken))
            {
                var rate = metric.Money ? current.RateOf(point.Dimension) : 1;
                if (rate is null) unconverted.Add(point.Dimension);
                else sums[i][(point.Minute - first) / stepMinutes] += point.Value * rate.Value;
            }
        }
        var points = Enumerable.Range(0, sums[0].Length)
            .Select(step => new SeriesPoint(Time(first + (step * (long)stepMinutes)), metric.Value([.. sums.Select(counter => counter[step])])))
            .ToList();
        return new(name, metric.Money ? current.Currency : null, step, Time(first), Time(last), [.. unconverted], points, scope);
    }

    static DateTimeOffset Time(long minute) => DateTimeOffset.FromUnixTimeSeconds(minute * 60);
}
