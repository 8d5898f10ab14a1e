namespace CustomerGrains.Silo.Operations;

/// <summary>Counts of measurements by size, each bucket a tenth wider than the one before: whatever is measured, percentiles are right within 10 %, and 1 is 1.</summary>
static class Buckets
{
    const int Below = 145; // from a millionth
    const int Above = 170; // to some ten millions
    const double Growth = 1.1;

    static readonly double _scale = 1 / Math.Log(Growth);

    public static int[] New() => new int[Below + Above + 1];

    /// <summary>The bucket of a measurement: the first whose limit is not below it.</summary>
    public static int IndexOf(double value) =>
        value <= 0 ? 0 : Math.Clamp((int)Math.Ceiling((Math.Log(value) * _scale) - 1e-9) + Below, 0, Below + Above);

    /// <summary>How many there are.</summary>
    public static long Count(int[] buckets)
    {
        var count = 0L;
        foreach (var bucket in buckets)
            count += bucket;
        return count;
    }

    /// <summary>What a share of all measurements did not exceed; not a number without any.</summary>
    public static double Percentile(ReadOnlySpan<int[]> all, double share, double max = double.MaxValue)
    {
        var count = 0L;
        foreach (var buckets in all)
            count += Count(buckets);
        if (count == 0)
            return double.NaN;
        var rank = (long)Math.Ceiling(count * share);
        for (var i = 0; ; i++)
        {
            foreach (var buckets in all)
                rank -= buckets[i];
            if (rank <= 0)
                return i == 0 ? 0 : Math.Min(max, Round(Math.Pow(Growth, i - Below)));
        }
    }

    // Three digits: more would claim too much.
    static double Round(double value)
    {
        var digits = 2 - (int)Math.Floor(Math.Log10(value));
        return digits >= 0 ? Math.Round(value, Math.Min(15, digits)) : Math.Round(value);
    }
}
