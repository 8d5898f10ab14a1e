using CustomerGrains.Web.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace CustomerGrains.Web.Live;

/// <summary>The live hub: what a screen can ask for. Frames come by <c>dashboard</c>, <c>customer</c> and <c>alert</c>.</summary>
[Authorize(Policies.Agent)]
sealed class LiveHub(LiveConnections connections, DashboardPump pump, CustomerWatches watches, LiveSessions sessions, IHubContext<LiveHub> hub) : Hub
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
    }

    /// <summary>Sends dashboard frames from now on; the first is the full picture.</summary>
    [Authorize(Policies.Agent)]
    public void WatchDashboard() => Connection.WatchDashboard(pump.Draw());

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

    LiveConnection Connection => connections.Find(Context.ConnectionId) ?? throw new HubException("The connection is closed.");

    Task Leave(string id) => Connection.UnwatchCustomer(id) ? watches.LeaveAsync(Connection, id) : Task.CompletedTask;

    static void Check(string id)
    {
        if (string.IsNullOrEmpty(id) || id.Length > LongestId) throw new HubException($"A customer id has 1 to {LongestId} characters.");
    }
}
