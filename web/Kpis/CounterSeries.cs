using System.Runtime.InteropServices;

namespace CustomerGrains.Web.Kpis;

/// <summary>
/// One counter: its value by minute for as long as the longest window and the one before it last, its sums over these windows, and over
/// the steps (minute, hour, day) that are not over yet.
/// </summary>
sealed class CounterSeries
{
    static readonly int _windows = KpiWindows.Sliding.Length;

    // By hour, and only hours in which something happened.
    readonly Dictionary<long, MinuteChunk> _chunks = [];
    readonly decimal[] _sums = new decimal[_windows];
    readonly decimal[] _previous = new decimal[_windows];
    readonly decimal[] _steps = new decimal[KpiWindows.Steps.Length];
    decimal _total;

    /// <summary>The sum of a window, or (-1) of everything.</summary>
    public decimal Sum(int window) => window < 0 ? _total : _sums[window];

    /// <summary>The sum of the window just before.</summary>
    public decimal Previous(int window) => _previous[window];

    /// <summary>The sum since the current step began.</summary>
    public decimal Current(int step) => _steps[step];

    public void AddTotal(decimal value) => _total += value;

    public void AddMinute(long minute, decimal value, long now)
    {
        // What has left the longest window and the one before never comes back.
        if (minute <= now - KpiWindows.Kept) return;
        ref var chunk = ref CollectionsMarshal.GetValueRefOrAddDefault(_chunks, minute / MinuteChunk.Minutes, out _);
        chunk ??= new();
        chunk.Add((int)(minute % MinuteChunk.Minutes), value);
        if (minute > now) return; // Another process's clock is ahead: it counts when we get there.
        for (var i = 0; i < _windows; i++)
        {
            var length = KpiWindows.Sliding[i].Minutes;
            if (minute > now - length) _sums[i] += value;
            else if (minute > now - (2 * length)) _previous[i] += value;
        }
        for (var i = 0; i < _steps.Length; i++)
            if (minute >= Begin(now, i)) _steps[i] += value;
    }

    /// <summary>Moves all windows from one current minute to a later one.</summary>
    public void Roll(long from, long to)
    {
        for (var i = 0; i < _windows; i++)
        {
            var length = KpiWindows.Sliding[i].Minutes;
            // After a long sleep nothing of the old window is left.
            if (to - from >= length)
            {
                _sums[i] = SumOf(to - length + 1, to);
                _previous[i] = SumOf(to - (2 * length) + 1, to - length);
            }
            else
            {
                var left = SumOf(from - length + 1, to - length);
                _sums[i] += SumOf(from + 1, to) - left;
                _previous[i] += left - SumOf(from - (2 * length) + 1, to - (2 * length));
            }
        }
        for (var i = 0; i < _steps.Length; i++)
        {
            var begin = Begin(to, i);
            if (begin > from) _steps[i] = SumOf(begin, to);
            else _steps[i] += SumOf(from + 1, to);
        }
        Forget(to - KpiWindows.Kept);
    }

    /// <summary>The sum over some minutes, both ends included.</summary>
    public decimal SumOf(long first, long last)
    {
        var sum = 0m;
        var minute = first;
        while (minute <= last)
        {
            var hour = minute / MinuteChunk.Minutes;
            var end = (hour * MinuteChunk.Minutes) + MinuteChunk.Minutes - 1;
            if (_chunks.TryGetValue(hour, out var chunk))
            {
                if (minute % MinuteChunk.Minutes == 0 && end <= last) sum += chunk.Sum;
                else for (var m = minute; m <= Math.Min(end, last); m++) sum += chunk[(int)(m % MinuteChunk.Minutes)];
            }
            minute = end + 1;
        }
        return sum;
    }

    static long Begin(long minute, int step) => minute - (minute % KpiWindows.Steps[step].Minutes);

    void Forget(long throughMinute)
    {
        foreach (var hour in _chunks.Keys)
            if ((hour * MinuteChunk.Minutes) + MinuteChunk.Minutes - 1 <= throughMinute) _chunks.Remove(hour);
    }
}
