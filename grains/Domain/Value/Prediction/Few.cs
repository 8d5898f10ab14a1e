namespace CustomerGrains.Domain.Value.Prediction;

/// <summary>A few of many, evenly taken: enough to find out where to look.</summary>
static class Few
{
    const int Enough = 2_000;

    /// <summary>At most about two thousand of the items, the same each time.</summary>
    public static IReadOnlyList<T> Of<T>(IReadOnlyList<T> all)
    {
        var step = ((all.Count - 1) / Enough) + 1;
        return step <= 1 ? all : [.. Enumerable.Range(0, ((all.Count - 1) / step) + 1).Select(place => all[place * step])];
    }
}
