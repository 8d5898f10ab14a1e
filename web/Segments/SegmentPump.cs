using System.Text.Json;
using CustomerGrains.Grains.Rules;
using CustomerGrains.Silo.Backfills;
using CustomerGrains.Silo.Transitions;
using CustomerGrains.Web.Backfills;
using CustomerGrains.Web.Flows;
using CustomerGrains.Web.Hosting;
using CustomerGrains.Web.Live;
using CustomerGrains.Web.Transitions;

namespace CustomerGrains.Web.Segments;

/// <summary>How many are in a segment, and how many joined and left within the last hour.</summary>
readonly record struct LiveSize(long Size, long JoinedHour, long LeftHour);

/// <summary>
/// Draws segments and stages once for all connections: at most every 500 ms when somebody joined, left or moved on or a backfill got further, and every
/// 5 s in any case. The transitions are read back from their table, where they have their ids: one small query for all that happened meanwhile.
/// </summary>
sealed partial class SegmentPump : BackgroundService
{
    /// <summary>The shortest time between two pictures.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(500);

    /// <summary>The longest time between two pictures.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    /// <summary>How long a backfill that is over stays in the picture.</summary>
    public static readonly TimeSpan Over = TimeSpan.FromMinutes(1);

    /// <summary>How many transitions a frame carries at most.</summary>
    public const int Latest = 50;

    const int MinutesOfHour = 60;

    readonly Decisions _decisions;
    readonly FlowBoard _flows;
    readonly IRuleBook _rules;
    readonly IBackfills _backfills;
    readonly ITransitions _transitions;
    readonly LiveConnections _connections;
    readonly TimeProvider _clock;
    readonly ILogger<SegmentPump> _log;
    readonly Nudge _changed = new();
    readonly SemaphoreSlim _drawing = new(1, 1);
    readonly Figures<LiveSize> _sizes = new();
    readonly Figures<long> _stages = new();
    readonly Dictionary<long, BackfillReply> _over = [];
    IReadOnlyList<SegmentRow> _rows = [];
    long _number;
    long _shrunk;
    long _position;
    long _counted;

    public SegmentPump(
        Decisions decisions, FlowBoard flows, IRuleBook rules, IBackfills backfills, ITransitions transitions, LiveConnections connections, TimeProvider clock, ILogger<SegmentPump> log)
    {
        (_decisions, _flows, _rules, _backfills, _transitions, _connections, _clock, _log) = (decisions, flows, rules, backfills, transitions, connections, clock, log);
        decisions.Changed = Wake;
        backfills.Changed += OnBackfill;
    }

    /// <summary>Segments and stages at this moment.</summary>
    public async Task<SegmentPicture> DrawAsync(CancellationToken cancellationToken)
    {
        await _drawing.WaitAsync(cancellationToken);
        try
        {
            await ReadTransitionsAsync(cancellationToken);
            var number = ++_number;
            if (_sizes.Put(number, Sizes()) | _stages.Put(number, _flows.StageSizes())) _shrunk = number;
            return new(number, _clock.GetUtcNow(), _flows.Population, _sizes.All, _stages.All, _shrunk, Backfills(), _rows, _position);
        }
        finally
        {
            _drawing.Release();
        }
    }

    public override void Dispose()
    {
        _backfills.Changed -= OnBackfill;
        _drawing.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await _changed.WaitAsync(Longest, _clock, stoppingToken);
            if (stoppingToken.IsCancellationRequested) return;
            var watching = _connections.OnSegments.ToList();
            if (watching.Count > 0) await PushAsync(watching, stoppingToken);
            await Task.Delay(Shortest, _clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    async Task PushAsync(List<LiveConnection> watching, CancellationToken stoppingToken)
    {
        try
        {
            var picture = await DrawAsync(stoppingToken);
            foreach (var connection in watching) connection.Post(picture);
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            // One picture that can't be drawn must not be the last one.
            DrawFailed(e);
        }
        catch (OperationCanceledException)
        {
            // The process is stopping.
        }
    }

    void Wake() => _changed.Give();

    void OnBackfill(BackfillProgress progress)
    {
        if (progress.State == BackfillState.Done)
            lock (_over) _over[progress.Id] = BackfillReply.Of(progress);
        Wake();
    }

    async Task ReadTransitionsAsync(CancellationToken cancellationToken)
    {
        var counted = _decisions.Count;
        IReadOnlyList<Transition> latest;
        try
        {
            latest = (await _transitions.PageAsync(new(Limit: Latest), cancellationToken)).Items;
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Sizes move on; what was decided meanwhile comes with the next picture.
            DrawFailed(e);
            return;
        }
        // Ids are given out before they are committed: one that is smaller may turn up later.
        var known = _rows.ToDictionary(row => row.Id);
        var fresh = latest.Count(transition => !known.ContainsKey(transition.Id));
        // More than fit: as many as this process decided since the last picture.
        if (fresh == Latest) _position += Math.Max(0, counted - _counted - fresh);
        _counted = counted;
        var next = _position += fresh;
        var rules = _rules.Current;
        _rows = [.. latest.Select(transition => known.TryGetValue(transition.Id, out var row) ? row : new(transition.Id, next--, Json(TransitionReply.Of(transition, rules))))];
    }

    IEnumerable<KeyValuePair<string, LiveSize>> Sizes()
    {
        var rules = _rules.Current;
        var sizes = _flows.SegmentSizes();
        var keys = rules.Segments.Select(segment => segment.Key)
            .Concat(rules.Broken.Where(broken => broken.Definition.Kind == Domain.Rules.DefinitionKind.Segment).Select(broken => broken.Definition.Key));
        foreach (var key in keys)
            yield return new(key, new(sizes.GetValueOrDefault(key), _flows.Joined(key, MinutesOfHour), _flows.Left(key, MinutesOfHour)));
    }

    byte[] Backfills()
    {
        var running = _backfills.Current.Select(BackfillReply.Of);
        var since = _clock.GetUtcNow() - Over;
        lock (_over)
        {
            foreach (var old in _over.Values.Where(backfill => backfill.FinishedAt < since).ToList()) _over.Remove(old.Id);
            return Json(running.Where(backfill => !_over.ContainsKey(backfill.Id)).Concat(_over.Values).OrderByDescending(backfill => backfill.Id).ToList());
        }
    }

    static byte[] Json<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, WebJson.Options);

    [LoggerMessage(LogLevel.Error, "Segments could not be drawn")]
    partial void DrawFailed(Exception exception);

    /// <summary>Figures by name, each with the picture since which it is what it is. Guarded by the pump.</summary>
    sealed class Figures<T>
        where T : struct, IEquatable<T>
    {
        readonly Dictionary<string, (T Value, SegmentFigure Figure)> _figures = new(StringComparer.Ordinal);

        public IReadOnlyCollection<SegmentFigure> All { get; private set; } = [];

        /// <summary>Takes what is so now; true if something is gone.</summary>
        public bool Put(long number, IEnumerable<KeyValuePair<string, T>> now)
        {
            var before = _figures.Count;
            var (kept, changed) = (0, false);
            var names = new HashSet<string>(StringComparer.Ordinal);
            foreach (var (name, value) in now)
            {
                if (!names.Add(name)) continue;
                if (_figures.TryGetValue(name, out var known))
                {
                    kept++;
                    if (known.Value.Equals(value)) continue;
                }
                _figures[name] = (value, new(name, Json(value), number));
                changed = true;
            }
            var shrunk = kept < before;
            if (shrunk)
                foreach (var gone in _figures.Keys.Where(name => !names.Contains(name)).ToList()) _figures.Remove(gone);
            if (shrunk || changed) All = [.. _figures.Values.Select(figure => figure.Figure)];
            return shrunk;
        }
    }
}
