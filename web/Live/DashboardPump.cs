using System.Text.Json;
using CustomerGrains.Contracts.Customers;
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

    readonly LiveFeed _feed;
    readonly KpiBoard _board;
    readonly JournalHealth _queue;
    readonly ServerState _server;
    readonly LagHistogram _lag;
    readonly LiveMetrics _metrics;
    readonly LiveConnections _connections;
    readonly TimeProvider _clock;
    readonly ILogger<DashboardPump> _log;
    readonly SemaphoreSlim _changed = new(0, 1);
    readonly Lock _drawing = new();
    readonly BoardParts _parts;
    List<DashboardRow> _rows = [];

    public DashboardPump(
        LiveFeed feed, KpiBoard board, JournalHealth queue, ServerState server, LagHistogram lag, LiveMetrics metrics, LiveConnections connections,
        TimeProvider clock, ILogger<DashboardPump> log)
    {
        (_feed, _board, _queue, _server, _lag, _metrics, _connections, _clock, _log) = (feed, board, queue, server, lag, metrics, connections, clock, log);
        _parts = new(board);
        feed.Changed = Wake;
        server.Changed = Wake;
    }

    /// <summary>The dashboard at this moment.</summary>
    public DashboardPicture Draw()
    {
        lock (_drawing)
        {
            var rows = Rows();
            var at = _clock.GetUtcNow();
            var arrivals = new Arrivals(_feed.TakeArrivals(), OnSent);
            var figures = _parts.Read(at);
            return new(at, Members(figures), rows, rows.Count > 0 ? rows[0].Position : 0, arrivals.Sent, figures.Breakdown);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await WaitAsync(_parts.Waiting ? BoardParts.Shortest : Longest, stoppingToken);
            if (stoppingToken.IsCancellationRequested) return;
            // Also while nobody looks: whoever looks later is told since when it has been so.
            _server.Read();
            var watching = _connections.OnDashboard.ToList();
            // Nobody looks: what arrived meanwhile was never pushed and has no lag.
            if (watching.Count == 0) _feed.TakeArrivals();
            else Push(watching);
            await Task.Delay(Shortest, _clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    void Push(List<LiveConnection> watching)
    {
        try
        {
            var picture = Draw();
            foreach (var connection in watching) connection.Post(picture);
        }
        catch (Exception e)
        {
            // One picture that can't be drawn must not be the last one.
            DrawFailed(e);
        }
    }

    async Task WaitAsync(TimeSpan longest, CancellationToken stoppingToken)
    {
        using var timeout = new CancellationTokenSource(longest, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stoppingToken);
        await _changed.WaitAsync(either.Token).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    void Wake()
    {
        lock (_changed) if (_changed.CurrentCount == 0) _changed.Release();
    }

    List<DashboardRow> Rows()
    {
        var known = _rows.Count > 0 ? _rows[0].Position : 0;
        var fresh = _feed.After(known);
        if (fresh.Count == 0) return _rows;
        var rows = new List<DashboardRow>(LiveFeed.Latest);
        foreach (var item in fresh)
            rows.Add(new(item.Position, JsonSerializer.SerializeToUtf8Bytes(TouchpointRow.From(item.CustomerId, item.Entry, withBody: false), WebJson.Options)));
        rows.AddRange(_rows.Take(LiveFeed.Latest - rows.Count));
        return _rows = rows;
    }

    (string, ReadOnlyMemory<byte>)[] Members(BoardParts.Figures figures) =>
    [
        ("currency", Json(_board.Currency)),
        ("rate", Json(_feed.Rate())),
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
