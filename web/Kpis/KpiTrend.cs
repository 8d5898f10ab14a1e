using CustomerGrains.Contracts.Kpis;
using CustomerGrains.Grains.Value;
using CustomerGrains.Silo.Kpis;

namespace CustomerGrains.Web.Kpis;

/// <summary>The key figures over time.</summary>
/// <param name="Window">The window.</param>
/// <param name="AsOf">When the numbers were taken.</param>
/// <param name="Currency">The reporting currency.</param>
/// <param name="Step">minute, hour, day, week (from Monday) or month, all UTC.</param>
/// <param name="From">Beginning of the first step.</param>
/// <param name="Buckets">Every step, oldest first; the last is the current one, or of everything the last in which something happened.</param>
/// <param name="Previous">The window just before; null for everything.</param>
sealed record TrendReply(
    string Window, DateTimeOffset AsOf, string Currency, string Step, DateTimeOffset From, IReadOnlyList<KpiBucket> Buckets, PreviousKpiView? Previous);

/// <summary>Makes the figures over time that belong to a window.</summary>
sealed class KpiTrend(KpiBoard board, KpiDays days, IReportingCurrency reporting, TimeProvider clock)
{
    /// <summary>Steps of one answer for everything.</summary>
    public const int MostBuckets = 400;

    const long Day = KpiDays.Minutes;

    // By window: steps, how long each is, and its name.
    static readonly Dictionary<string, (int Count, long Minutes, string Step)> _steps = new(StringComparer.Ordinal)
    {
        ["5m"] = (30, 1, "minute"),
        ["1h"] = (60, 1, "minute"),
        ["24h"] = (24, 60, "hour"),
        ["30d"] = (30, Day, "day"),
    };

    static readonly (string Name, Func<DateTime, DateTime> Begin, Func<DateTime, DateTime> Next)[] _lengths =
    [
        ("day", day => day, day => day.AddDays(1)),
        ("week", day => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)), day => day.AddDays(7)),
        ("month", day => new(day.Year, day.Month, 1, 0, 0, 0, DateTimeKind.Utc), day => day.AddMonths(1)),
    ];

    public async Task<TrendReply> ReadAsync(string window, CancellationToken cancellationToken)
    {
        if (window == KpiWindows.All) return await ReadAllAsync(cancellationToken);
        var (count, minutes, step) = _steps[window];
        var buckets = board.ReadSteps(count, minutes);
        return new(window, clock.GetUtcNow(), board.Currency, step, buckets[0].Start, buckets, board.ReadPrevious(KpiWindows.IndexOf(window)!.Value));
    }

    async Task<TrendReply> ReadAllAsync(CancellationToken cancellationToken)
    {
        var sums = await days.ReadAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var today = now.UtcDateTime.Date;
        var first = sums.Count == 0 ? today : Date(sums.Min(sum => sum.Day));
        if (first > today) first = today;
        // History that was imported ends where it ends: years of nothing up to today would leave it no room.
        var last = sums.Count == 0 ? today : Date(sums.Max(sum => sum.Day));
        if (last > today) last = today;
        var (step, begin, next) = _lengths.First(length => length.Name == "month" || Count(length.Begin(first), last, length.Next) <= MostBuckets);
        var starts = new List<DateTime>();
        // Dates from broken clocks can lie decades back: then the oldest months are left out.
        for (var at = Latest(begin(first), begin(last)); at <= last; at = next(at)) starts.Add(at);
        var byStep = sums.GroupBy(sum => begin(Date(sum.Day))).ToDictionary(group => group.Key, group => group.ToList());
        var buckets = starts.ConvertAll(start => Bucket(start, byStep.GetValueOrDefault(start) ?? [], now));
        return new(KpiWindows.All, now, board.Currency, step, buckets[0].Start, buckets, null);
    }

    KpiBucket Bucket(DateTime start, List<KpiDay> days, DateTimeOffset now)
    {
        var sums = new Dictionary<(string Metric, string Dimension), decimal>();
        foreach (var day in days) sums[(day.Metric, day.Dimension)] = sums.GetValueOrDefault((day.Metric, day.Dimension)) + day.Value;
        return KpiBucket.From(new(start, TimeSpan.Zero), KpiView.From("", now, reporting.Current, sums));
    }

    static int Count(DateTime from, DateTime to, Func<DateTime, DateTime> next)
    {
        var count = 0;
        for (var at = from; at <= to && count <= MostBuckets; at = next(at)) count++;
        return count;
    }

    // Only months can be more than that.
    static DateTime Latest(DateTime first, DateTime lastMonth)
    {
        var oldest = lastMonth.AddMonths(1 - MostBuckets);
        return first < oldest ? oldest : first;
    }

    static DateTime Date(long day) => DateTime.UnixEpoch.AddDays(day);
}
