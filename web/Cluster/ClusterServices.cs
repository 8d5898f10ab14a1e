using CustomerGrains.Silo.Hosting;
using CustomerGrains.Web.Health;
using CustomerGrains.Web.Live;

namespace CustomerGrains.Web.Cluster;

/// <summary>What a web process needs whose customers live in silos of their own (Cluster:Mode=client).</summary>
static class ClusterServices
{
    public static WebApplicationBuilder AddCluster(this WebApplicationBuilder builder)
    {
        builder.AddCustomerGrainsClient();
        builder.Services.AddSingleton(WatchTimes.Cluster);
        builder.Services.AddHostedService<WatchKeeper>();
        builder.Services.AddHealthChecks().AddCheck<SiloHealthCheck>("silos", tags: [HealthEndpoints.Ready]);
        return builder;
    }
}
