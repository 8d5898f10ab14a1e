namespace CustomerGrains.Domain.Preferences;

/// <summary>
/// Forward-decayed weights: an event at t weighs 2^(t / half-life), counted from a fixed landmark, and is divided by the weight of "now" only when read
/// (G. Cormode, V. Shkapenyuk, D. Srivastava, B. Xu, Forward Decay, ICDE 2009). So nothing must be aged, and sums do not depend on the order of arrival.
/// Weights are integers (16 binary places, in steps of a 4096th of the half-life: about 21 minutes), so the sums are exact.
/// </summary>
static class Decay
{
    /// <summary>What was done so long ago counts half: 60 days.</summary>
    public static readonly TimeSpan HalfLife = TimeSpan.FromDays(60);

    const int BinaryPlaces = 16;
    const int Steps = 4096;

    static readonly long Landmark = new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
    static readonly long StepMilliseconds = (long)HalfLife.TotalMilliseconds / Steps;

    // Rounded to integers: a last-digit difference between processors' powers of two cannot show.
    static readonly int[] Fractions =
        [.. Enumerable.Range(0, Steps).Select(step => (int)Math.Round(Math.Pow(2, (double)step / Steps) * (1 << BinaryPlaces)))];

    /// <summary>The weight of an event at a time in Unix milliseconds; 0 for what happened before about mid-1997.</summary>
    public static Weight Weight(long time)
    {
        var steps = FloorDivide(time - Landmark, StepMilliseconds);
        var halfLives = FloorDivide(steps, Steps);
        var mantissa = (ulong)Fractions[(int)(steps - (halfLives * Steps))];
        return halfLives >= 0 ? Preferences.Weight.Of(mantissa, (int)halfLives) : Preferences.Weight.Of(halfLives <= -64 ? 0 : mantissa >> (int)-halfLives, 0);
    }

    /// <summary>What a sum of weights is worth at a time: how many events of that very moment would weigh the same.</summary>
    public static double At(Weight sum, long time)
    {
        var now = Weight(time);
        return now.IsZero ? 0 : sum.Per(now);
    }

    static long FloorDivide(long value, long by) => (value / by) - (value % by < 0 ? 1 : 0);
}
