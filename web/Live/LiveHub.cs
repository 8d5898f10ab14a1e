using CustomerGrains.Silo.Security;
using CustomerGrains.Web.Debugger;
using CustomerGrains.Web.Kpis;
using CustomerGrains.Web.Security;
using CustomerGrains.Web.Segments;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace CustomerGrains.Web.Live;

/// <summary>The live hub: what a screen can ask for. Frames come by <c>dashboard</c>, <c>customer</c>, <c>segments</c>, <c>key</c>, <c>alert</c> and <c>followUps</c>.</summary>
[Authorize(Policies.Agent)]
sealed class LiveHub(
    LiveConnections connections, DashboardPump pump, CustomerWatches watches, SegmentPump segments, KeyPump keys, ScopeNames names, ScopeBoards scopes,
    ICredentialStore credentials, LiveSessions sessions, IHubContext<LiveHub> hub)
    : Hub
{
    public const string Path = "/hubs/live";

    const int LongestId = 256;

    public override Task OnConnectedAsync()
    {
        var client = hub.Clients.Client(Context.ConnectionId);
        connections.Open(Context.ConnectionId, (method, frame, cancellationToken) => client.SendCoreAsync(method, [frame], cancellationToken));
        return sessions.OpenAsync(Context.ConnectionId, Context.User ?? new(), Context.Abort);
    }

    public override async Task OnDisconnectedAsync(Exception? exception)
    {
        sessions.Close(Context.ConnectionId);
        if (await connections.CloseAsync(Context.ConnectionId) is not { } connection) return;
        foreach (var customerId in connection.Customers()) await watches.LeaveAsync(connection, customerId);
        foreach (var keyId in connection.Keys()) keys.Leave(connection, keyId);
    }

    /// <summary>Sends dashboard frames from now on; the first is the full picture.</summary>
    [Authorize(Policies.Agent)]
    public void WatchDashboard() => Connection.WatchDashboard(pump.Draw());

    /// <summary>Sends the dashboard frames of a segment, stage or channel ("segment/vip", "stage/Loyal", "channel/web") instead; the first is the full picture.</summary>
    [Authorize(Policies.Agent)]
    public async Task WatchDashboardOf(string scope)
    {
        if (!names.TryReadScope("scope", scope, out var known, out var problem)) throw new HubException(problem.Reason);
        Connection.WatchDashboard(pump.Draw((await BoardAsync(known)).Source));
    }

    /// <summary>Stops them.</summary>
    [Authorize(Policies.Agent)]
    public void UnwatchDashboard() => Connection.UnwatchDashboard();

    /// <summary>Sends this customer's frames from now on; the first is the full picture. Of an id that nothing is known about it comes with the first touchpoint.</summary>
    [Authorize(Policies.Agent)]
    public async Task WatchCustomer(string id)
    {
        Check(id);
        if (!Connection.TryWatchCustomer(id)) throw new HubException($"A connection watches at most {LiveConnection.MostCustomers} customers: unwatch one first.");
        await watches.JoinAsync(Connection, id);
    }

    /// <summary>Stops them.</summary>
    [Authorize(Policies.Agent)]
    public Task UnwatchCustomer(string id)
    {
        Check(id);
        return Leave(id);
    }

    /// <summary>Sends sizes of segments and stages, backfills and transitions from now on; the first frame is the full picture.</summary>
    [Authorize(Policies.Agent)]
    public async Task WatchSegments() => Connection.WatchSegments(await segments.DrawAsync(Context.ConnectionAborted));

    /// <summary>Stops them.</summary>
    [Authorize(Policies.Agent)]
    public void UnwatchSegments() => Connection.UnwatchSegments();

    /// <summary>Sends what becomes of the events of a write key from now on; the first frame has the latest 100. For admins: it shows what was sent.</summary>
    [Authorize(Policies.Admin)]
    public async Task WatchKey(string keyId)
    {
        if (!await IsWriteKeyAsync(keyId)) throw new HubException("There is no such write key: take an id from GET /api/keys.");
        if (!keys.Join(Connection, keyId)) throw new HubException($"A connection watches at most {LiveConnection.MostKeys} write keys: unwatch one first.");
    }

    /// <summary>Stops that.</summary>
    [Authorize(Policies.Admin)]
    public void UnwatchKey(string keyId) => keys.Leave(Connection, keyId ?? "");

    LiveConnection Connection => connections.Find(Context.ConnectionId) ?? throw new HubException("The connection is closed.");

    Task Leave(string id) => Connection.UnwatchCustomer(id) ? watches.LeaveAsync(Connection, id) : Task.CompletedTask;

    async Task<ScopeBoard> BoardAsync(string scope)
    {
        try
        {
            return await scopes.GetAsync(scope, Context.ConnectionAborted)
                ?? throw new HubException($"{ScopeBoards.Most} filtered dashboards are watched at the moment, which is all there can be: try again later.");
        }
        catch (Exception e) when (e is not (OperationCanceledException or HubException))
        {
            throw new HubException("The store can't be reached at the moment: try again.");
        }
    }

    async Task<bool> IsWriteKeyAsync(string keyId)
    {
        try
        {
            // A revoked one may still be looked at.
            return (await credentials.ListAsync(Context.ConnectionAborted)).Any(credential => credential.Id == keyId && credential.Kind == CredentialKind.WriteKey);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new HubException("The store can't be reached at the moment: try again.");
        }
    }

    static void Check(string id)
    {
        if (string.IsNullOrEmpty(id) || id.Length > LongestId) throw new HubException($"A customer id has 1 to {LongestId} characters.");
    }
}
