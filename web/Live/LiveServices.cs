using CustomerGrains.Grains.Journal;
using CustomerGrains.Web.Debugger;
using CustomerGrains.Web.Security;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CustomerGrains.Web.Live;

/// <summary>What live push needs.</summary>
static class LiveServices
{
    public static IServiceCollection AddLive(this IServiceCollection services)
    {
        services.AddSingleton<LiveMetrics>();
        services.AddSingleton<LagHistogram>();
        services.AddSingleton<ServerState>();
        services.AddSingleton<LiveFeed>();
        services.AddSingleton<ICommitObserver>(provider => provider.GetRequiredService<LiveFeed>());
        services.AddSingleton<LiveConnections>();
        services.AddSingleton<LiveSessions>();
        services.AddHostedService(provider => provider.GetRequiredService<LiveSessions>());
        services.AddSingleton<DashboardPump>();
        services.AddHostedService(provider => provider.GetRequiredService<DashboardPump>());
        services.TryAddSingleton(WatchTimes.Local);
        services.AddSingleton<CustomerWatches>();
        services.AddHostedService(provider => provider.GetRequiredService<CustomerWatches>());
        services.AddSingleton<KeyPump>();
        services.AddHostedService(provider => provider.GetRequiredService<KeyPump>());
        services.AddSignalR(options =>
        {
            // A screen only ever sends an id.
            options.MaximumReceiveMessageSize = 8 * 1024;
            options.EnableDetailedErrors = false;
        });
        return services;
    }

    public static void MapLive(this IEndpointRouteBuilder routes) =>
        routes.MapHub<LiveHub>(LiveHub.Path, options => options.CloseOnAuthenticationExpiration = true).RequireAuthorization(Policies.Agent);
}
