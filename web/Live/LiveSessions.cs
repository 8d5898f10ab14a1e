using System.Collections.Concurrent;
using System.Security.Claims;
using CustomerGrains.Web.Security;

namespace CustomerGrains.Web.Live;

/// <summary>
/// Ends live connections of those who would not get in any more. A connection is admitted once, when it opens; here it is looked at again:
/// at once after a change in this process, and every 15 seconds for changes made by another.
/// </summary>
sealed class LiveSessions(Sessions sessions, TimeProvider clock) : BackgroundService
{
    /// <summary>How often all connections are looked at.</summary>
    public static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(15);

    readonly ConcurrentDictionary<string, Session> _open = new(StringComparer.Ordinal);

    /// <summary>A connection opened. It may have been admitted a moment before its user was removed, so it is looked at here too.</summary>
    public Task OpenAsync(string id, ClaimsPrincipal user, Action abort)
    {
        var session = new Session(user, abort);
        _open[id] = session;
        return CheckAsync(session);
    }

    /// <summary>A connection is closed.</summary>
    public void Close(string id) => _open.TryRemove(id, out _);

    /// <summary>Ends every connection whose user is gone, or has another password or role. With another role she comes back with that.</summary>
    public async Task CheckAsync()
    {
        foreach (var session in _open.Values) await CheckAsync(session);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(CheckEvery, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await CheckAsync();
        }
        catch (OperationCanceledException)
        {
            // The process is stopping.
        }
    }

    async Task CheckAsync(Session session)
    {
        try
        {
            var credential = await sessions.FindAsync(session.User);
            if (credential is null || !Sessions.HasSameRoles(session.User, credential)) session.Abort();
        }
        catch (Exception)
        {
            // The store does not answer: nobody is thrown out for that; the screen says that the store is gone.
        }
    }

    sealed record Session(ClaimsPrincipal User, Action Abort);
}
