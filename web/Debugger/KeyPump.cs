using System.Collections.Concurrent;
using System.Collections.Immutable;
using CustomerGrains.Web.Hosting;
using CustomerGrains.Web.Live;

namespace CustomerGrains.Web.Debugger;

/// <summary>
/// Shows the histories of keys to the connections that watch them: drawn once for all, at most every 200 ms, and only while somebody
/// watches.
/// </summary>
sealed partial class KeyPump : BackgroundService
{
    /// <summary>The shortest time between two pictures.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(200);

    readonly KeyHistories _histories;
    readonly TimeProvider _clock;
    readonly ILogger<KeyPump> _log;
    readonly Nudge _changed = new();
    readonly Lock _lock = new();
    readonly ConcurrentDictionary<string, WatchedKey> _watched = new(StringComparer.Ordinal);

    public KeyPump(KeyHistories histories, TimeProvider clock, ILogger<KeyPump> log)
    {
        (_histories, _clock, _log) = (histories, clock, log);
        histories.Changed = OnChanged;
    }

    /// <summary>How many keys are watched.</summary>
    public int Count => _watched.Count;

    /// <summary>Sends a key's history now and its outcomes from now on; false if the connection watches too many keys.</summary>
    public bool Join(LiveConnection connection, string keyId)
    {
        lock (_lock)
        {
            var watched = _watched.GetOrAdd(keyId, id => new(id));
            if (connection.TryWatchKey(Draw(watched))) watched.Connections = watched.Connections.Add(connection);
            else if (watched.Connections.IsEmpty) _watched.TryRemove(keyId, out _);
            _histories.Of(keyId).Watched = _watched.ContainsKey(keyId);
            return watched.Connections.Contains(connection);
        }
    }

    /// <summary>Stops that.</summary>
    public void Leave(LiveConnection connection, string keyId)
    {
        lock (_lock)
        {
            connection.UnwatchKey(keyId);
            if (!_watched.TryGetValue(keyId, out var watched)) return;
            watched.Connections = watched.Connections.Remove(connection);
            if (!watched.Connections.IsEmpty) return;
            _watched.TryRemove(keyId, out _);
            _histories.Of(keyId).Watched = false;
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await _changed.WaitAsync(stoppingToken);
                Push();
                await Task.Delay(Shortest, _clock, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The process is stopping.
        }
    }

    void Push()
    {
        foreach (var watched in _watched.Values)
        {
            try
            {
                lock (_lock)
                {
                    if (_histories.Of(watched.KeyId).Position == watched.Position) continue;
                    var picture = Draw(watched);
                    foreach (var connection in watched.Connections) connection.Post(picture);
                }
            }
            catch (Exception e)
            {
                // One picture that can't be drawn must not be the last one.
                DrawFailed(e);
            }
        }
    }

    // Called by ingestion with every request: a look-up, unless somebody watches.
    void OnChanged(string keyId)
    {
        if (_watched.IsEmpty || !_watched.ContainsKey(keyId)) return;
        _changed.Give();
    }

    KeyPicture Draw(WatchedKey watched)
    {
        var history = _histories.Of(watched.KeyId);
        // A key that was forgotten meanwhile begins anew.
        if (history.Position < watched.Position) (watched.Position, watched.Rows) = (0, []);
        var (counts, notes) = history.After(watched.Position);
        if (notes.Count > 0)
        {
            watched.Rows = [.. notes.Select(KeyRows.Of), .. watched.Rows.Take(KeyHistory.Latest - notes.Count)];
            watched.Position = notes[0].Number;
        }
        return new(_clock.GetUtcNow(), watched.KeyId, counts, watched.Rows, watched.Position);
    }

    [LoggerMessage(LogLevel.Error, "A key's history could not be drawn")]
    partial void DrawFailed(Exception exception);

    /// <summary>Guarded by the pump.</summary>
    sealed class WatchedKey(string keyId)
    {
        public string KeyId => keyId;

        public ImmutableHashSet<LiveConnection> Connections { get; set; } = [];

        public IReadOnlyList<KeyRow> Rows { get; set; } = [];

        public long Position { get; set; }
    }
}
