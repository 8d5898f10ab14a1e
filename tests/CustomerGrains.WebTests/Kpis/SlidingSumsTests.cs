using CustomerGrains.Domain.Kpis;
using CustomerGrains.Web.Kpis;

namespace CustomerGrains.WebTests.Kpis;

public sealed class SlidingSumsTests
{
    const long Now = 29_000_000;

    [Fact]
    public void A_window_of_five_minutes_holds_the_current_minute_and_the_four_before()
    {
        var sums = new SlidingSums(Now);
        for (var minute = Now - 10; minute <= Now; minute++) sums.Add(new(minute, Metrics.Events, "", 1));

        Assert.Equal(5, Sum(sums, 0, Metrics.Events));
        Assert.Equal(11, Sum(sums, 1, Metrics.Events));
        Assert.Equal(11, Sum(sums, -1, Metrics.Events));
    }

    [Fact]
    public void Windows_empty_by_time_alone_and_the_total_stays()
    {
        var sums = new SlidingSums(Now);
        sums.Add(new(Now, Metrics.Gross, "GBP", 12.345678m));

        sums.RollTo(Now + 4);
        Assert.Equal(12.345678m, Sum(sums, 0, Metrics.Gross));
        sums.RollTo(Now + 5);
        Assert.Equal(0, Sum(sums, 0, Metrics.Gross));
        Assert.Equal(12.345678m, Sum(sums, 1, Metrics.Gross));
        sums.RollTo(Now + (30 * 24 * 60));
        Assert.All(Enumerable.Range(0, 4), window => Assert.Equal(0, Sum(sums, window, Metrics.Gross)));
        Assert.Equal(12.345678m, Sum(sums, -1, Metrics.Gross));
    }

    [Fact]
    public void An_event_of_a_clock_that_is_ahead_counts_when_its_minute_comes()
    {
        var sums = new SlidingSums(Now);
        sums.Add(new(Now + 2, Metrics.Events, "", 1));

        Assert.Equal(0, Sum(sums, 0, Metrics.Events));
        sums.RollTo(Now + 2);
        Assert.Equal(1, Sum(sums, 0, Metrics.Events));
    }

    [Fact]
    public void A_clock_that_goes_back_changes_nothing()
    {
        var sums = new SlidingSums(Now);
        sums.Add(new(Now, Metrics.Events, "", 1));
        sums.RollTo(Now - 100);

        Assert.Equal(Now, sums.Minute);
        Assert.Equal(1, Sum(sums, 0, Metrics.Events));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Whatever_happens_in_whatever_order_the_sums_are_those_of_the_definition(int seed)
    {
        var random = new Random(seed);
        var now = Now;
        var sums = new SlidingSums(now);
        var all = new List<KpiDelta>();
        (string, string)[] keys =
        [
            (Metrics.Events, ""), (Metrics.Gross, "GBP"), (Metrics.Gross, "EUR"), (Metrics.CustomersSeen, ""),
            (Metrics.Touchpoints, "web/Product Viewed"), (Metrics.Touchpoints, "web/Other"), (Metrics.Touchpoints, "store/Other"),
        ];
        for (var step = 0; step < 4_000; step++)
        {
            if (random.Next(20) == 0)
            {
                now += random.Next(4) switch { 0 => 1, 1 => random.Next(10), 2 => random.Next(3_000), _ => random.Next(60_000) };
                sums.RollTo(now);
            }
            var (metric, dimension) = keys[random.Next(keys.Length)];
            var age = random.Next(6) switch { 0 => 0, 1 => random.Next(12), 2 => random.Next(130), 3 => random.Next(3_000), 4 => random.Next(50_000), _ => random.Next(100_000) };
            var delta = new KpiDelta(random.Next(50) == 0 ? now + random.Next(3) : now - age, metric, dimension, random.Next(-50_000, 100_000) / 100m);
            all.Add(delta);
            sums.Add(delta);
            if (step % 50 == 0) Check(sums, all, now);
        }
        Check(sums, all, now);
    }

    [Fact]
    public void Loading_stored_counters_gives_the_same_as_having_seen_every_change()
    {
        var random = new Random(7);
        var seen = new SlidingSums(Now);
        var deltas = Enumerable.Range(0, 2_000).Select(_ => new KpiDelta(Now - random.Next(50_000), Metrics.Gross, "GBP", random.Next(-500, 1_000) / 100m)).ToList();
        foreach (var delta in deltas) seen.Add(delta);

        var loaded = new SlidingSums(Now);
        foreach (var minute in deltas.GroupBy(delta => delta.Minute)) loaded.Load(new(minute.Key, Metrics.Gross, "GBP", minute.Sum(delta => delta.Value)));
        loaded.Load(new(KpiDelta.Gauge, Metrics.Gross, "GBP", deltas.Sum(delta => delta.Value)));

        for (var window = -1; window < 4; window++) Assert.Equal(Sum(seen, window, Metrics.Gross), Sum(loaded, window, Metrics.Gross));
    }

    static void Check(SlidingSums sums, List<KpiDelta> all, long now)
    {
        for (var window = -1; window < KpiWindows.Sliding.Length; window++)
        {
            foreach (var (metric, dimension, value) in sums.Sums(window))
            {
                var expected = all
                    .Where(delta => delta.Metric == metric && delta.Dimension == dimension)
                    .Where(delta => window < 0 || (delta.Minute <= now && delta.Minute > now - KpiWindows.Sliding[window].Minutes))
                    .Sum(delta => delta.Value);
                Assert.Equal(expected, value);
            }
            Check(sums.Channels, delta => TouchpointDimension.Split(delta.Dimension).Channel);
            Check(sums.Names, delta => TouchpointDimension.Split(delta.Dimension).Name);

            void Check(IReadOnlyDictionary<string, CounterSeries> series, Func<KpiDelta, string> of)
            {
                foreach (var (key, one) in series)
                {
                    var mine = all.Where(delta => delta.Metric == Metrics.Touchpoints && of(delta) == key).ToList();
                    if (window < 0)
                    {
                        Assert.Equal(mine.Sum(delta => delta.Value), one.Sum(-1));
                        continue;
                    }
                    var length = KpiWindows.Sliding[window].Minutes;
                    Assert.Equal(Between(mine, now - length + 1, now), one.Sum(window));
                    Assert.Equal(Between(mine, now - (2 * length) + 1, now - length), one.Previous(window));
                }
            }
        }
        for (var window = 0; window < KpiWindows.Sliding.Length; window++)
        {
            var length = KpiWindows.Sliding[window].Minutes;
            foreach (var (metric, dimension, value) in sums.Previous(window))
                Assert.Equal(Between(Of(metric, dimension), now - (2 * length) + 1, now - length), value);
        }
        for (var step = 0; step < KpiWindows.Steps.Length; step++)
        {
            var begin = now - (now % KpiWindows.Steps[step].Minutes);
            foreach (var (metric, dimension, value) in sums.Current(step)) Assert.Equal(Between(Of(metric, dimension), begin, now), value);
        }
        foreach (var (first, last) in new[] { (now - 200, now - 100), (now - 50_000, now - 61), (now - 7_321, now) })
            foreach (var (metric, dimension, value) in sums.Between(first, last)) Assert.Equal(Between(Of(metric, dimension), first, last), value);

        List<KpiDelta> Of(string metric, string dimension) => all.FindAll(delta => delta.Metric == metric && delta.Dimension == dimension);
    }

    static decimal Between(List<KpiDelta> deltas, long first, long last) =>
        deltas.Where(delta => delta.Minute >= first && delta.Minute <= last).Sum(delta => delta.Value);

    static decimal Sum(SlidingSums sums, int window, string metric) => sums.Sums(window).Where(sum => sum.Metric == metric).Sum(sum => sum.Value);
}
