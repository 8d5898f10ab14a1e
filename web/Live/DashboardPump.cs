using System.Text.Json;
using CustomerGrains.Silo.Journal;
using CustomerGrains.Web.Hosting;
using CustomerGrains.Web.Kpis;

namespace CustomerGrains.Web.Live;

/// <summary>
/// Draws the dashboard once for all connections: at most every 200 ms when something changed, and every 5 s in any case, so that ages
/// and windows move on a quiet day too.
/// </summary>
sealed partial class DashboardPump : BackgroundService
{
    /// <summary>The shortest time between two pictures.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest time between two pictures.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    readonly DashboardSource _whole;
    readonly ScopeBoards _scopes;
    readonly JournalHealth _queue;
    readonly ServerState _server;
    readonly LagHistogram _lag;
    readonly LiveMetrics _metrics;
    readonly LiveConnections _connections;
    readonly TimeProvider _clock;
    readonly ILogger<DashboardPump> _log;
    readonly Nudge _changed = new();
    readonly Lock _drawing = new();
    bool _scopeWaiting;

    public DashboardPump(
        LiveFeed feed, KpiBoard board, ScopeBoards scopes, JournalHealth queue, ServerState server, LagHistogram lag, LiveMetrics metrics, LiveConnections connections,
        TimeProvider clock, ILogger<DashboardPump> log)
    {
        (_scopes, _queue, _server, _lag, _metrics, _connections, _clock, _log) = (scopes, queue, server, lag, metrics, connections, clock, log);
        _whole = new(board, feed);
        feed.Changed = Wake;
        server.Changed = Wake;
    }

    /// <summary>The dashboard at this moment.</summary>
    public DashboardPicture Draw() => Draw(_whole);

    /// <summary>The dashboard of a scope, or of everybody, at this moment.</summary>
    public DashboardPicture Draw(DashboardSource source)
    {
        lock (_drawing)
        {
            var rows = source.Rows();
            var at = _clock.GetUtcNow();
            var arrivals = new Arrivals(source.Feed.TakeArrivals(), OnSent);
            var figures = source.Figures(at);
            return new(at, Members(source, figures), rows, rows.Count > 0 ? rows[0].Position : 0, arrivals.Sent, figures.Breakdown) { Scope = source.Scope };
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await _changed.WaitAsync(_whole.Waiting || _scopeWaiting ? BoardParts.Shortest : Longest, _clock, stoppingToken);
            if (stoppingToken.IsCancellationRequested) return;
            // Also while nobody looks: whoever looks later is told since when it has been so.
            _server.Read();
            var watching = _connections.OnDashboard.ToList();
            // Nobody looks: what arrived meanwhile was never pushed and has no lag.
            if (watching.TrueForAll(connection => connection.Scope is not null)) _whole.Feed.TakeArrivals();
            _scopeWaiting = false;
            foreach (var group in watching.GroupBy(connection => connection.Scope)) Push(group.Key, group);
            _scopes.Forget();
            await Task.Delay(Shortest, _clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    void Push(string? scope, IEnumerable<LiveConnection> watching)
    {
        try
        {
            // A board that was just forgotten comes back with the next watch; this one is in use and stays.
            var source = scope is null ? _whole : _scopes.Find(scope)?.Source;
            if (source is null) return;
            var picture = Draw(source);
            _scopeWaiting |= scope is not null && source.Waiting;
            foreach (var connection in watching) connection.Post(picture);
        }
        catch (Exception e)
        {
            // One picture that can't be drawn must not be the last one.
            DrawFailed(e);
        }
    }

    void Wake() => _changed.Give();

    (string, ReadOnlyMemory<byte>)[] Members(DashboardSource source, BoardParts.Figures figures) =>
    [
        ("scope", Json(source.Scope)),
        ("currency", Json(source.Currency)),
        ("rate", Json(source.Feed.Rate())),
        ("behind", Json(_queue.Queued)),
        ("lag", Json(_lag.Read())),
        ("server", Json(_server.Read())),
        ("windows", figures.Windows),
        ("previous", figures.Previous),
        ("current", figures.Current),
    ];

    void OnSent(IReadOnlyList<Arrival> arrivals)
    {
        var now = _clock.GetUtcNow();
        foreach (var arrival in arrivals)
        {
            var lag = now - arrival.ReceivedAt;
            _lag.Record(lag, arrival.Touchpoints);
            _metrics.Lag(lag);
        }
    }

    [LoggerMessage(LogLevel.Error, "The dashboard could not be drawn")]
    partial void DrawFailed(Exception exception);

    static byte[] Json<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, WebJson.Options);

    /// <summary>Counts the lag of a picture's touchpoints when the first connection has got it, once.</summary>
    sealed class Arrivals(IReadOnlyList<Arrival> arrivals, Action<IReadOnlyList<Arrival>> onSent)
    {
        int _sent;

        public void Sent()
        {
            if (arrivals.Count > 0 && Interlocked.Exchange(ref _sent, 1) == 0) onSent(arrivals);
        }
    }
}
