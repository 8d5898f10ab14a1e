namespace CustomerGrains.Web.Live;

/// <summary>What the frames say about the way from the server's door to the screen.</summary>
/// <param name="P50">Milliseconds that half of the touchpoints needed at most; null without any.</param>
/// <param name="P99">Milliseconds that 99 of 100 touchpoints needed at most; null without any.</param>
/// <param name="Count">How many touchpoints that is.</param>
readonly record struct Lag(double? P50, double? P99, long Count);

/// <summary>
/// Lags of the last 60 seconds, in slots of a second and logarithmic buckets (within 5 %): constant memory and time whatever the rate.
/// Safe for concurrent use.
/// </summary>
sealed class LagHistogram(TimeProvider clock)
{
    const int Seconds = 60;
    const int Buckets = 260;
    const double Growth = 1.05;

    static readonly double[] _limits = [.. Enumerable.Range(0, Buckets).Select(i => Math.Pow(Growth, i))];

    readonly Lock _lock = new();
    readonly long[] _second = new long[Seconds];
    readonly long[][] _counts = [.. Enumerable.Range(0, Seconds).Select(_ => new long[Buckets])];

    /// <summary>Adds touchpoints (or whatever is measured) that all needed this long.</summary>
    public void Record(TimeSpan lag, int touchpoints)
    {
        var bucket = Array.BinarySearch(_limits, lag.TotalMilliseconds);
        if (bucket < 0) bucket = ~bucket;
        lock (_lock) Slot(Now())[Math.Min(bucket, Buckets - 1)] += touchpoints;
    }

    /// <summary>The last 60 seconds.</summary>
    public Lag Read()
    {
        Span<long> sums = stackalloc long[Buckets];
        var total = 0L;
        lock (_lock)
        {
            var now = Now();
            for (var i = 0; i < Seconds; i++)
            {
                if (_second[i] <= now - Seconds) continue;
                for (var bucket = 0; bucket < Buckets; bucket++)
                {
                    sums[bucket] += _counts[i][bucket];
                    total += _counts[i][bucket];
                }
            }
        }
        return total == 0 ? default : new(Percentile(sums, total, 0.50), Percentile(sums, total, 0.99), total);
    }

    long[] Slot(long second)
    {
        var i = second % Seconds;
        if (_second[i] != second)
        {
            Array.Clear(_counts[i]);
            _second[i] = second;
        }
        return _counts[i];
    }

    long Now() => clock.GetUtcNow().ToUnixTimeSeconds();

    static double Percentile(ReadOnlySpan<long> counts, long total, double share)
    {
        var rank = (long)Math.Ceiling(total * share);
        for (var bucket = 0; bucket < counts.Length; bucket++)
        {
            rank -= counts[bucket];
            if (rank <= 0) return Math.Round(_limits[bucket], 1);
        }
        return _limits[^1];
    }
}
