using System.Runtime.InteropServices;

namespace CustomerGrains.Web.Kpis;

/// <summary>One counter: its value by minute for as long as the longest window lasts, and its sums over the windows.</summary>
sealed class CounterSeries
{
    const int MinutesPerChunk = 60;

    // By hour, and only hours in which something happened.
    readonly Dictionary<long, decimal[]> _chunks = [];
    readonly decimal[] _sums = new decimal[KpiWindows.Sliding.Length];
    decimal _total;

    public decimal Sum(int window) => window < 0 ? _total : _sums[window];

    public void AddTotal(decimal value) => _total += value;

    public void AddMinute(long minute, decimal value, long now)
    {
        // What has left the longest window never comes back.
        if (minute <= now - KpiWindows.Longest) return;
        ref var chunk = ref CollectionsMarshal.GetValueRefOrAddDefault(_chunks, minute / MinutesPerChunk, out _);
        chunk ??= new decimal[MinutesPerChunk];
        chunk[minute % MinutesPerChunk] += value;
        if (minute > now) return; // Another process's clock is ahead: it counts when we get there.
        for (var i = 0; i < _sums.Length; i++)
            if (minute > now - KpiWindows.Sliding[i].Minutes) _sums[i] += value;
    }

    /// <summary>Moves all windows from one current minute to a later one.</summary>
    public void Roll(long from, long to)
    {
        for (var i = 0; i < _sums.Length; i++)
        {
            var length = KpiWindows.Sliding[i].Minutes;
            // After a long sleep nothing of the old window is left.
            if (to - from >= length) _sums[i] = SumOf(to - length + 1, to);
            else _sums[i] += SumOf(from + 1, to) - SumOf(from - length + 1, to - length);
        }
        Forget(to - KpiWindows.Longest);
    }

    decimal SumOf(long first, long last)
    {
        var sum = 0m;
        for (var minute = first; minute <= last; minute++)
        {
            if (_chunks.TryGetValue(minute / MinutesPerChunk, out var chunk)) sum += chunk[minute % MinutesPerChunk];
            else minute = (minute / MinutesPerChunk * MinutesPerChunk) + MinutesPerChunk - 1;
        }
        return sum;
    }

    void Forget(long throughMinute)
    {
        foreach (var hour in _chunks.Keys)
            if ((hour * MinutesPerChunk) + MinutesPerChunk - 1 <= throughMinute) _chunks.Remove(hour);
    }
}
