namespace CustomerGrains.Web.Kpis;

/// <summary>The windows over which key figures are kept: the N whole minutes up to and including the current one, by event time.</summary>
static class KpiWindows
{
    /// <summary>Everything there ever was.</summary>
    public const string All = "all";

    /// <summary>The sliding windows, shortest first.</summary>
    public static (string Name, long Minutes)[] Sliding { get; } = [("5m", 5), ("1h", 60), ("24h", 24 * 60), ("30d", 30 * 24 * 60)];

    /// <summary>Minutes of the longest window.</summary>
    public static long Longest { get; } = Sliding[^1].Minutes;

    /// <summary>Minutes of the shortest window.</summary>
    public static long Shortest { get; } = Sliding[0].Minutes;

    /// <summary>Minutes that are kept: each window is compared with the one just before.</summary>
    public static long Kept { get; } = 2 * Longest;

    /// <summary>The steps (UTC) whose sums so far are kept.</summary>
    public static (string Name, long Minutes)[] Steps { get; } = [("minute", 1), ("hour", 60), ("day", 24 * 60)];

    /// <summary>All names, as the API and the screen show them.</summary>
    public static string[] Names { get; } = [.. Sliding.Select(window => window.Name), All];

    /// <summary>The index in <see cref="Sliding"/>, -1 for <see cref="All"/>; null if there is no such window.</summary>
    public static int? IndexOf(string name)
    {
        if (name == All) return -1;
        var index = Array.FindIndex(Sliding, window => window.Name == name);
        return index < 0 ? null : index;
    }
}
