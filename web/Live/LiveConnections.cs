using System.Collections.Concurrent;

namespace CustomerGrains.Web.Live;

/// <summary>The open connections of this process.</summary>
sealed class LiveConnections(LiveMetrics metrics, ILoggerFactory logs)
{
    readonly ConcurrentDictionary<string, LiveConnection> _connections = new(StringComparer.Ordinal);
    readonly ILogger _log = logs.CreateLogger<LiveConnection>();

    /// <summary>Those that get dashboard frames.</summary>
    public IEnumerable<LiveConnection> OnDashboard => _connections.Values.Where(connection => connection.WatchesDashboard);

    /// <summary>Those that get frames of segments and stages.</summary>
    public IEnumerable<LiveConnection> OnSegments => _connections.Values.Where(connection => connection.WatchesSegments);

    /// <summary>A new connection.</summary>
    public void Open(string id, SendFrame send)
    {
        var connection = new LiveConnection(id, send, metrics, _log);
        if (!_connections.TryAdd(id, connection)) return;
        metrics.Opened();
        connection.Start();
    }

    /// <summary>The connection, or null if it is closed.</summary>
    public LiveConnection? Find(string id) => _connections.GetValueOrDefault(id);

    /// <summary>Forgets a connection and stops what is on its way to it.</summary>
    public async Task<LiveConnection?> CloseAsync(string id)
    {
        if (!_connections.TryRemove(id, out var connection)) return null;
        metrics.Closed();
        await connection.DisposeAsync();
        return connection;
    }

    /// <summary>Sends an alert to everybody.</summary>
    public void Post(RawJson alert)
    {
        foreach (var connection in _connections.Values) connection.Post(alert);
    }

    /// <summary>Tells everybody that follow-ups changed.</summary>
    public void PostFollowUps(RawJson frame)
    {
        foreach (var connection in _connections.Values) connection.PostFollowUps(frame);
    }
}
