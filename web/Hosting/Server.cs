using CustomerGrains.Silo.Hosting;
using CustomerGrains.Web.Cluster;

namespace CustomerGrains.Web.Hosting;

/// <summary>The whole server, ready to run.</summary>
static class Server
{
    /// <param name="args">The command line.</param>
    /// <param name="configure">Changes services before they are fixed: for tests.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        // Nothing here is reloaded: watching the content root would wake this process at every write of a store that lies below it.
        var builder = WebApplication.CreateBuilder(["--hostBuilder:reloadConfigOnChange=false", .. args]);
        if (ClusterSettings.From(builder.Configuration).Mode == ClusterMode.Local) builder.AddCustomerGrainsSilo();
        else builder.AddCluster();
        builder.AddWeb();
        configure?.Invoke(builder);

        return builder.Build().UseWeb();
    }
}
