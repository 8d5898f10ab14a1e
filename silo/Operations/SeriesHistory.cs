namespace CustomerGrains.Silo.Operations;

/// <summary>One series of an instrument, step by step. Measurements come from any thread and make nothing; the rest happens once a step, under the history's lock.</summary>
sealed class SeriesHistory
{
    readonly InstrumentKind _kind;
    readonly double[] _values = Empty();
    readonly double[]? _p50;
    readonly double[]? _p99;
    readonly int[][]? _recent;
    int[]? _buckets;
    double _current;
    double _before;
    double _max;

    public SeriesHistory(InstrumentKind kind)
    {
        _kind = kind;
        _before = kind == InstrumentKind.Total ? double.NaN : 0;
        _current = kind is InstrumentKind.Gauge or InstrumentKind.Total ? double.NaN : 0;
        if (kind != InstrumentKind.Histogram)
            return;
        (_p50, _p99, _buckets) = (Empty(), Empty(), Buckets.New());
        _recent = [.. Enumerable.Range(0, MeterHistory.Recent).Select(static _ => Buckets.New())];
    }

    /// <summary>Takes a measurement.</summary>
    public void Measure(double value)
    {
        switch (_kind)
        {
            case InstrumentKind.Gauge or InstrumentKind.Total:
                Volatile.Write(ref _current, value);
                break;
            case InstrumentKind.Counter:
                Add(ref _current, value);
                break;
            default:
                Interlocked.Increment(ref Volatile.Read(ref _buckets)![Buckets.IndexOf(value)]);
                Raise(ref _max, value);
                break;
        }
    }

    /// <summary>A step is over.</summary>
    /// <param name="sample">Its number.</param>
    public void Close(long sample)
    {
        var place = sample % MeterHistory.Kept;
        var current = Volatile.Read(ref _current);
        switch (_kind)
        {
            case InstrumentKind.Gauge:
                _values[place] = current;
                // What is not measured any more has no value.
                Volatile.Write(ref _current, double.NaN);
                break;
            case InstrumentKind.Counter or InstrumentKind.Total:
                _values[place] = current - _before;
                _before = current;
                break;
            default:
                var oldest = sample % MeterHistory.Recent;
                var spare = _recent![oldest];
                Array.Clear(spare);
                var full = Interlocked.Exchange(ref _buckets, spare)!;
                _recent[oldest] = full;
                var max = Interlocked.Exchange(ref _max, 0);
                _values[place] = Buckets.Count(full);
                (_p50![place], _p99![place]) = (Buckets.Percentile([full], 0.50, max), Buckets.Percentile([full], 0.99, max));
                break;
        }
    }

    /// <summary>The steps from one sample to another.</summary>
    public SeriesPicture Read(string? tag, long first, long last)
    {
        var (p50, p99) = _recent is null ? (double.NaN, double.NaN) : (Buckets.Percentile(_recent, 0.50), Buckets.Percentile(_recent, 0.99));
        return new(tag, Range(_values, first, last)!, Range(_p50, first, last), Range(_p99, first, last), ToNullable(p50), ToNullable(p99));
    }

    static List<double?>? Range(double[]? values, long first, long last)
    {
        if (values is null)
            return null;
        var range = new List<double?>();
        for (var sample = first; sample <= last; sample++)
            range.Add(ToNullable(values[sample % MeterHistory.Kept]));
        return range;
    }

    static double? ToNullable(double value) => double.IsNaN(value) ? null : Math.Round(value, 6);

    static double[] Empty()
    {
        var values = new double[MeterHistory.Kept];
        Array.Fill(values, double.NaN);
        return values;
    }

    static void Add(ref double sum, double value)
    {
        var seen = Volatile.Read(ref sum);
        while (Interlocked.CompareExchange(ref sum, seen + value, seen) is var now && now != seen)
            seen = now;
    }

    static void Raise(ref double max, double value)
    {
        var seen = Volatile.Read(ref max);
        while (value > seen && Interlocked.CompareExchange(ref max, value, seen) is var now && now != seen)
            seen = now;
    }
}
