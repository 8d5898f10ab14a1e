namespace CustomerGrains.Web.Alerts;

/// <summary>What alerts need.</summary>
static class AlertServices
{
    public static IServiceCollection AddAlerts(this IServiceCollection services)
    {
        services.AddSingleton<AlertValues>();
        services.AddSingleton<AlertWatchMetrics>();
        services.AddSingleton<AlertWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<AlertWatch>());
        return services;
    }
}
