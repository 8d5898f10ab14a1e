using System.Runtime.InteropServices;
using CustomerGrains.Domain.Kpis;
using CustomerGrains.Grains.Journal;

namespace CustomerGrains.Web.Flows;

/// <summary>
/// Sizes of segments and stages and what flows between them, live: loaded once from the counters, then kept by adding what is committed. Flow counts at
/// the minute in which it became true. Sizes of the past are the present one less what flowed since.
/// </summary>
sealed class FlowBoard(TimeProvider clock) : ICommitObserver
{
    /// <summary>The windows, with the length and number of the steps of their history.</summary>
    public static readonly IReadOnlyDictionary<string, (string Step, long Minutes, int Count)> Windows = new Dictionary<string, (string, long, int)>(StringComparer.Ordinal)
    {
        ["1h"] = ("minute", 1, 60),
        ["24h"] = ("hour", 60, 24),
        ["30d"] = ("day", 24 * 60, 30),
    };

    const long Hour = 60;
    const long Day = 24 * Hour;

    readonly Lock _lock = new();
    readonly Dictionary<string, Dictionary<string, FlowSeries>> _series = new(StringComparer.Ordinal);
    readonly Dictionary<string, long> _segments = new(StringComparer.Ordinal);
    readonly Dictionary<string, long> _stages = new(StringComparer.Ordinal);
    long _version;

    /// <summary>Goes up with every change.</summary>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>Customers there are.</summary>
    public long Population
    {
        get
        {
            lock (_lock) return _stages.Values.Sum();
        }
    }

    public void OnCommitted(IReadOnlyList<Commit> commits)
    {
        List<KpiDelta>? flows = null;
        foreach (var commit in commits)
            foreach (var delta in commit.Deltas)
                if (delta.Scopes is null && Metrics.IsFlow(delta.Metric)) (flows ??= []).Add(delta);
        if (flows is null) return;
        lock (_lock)
            foreach (var delta in flows) Add(delta, counts: true);
        Interlocked.Increment(ref _version);
    }

    /// <summary>Adds a stored counter: of a minute, or (<see cref="KpiDelta.Gauge"/>) of all time. Before anything is committed.</summary>
    public void Load(in KpiDelta row)
    {
        lock (_lock) Add(row, counts: false);
    }

    /// <summary>Forgets everything: before it is loaded again.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _series.Clear();
            _segments.Clear();
            _stages.Clear();
        }
    }

    /// <summary>How many are in each segment; those without anybody may be missing.</summary>
    public IReadOnlyDictionary<string, long> SegmentSizes()
    {
        lock (_lock) return new Dictionary<string, long>(_segments, StringComparer.Ordinal);
    }

    /// <summary>How many are in each stage; those without anybody may be missing.</summary>
    public IReadOnlyDictionary<string, long> StageSizes()
    {
        lock (_lock) return _stages.Where(stage => stage.Key.Length > 0).ToDictionary(StringComparer.Ordinal);
    }

    /// <summary>A segment's size and what moved it.</summary>
    public SegmentFlow Segment(string key)
    {
        lock (_lock)
        {
            var now = Now();
            var size = _segments.GetValueOrDefault(key);
            var spark = Sizes(size, Metrics.SegmentJoined, Metrics.SegmentLeft, key, now, Hour, 24);
            return new(size, Count(Metrics.SegmentJoined, key, now), Count(Metrics.SegmentLeft, key, now), spark);
        }
    }

    /// <summary>A segment's history over 1h (by the minute), 24h (by the hour) or 30d (by the day).</summary>
    public FlowHistory SegmentSeries(string key, string window)
    {
        lock (_lock) return History(_segments.GetValueOrDefault(key), Metrics.SegmentJoined, Metrics.SegmentLeft, key, window);
    }

    /// <summary>The same of a stage.</summary>
    public FlowHistory StageSeries(string stage, string window)
    {
        lock (_lock) return History(_stages.GetValueOrDefault(stage), Metrics.StageEntered, Metrics.StageLeft, stage, window);
    }

    /// <summary>The stages, and the moves between them, over 1h, 24h or 30d: that many whole minutes, hours or days up to the current one.</summary>
    public FlowPicture Journey(string window)
    {
        lock (_lock)
        {
            var (first, last, hours) = Range(window);
            var moves = new List<StageMove>();
            foreach (var (dimension, series) in Of(Metrics.StageEntered))
            {
                var count = hours ? series.OfHours(first, last) : series.OfMinutes(first, last);
                if (count == 0) continue;
                var (from, to) = DecisionKpis.Split(dimension);
                moves.Add(new(from, to, count));
            }
            var names = new SortedSet<string>(_stages.Where(stage => stage.Value != 0 && stage.Key.Length > 0).Select(stage => stage.Key), StringComparer.Ordinal);
            foreach (var move in moves)
            {
                names.Add(move.To);
                if (move.From is not null) names.Add(move.From);
            }
            foreach (var (stage, series) in Of(Metrics.StageLeft))
                if ((hours ? series.OfHours(first, last) : series.OfMinutes(first, last)) != 0) names.Add(stage);
            moves.Sort((a, b) => a.Count != b.Count ? b.Count.CompareTo(a.Count) : string.CompareOrdinal($"{a.From}>{a.To}", $"{b.From}>{b.To}"));
            return new(window, [.. names.Select(Stage)], moves);

            StageFlow Stage(string stage)
            {
                var left = Sum(Metrics.StageLeft, stage, first, last, hours);
                var seconds = Sum(Metrics.StageSeconds, stage, first, last, hours);
                return new(stage, _stages.GetValueOrDefault(stage), Entered(stage, first, last, hours), left, left > 0 ? (double)seconds / left : null);
            }
        }
    }

    /// <summary>Customers in a segment now.</summary>
    public long SegmentSize(string key)
    {
        lock (_lock) return _segments.GetValueOrDefault(key);
    }

    /// <summary>Customers in a stage now.</summary>
    public long StageSize(string stage)
    {
        lock (_lock) return _stages.GetValueOrDefault(stage);
    }

    /// <summary>Who joined a segment in the latest whole minutes, the current one included; at most a day.</summary>
    public long Joined(string key, long minutes) => Recent(Metrics.SegmentJoined, key, minutes);

    /// <summary>Who left it.</summary>
    public long Left(string key, long minutes) => Recent(Metrics.SegmentLeft, key, minutes);

    /// <summary>Who entered a stage, from wherever.</summary>
    public long Entered(string stage, long minutes)
    {
        lock (_lock)
        {
            var now = Now();
            return Entered(stage, now - minutes + 1, now, hours: false);
        }
    }

    long Recent(string metric, string dimension, long minutes)
    {
        lock (_lock)
        {
            var now = Now();
            return Sum(metric, dimension, now - minutes + 1, now, hours: false);
        }
    }

    FlowCount Count(string metric, string dimension, long now) =>
        new(Sum(metric, dimension, now - Hour + 1, now, hours: false), Sum(metric, dimension, now - Day + 1, now, hours: false));

    FlowHistory History(long size, string joined, string left, string key, string window)
    {
        var (step, minutes, count) = Windows[window];
        var now = Now();
        var sizes = Sizes(size, joined, left, key, now, minutes, count);
        var last = now - (now % minutes);
        var buckets = new List<FlowBucket>(count);
        for (var i = 0; i < count; i++)
        {
            var start = last - ((count - 1 - i) * minutes);
            buckets.Add(new(Time(start), In(joined, key, start, minutes), In(left, key, start, minutes), sizes[i]));
        }
        return new(step, buckets);
    }

    // At the end of each step: from the present one back.
    List<long> Sizes(long size, string joined, string left, string key, long now, long stepMinutes, int count)
    {
        var sizes = new long[count];
        var start = now - (now % stepMinutes);
        for (var i = count - 1; i >= 0; i--)
        {
            sizes[i] = size;
            size -= In(joined, key, start, stepMinutes) - In(left, key, start, stepMinutes);
            start -= stepMinutes;
        }
        return [.. sizes];
    }

    long In(string metric, string dimension, long start, long stepMinutes)
    {
        var hours = stepMinutes >= Hour;
        var (first, last) = hours ? (start / Hour, ((start + stepMinutes) / Hour) - 1) : (start, start + stepMinutes - 1);
        return metric == Metrics.StageEntered ? Entered(dimension, first, last, hours) : Sum(metric, dimension, first, last, hours);
    }

    long Entered(string stage, long first, long last, bool hours)
    {
        var sum = 0L;
        foreach (var (dimension, series) in Of(Metrics.StageEntered))
            if (DecisionKpis.IsTo(dimension, stage)) sum += hours ? series.OfHours(first, last) : series.OfMinutes(first, last);
        return sum;
    }

    long Sum(string metric, string dimension, long first, long last, bool hours) =>
        !Of(metric).TryGetValue(dimension, out var series) ? 0 : hours ? series.OfHours(first, last) : series.OfMinutes(first, last);

    (long First, long Last, bool Hours) Range(string window)
    {
        var (_, minutes, count) = Windows[window];
        var now = Now();
        if (minutes < Hour) return (now - (minutes * count) + 1, now, false);
        // The last day is counted to the minute, a month by whole days.
        return minutes < Day ? (now - Day + 1, now, false) : (((now - (now % Day)) / Hour) - ((count - 1) * 24), now / Hour, true);
    }

    Dictionary<string, FlowSeries> Of(string metric)
    {
        ref var series = ref CollectionsMarshal.GetValueRefOrAddDefault(_series, metric, out _);
        return series ??= new(StringComparer.Ordinal);
    }

    void Add(in KpiDelta delta, bool counts)
    {
        switch (delta.Metric)
        {
            case Metrics.SegmentSize:
                Resize(_segments, delta);
                return;
            case Metrics.StageSize:
                Resize(_stages, delta);
                return;
        }
        ref var series = ref CollectionsMarshal.GetValueRefOrAddDefault(Of(delta.Metric), delta.Dimension, out _);
        series ??= new();
        if (delta.Minute == KpiDelta.Gauge || counts) series.AddTotal((long)delta.Value);
        if (delta.Minute != KpiDelta.Gauge) series.Add(delta.Minute, (long)delta.Value, Now());
    }

    static void Resize(Dictionary<string, long> sizes, in KpiDelta delta)
    {
        ref var size = ref CollectionsMarshal.GetValueRefOrAddDefault(sizes, delta.Dimension, out _);
        size += (long)delta.Value;
        if (size == 0) sizes.Remove(delta.Dimension);
    }

    long Now() => KpiDelta.MinuteOf(clock.GetUtcNow());

    static DateTimeOffset Time(long minute) => DateTimeOffset.FromUnixTimeSeconds(minute * 60);
}
