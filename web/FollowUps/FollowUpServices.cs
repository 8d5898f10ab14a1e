using CustomerGrains.Grains.Journal;

namespace CustomerGrains.Web.FollowUps;

/// <summary>What follow-ups need.</summary>
static class FollowUpServices
{
    public static IServiceCollection AddFollowUps(this IServiceCollection services)
    {
        services.AddSingleton<FollowUpCalls>();
        services.AddSingleton<FollowUpPump>();
        services.AddSingleton<ICommitObserver>(provider => provider.GetRequiredService<FollowUpPump>());
        services.AddHostedService(provider => provider.GetRequiredService<FollowUpPump>());
        return services;
    }
}
