namespace CustomerGrains.Web.Flows;

/// <summary>One counter of flow: by minute for a little more than a day, by hour for a little more than a month. Some kilobytes where nothing happens.</summary>
sealed class FlowSeries
{
    /// <summary>Minutes that are kept one by one: the longest window by the minute is a day.</summary>
    public const long KeptMinutes = 26 * 60;

    /// <summary>Hours that are kept.</summary>
    public const long KeptHours = 31 * 24;

    const int Hour = 60;

    readonly Dictionary<long, long[]> _minutes = [];
    readonly Dictionary<long, long> _hours = [];

    /// <summary>Everything there ever was.</summary>
    public long Total { get; private set; }

    public void AddTotal(long value) => Total += value;

    public void Add(long minute, long value, long now)
    {
        var hour = minute / Hour;
        if (hour <= (now / Hour) - KeptHours)
            return;
        _hours[hour] = _hours.GetValueOrDefault(hour) + value;
        if (minute <= now - KeptMinutes)
            return;
        if (!_minutes.TryGetValue(hour, out var chunk))
        {
            Forget(now);
            _minutes.Add(hour, chunk = new long[Hour]);
        }

        chunk[minute % Hour] += value;
    }

    /// <summary>The sum of some minutes, both ends included, of those that are kept.</summary>
    public long OfMinutes(long first, long last)
    {
        var sum = 0L;
        for (var hour = first / Hour; hour <= last / Hour; hour++)
        {
            if (!_minutes.TryGetValue(hour, out var chunk))
                continue;
            var (from, through) = (Math.Max(first, hour * Hour), Math.Min(last, (hour * Hour) + Hour - 1));
            for (var minute = from; minute <= through; minute++)
                sum += chunk[minute % Hour];
        }

        return sum;
    }

    /// <summary>The sum of some hours, both ends included, of those that are kept.</summary>
    public long OfHours(long first, long last)
    {
        var sum = 0L;
        for (var hour = first; hour <= last; hour++)
            sum += _hours.GetValueOrDefault(hour);
        return sum;
    }

    void Forget(long now)
    {
        foreach (var hour in _minutes.Keys)
            if ((hour * Hour) + Hour - 1 <= now - KeptMinutes) _minutes.Remove(hour);
        foreach (var hour in _hours.Keys)
            if (hour <= (now / Hour) - KeptHours) _hours.Remove(hour);
    }
}
