using CustomerGrains.Silo.Hosting;
using CustomerGrains.Silo.Storage;
using Microsoft.Extensions.Hosting;

namespace CustomerGrains.Silo.Cluster;

/// <summary>Clusters of silos, which this build's engine has none of.</summary>
static class ClusterEngine
{
    public static string? Missing =>
        "this build has the embedded engine, which is one process. Build where the package feed has Orleans 10.4, or with ActorEngine=orleans (docs/decisions/001-engine-selection.md); " +
        "on one machine, start web alone, with Cluster:Mode=local";

    public static void UseClusterSilo(this IHostApplicationBuilder builder, StoreOptions store, ClusterSettings settings, Action<ISiloBuilder> configure) =>
        throw new NotSupportedException(Missing);

    public static void UseClusterClient(this IHostApplicationBuilder builder, StoreOptions store, ClusterSettings settings) => throw new NotSupportedException(Missing);
}
