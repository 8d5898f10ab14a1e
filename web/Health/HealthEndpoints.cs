using Microsoft.AspNetCore.Diagnostics.HealthChecks;

namespace CustomerGrains.Web.Health;

/// <summary>For whoever keeps the process running: alive, and ready to take work. They tell strangers one word.</summary>
static class HealthEndpoints
{
    /// <summary>The tag of the checks that say whether the process can take work.</summary>
    public const string Ready = "ready";

    public static IServiceCollection AddHealth(this IServiceCollection services)
    {
        services.AddSingleton<Readiness>();
        services.AddHealthChecks().AddCheck<StoreHealthCheck>("store", tags: [Ready]);
        return services;
    }

    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        routes.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).AllowAnonymous();
        routes.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready) }).AllowAnonymous();
    }
}
