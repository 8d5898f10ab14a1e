using CustomerGrains.TestSupport;
using CustomerGrains.Web.Live;

namespace CustomerGrains.WebTests.Live;

public sealed class LagHistogramTests
{
    readonly FakeClock _clock = new();
    readonly LagHistogram _lag;

    public LagHistogramTests() => _lag = new(_clock);

    [Fact]
    public void Without_touchpoints_there_is_no_lag()
    {
        Assert.Equal(new Lag(null, null, 0), _lag.Read());
    }

    [Fact]
    public void Percentiles_are_within_five_percent()
    {
        for (var i = 1; i <= 1_000; i++) _lag.Record(TimeSpan.FromMilliseconds(i), 1);
        var lag = _lag.Read();

        Assert.InRange(lag.P50!.Value, 500, 525);
        Assert.InRange(lag.P99!.Value, 990, 1_040);
        Assert.Equal(1_000, lag.Count);
    }

    [Fact]
    public void A_minute_later_it_is_forgotten()
    {
        _lag.Record(TimeSpan.FromMilliseconds(10), 5);
        _clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal(5, _lag.Read().Count);
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(0, _lag.Read().Count);
    }

    [Fact]
    public void Lags_beyond_all_measure_and_below_zero_are_counted_too()
    {
        _lag.Record(TimeSpan.FromDays(1), 1);
        _lag.Record(TimeSpan.FromMilliseconds(-5), 1);

        Assert.Equal(2, _lag.Read().Count);
    }
}
