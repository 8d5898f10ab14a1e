namespace CustomerGrains.Web.Kpis;

/// <summary>
/// One hour of one counter, by minute. Nearly all counters are small whole numbers, which take 240 bytes; the hour of a counter that is
/// money, or very large, takes 960.
/// </summary>
sealed class MinuteChunk
{
    /// <summary>Minutes of a chunk.</summary>
    public const int Minutes = 60;

    int[]? _small = new int[Minutes];
    decimal[]? _wide;

    /// <summary>The whole hour.</summary>
    public decimal Sum { get; private set; }

    public decimal this[int minute] => _wide is { } wide ? wide[minute] : _small![minute];

    public void Add(int minute, decimal value)
    {
        Sum += value;
        if (_small is { } small)
        {
            var sum = small[minute] + value;
            if (sum == decimal.Truncate(sum) && sum is >= int.MinValue and <= int.MaxValue)
            {
                small[minute] = (int)sum;
                return;
            }
            _wide = Array.ConvertAll(small, number => (decimal)number);
            _small = null;
        }
        _wide![minute] += value;
    }
}
