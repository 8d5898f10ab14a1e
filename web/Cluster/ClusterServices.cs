using CustomerGrains.Silo.Hosting;

namespace CustomerGrains.Web.Cluster;

/// <summary>What a web process needs whose customers live in silos of their own (Cluster:Mode=client).</summary>
static class ClusterServices
{
    public static WebApplicationBuilder AddCluster(this WebApplicationBuilder builder) => builder.AddCustomerGrainsClient();
}
