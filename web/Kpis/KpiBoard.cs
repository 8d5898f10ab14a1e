using CustomerGrains.Contracts.Kpis;
using CustomerGrains.Domain.Kpis;
using CustomerGrains.Grains.Journal;
using CustomerGrains.Grains.Value;
using CustomerGrains.Silo.Kpis;

namespace CustomerGrains.Web.Kpis;

/// <summary>
/// The live key figures, of everybody or of one scope: loaded once from the counters, then kept by adding what is committed. The API and the screens read
/// this and ask no database. Windows also move by time alone.
/// </summary>
sealed class KpiBoard : ICommitObserver
{
    readonly IReportingCurrency _reporting;
    readonly TimeProvider _clock;
    readonly bool _isOfChannel;
    readonly Lock _lock = new();
    SlidingSums? _sums;
    List<KpiDelta> _early = [];
    bool _loading;

    /// <summary>The board of everybody.</summary>
    public KpiBoard(IReportingCurrency reporting, TimeProvider clock) : this(reporting, clock, null)
    {
    }

    /// <summary>The board of a scope, or (null) of everybody.</summary>
    public KpiBoard(IReportingCurrency reporting, TimeProvider clock, string? scope) => (_reporting, _clock, Scope, _isOfChannel) = (reporting, clock, scope, scope?.StartsWith(Scopes.ChannelPrefix, StringComparison.Ordinal) == true);

    /// <summary>A name of <see cref="Scopes"/>; null for everybody.</summary>
    public string? Scope { get; }

    /// <summary>Whether the stored counters are in.</summary>
    public bool Loaded => Volatile.Read(ref _sums) is not null;

    /// <summary>Counters in memory.</summary>
    public int Series
    {
        get
        {
            lock (_lock) return _sums?.Count ?? 0;
        }
    }

    /// <summary>The currency of the totals.</summary>
    public string Currency => _reporting.Current.Currency;

    public void OnCommitted(IReadOnlyList<Commit> commits)
    {
        lock (_lock)
        {
            foreach (var commit in commits)
                foreach (var delta in commit.Deltas)
                    if (IsMine(delta)) Take(delta);
        }
    }

    /// <summary>Adds changes of which the caller knows that they belong here.</summary>
    public void Add(List<KpiDelta> deltas)
    {
        lock (_lock) foreach (var delta in deltas) Take(delta);
    }

    /// <summary>Starts from stored counters: rows of minutes and (minute -1) of totals. Until then nothing may be committed.</summary>
    public void Load(IEnumerable<KpiDelta> rows)
    {
        var sums = BeginLoad();
        foreach (var row in rows) sums.Load(row);
        EndLoad(sums);
    }

    /// <summary>Room for the stored counters, row by row: nobody holds all of them at a time.</summary>
    public SlidingSums BeginLoad() => new(KpiDelta.MinuteOf(_clock.GetUtcNow()), Scope is not null);

    /// <summary>The stored counters are as of now: what is committed from here on is not among them. Until they are all in, the board shows what it has.</summary>
    public void AtMoment()
    {
        lock (_lock) (_early, _loading) = ([], true);
    }

    /// <summary>All stored counters are in.</summary>
    public void EndLoad(SlidingSums sums)
    {
        lock (_lock)
        {
            foreach (var delta in _early) sums.Add(delta);
            (_early, _loading) = ([], false);
            if (_sums is { } before) sums.Follow(before);
            _sums = sums;
        }
    }

    /// <summary>The key figures of one window: an index of <see cref="KpiWindows.Sliding"/>, or -1 for everything.</summary>
    public KpiView Read(int window)
    {
        lock (_lock) return Read(window, Now());
    }

    /// <summary>The key figures of all windows at one moment.</summary>
    public IReadOnlyDictionary<string, KpiView> ReadAll()
    {
        lock (_lock)
        {
            var now = Now();
            return KpiWindows.Names.ToDictionary(name => name, name => Read(KpiWindows.IndexOf(name)!.Value, now));
        }
    }

    /// <summary>The key figures of the window just before; null for everything, which nothing came before.</summary>
    public PreviousKpiView? ReadPrevious(int window)
    {
        lock (_lock)
        {
            var now = Now();
            return window < 0 ? null : Previous(window, now);
        }
    }

    /// <summary>Everything that a picture of the dashboard shows, at one moment; parts that are as the caller knows them are left out.</summary>
    public BoardPicture Picture(long knownPrevious, long? knownBreakdown)
    {
        lock (_lock)
        {
            var now = Now();
            var reported = _reporting.Current;
            return new(
                KpiWindows.Names.ToDictionary(name => name, name => Read(KpiWindows.IndexOf(name)!.Value, now)),
                _sums!.PreviousVersion == knownPrevious
                    ? null
                    : Enumerable.Range(0, KpiWindows.Sliding.Length).ToDictionary(window => KpiWindows.Sliding[window].Name, window => Previous(window, now)),
                _sums.PreviousVersion,
                Enumerable.Range(0, KpiWindows.Steps.Length).ToDictionary(step => KpiWindows.Steps[step].Name, step => Current(step, now)),
                knownBreakdown == _sums.BreakdownVersion || knownBreakdown is null
                    ? null
                    : KpiWindows.Names.ToDictionary(name => name, name => Counts(KpiWindows.IndexOf(name)!.Value)),
                _sums.BreakdownVersion,
                reported);
        }
    }

    /// <summary>The touchpoints of a window by channel and name, with those of the window before.</summary>
    public Breakdown ReadBreakdown(int window)
    {
        lock (_lock)
        {
            var now = Now();
            return new(NameOf(window), now, Entries(_sums!.Channels), Entries(_sums.Names));
        }

        Dictionary<string, BreakdownEntry> Entries(IReadOnlyDictionary<string, CounterSeries> all) => all
            .Select(item => (item.Key, Events: (long)item.Value.Sum(window), Previous: window < 0 ? (long?)null : (long)item.Value.Previous(window)))
            .Where(item => item.Events != 0 || item.Previous is not (null or 0))
            .ToDictionary(item => item.Key, item => new BreakdownEntry(item.Events, item.Previous));
    }

    /// <summary>Steps of equal length up to the current one, oldest first; only what <see cref="KpiWindows.Kept"/> covers.</summary>
    public IReadOnlyList<KpiBucket> ReadSteps(int count, long stepMinutes)
    {
        lock (_lock)
        {
            var now = Now();
            var last = _sums!.Minute - (_sums.Minute % stepMinutes);
            var buckets = new List<KpiBucket>(count);
            for (var i = count - 1; i >= 0; i--)
            {
                var first = last - (i * stepMinutes);
                buckets.Add(Bucket(first, Math.Min(first + stepMinutes - 1, _sums.Minute), now));
            }
            return buckets;
        }
    }

    /// <summary>The key figures of the latest whole minutes, the current one included: as far back as <see cref="KpiWindows.Kept"/>.</summary>
    public KpiView ReadMinutes(long minutes)
    {
        lock (_lock)
        {
            var now = Now();
            var sums = ToDictionary(_sums!.Between(_sums.Minute - minutes + 1, _sums.Minute));
            foreach (var (metric, dimension, value) in _sums.Gauges()) sums[(metric, dimension)] = value;
            return View("", sums, now);
        }
    }

    /// <summary>The sums of the days that are kept as a whole, <see cref="KpiDays.FirstKept"/> and after.</summary>
    public IReadOnlyList<KpiDay> ReadDays(long fromDay)
    {
        lock (_lock)
        {
            Now();
            var days = new List<KpiDay>();
            for (var day = fromDay; day <= _sums!.Minute / KpiDays.Minutes; day++)
                foreach (var (metric, dimension, value) in _sums.Between(day * KpiDays.Minutes, Math.Min(((day + 1) * KpiDays.Minutes) - 1, _sums.Minute)))
                    if (value != 0) days.Add(new(day, metric, dimension, value));
            return days;
        }
    }

    /// <summary>The current minute, and a number that goes up when something is counted on a day that is not kept as a whole.</summary>
    public (long Minute, long OldVersion) ReadClock()
    {
        lock (_lock)
        {
            Now();
            return (_sums!.Minute, _sums.OldVersion);
        }
    }

    KpiView Read(int window, DateTimeOffset now)
    {
        var sums = ToDictionary(_sums!.Sums(window));
        // A gauge has no place in time: it is the same in every window.
        if (window >= 0) foreach (var (metric, dimension, value) in _sums.Gauges()) sums[(metric, dimension)] = value;
        return View(NameOf(window), sums, now);
    }

    PreviousKpiView Previous(int window, DateTimeOffset now) =>
        PreviousKpiView.From(View(NameOf(window), ToDictionary(_sums!.Previous(window)), now));

    KpiBucket Current(int step, DateTimeOffset now)
    {
        var start = _sums!.Minute - (_sums.Minute % KpiWindows.Steps[step].Minutes);
        return KpiBucket.From(Time(start), View("", ToDictionary(_sums.Current(step)), now));
    }

    KpiBucket Bucket(long first, long last, DateTimeOffset now) => KpiBucket.From(Time(first), View("", ToDictionary(_sums!.Between(first, last)), now));

    BreakdownCounts Counts(int window)
    {
        return new(Of(_sums!.Channels), Of(_sums.Names));

        Dictionary<string, long> Of(IReadOnlyDictionary<string, CounterSeries> all) =>
            all.Select(item => (item.Key, Events: (long)item.Value.Sum(window))).Where(item => item.Events != 0).ToDictionary(item => item.Key, item => item.Events);
    }

    KpiView View(string window, Dictionary<(string Metric, string Dimension), decimal> sums, DateTimeOffset now)
    {
        var view = KpiView.From(window, now, _reporting.Current, sums);
        return _isOfChannel ? view.WithoutCustomers() : view;
    }

    bool IsMine(in KpiDelta delta) => Scope is null ? delta.Scopes is null && !Metrics.IsFlow(delta.Metric) : delta.Scopes?.Has(Scope) == true;

    void Take(in KpiDelta delta)
    {
        if (_sums is null || _loading) _early.Add(delta);
        _sums?.Add(delta);
    }

    static Dictionary<(string Metric, string Dimension), decimal> ToDictionary(IEnumerable<(string Metric, string Dimension, decimal Value)> sums)
    {
        var result = new Dictionary<(string Metric, string Dimension), decimal>();
        foreach (var (metric, dimension, value) in sums) result[(metric, dimension)] = value;
        return result;
    }

    static string NameOf(int window) => window < 0 ? KpiWindows.All : KpiWindows.Sliding[window].Name;

    static DateTimeOffset Time(long minute) => DateTimeOffset.FromUnixTimeSeconds(minute * 60);

    DateTimeOffset Now()
    {
        if (_sums is null) throw new InvalidOperationException("The key figures are not loaded yet.");
        var now = _clock.GetUtcNow();
        _sums.RollTo(KpiDelta.MinuteOf(now));
        return now;
    }
}
