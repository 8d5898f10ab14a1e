using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Orleans.TestingHost;

/// <summary>What a test cluster is like.</summary>
public sealed class InProcessTestClusterOptions
{
    /// <summary>The cluster's name.</summary>
    public string ClusterId { get; set; } = $"testcluster-{Guid.NewGuid():N}";

    /// <summary>The service's name: part of the key of stored state.</summary>
    public string ServiceId { get; set; } = Guid.NewGuid().ToString("N");

    /// <summary>Whether to write log files: the embedded engine writes none.</summary>
    public bool ConfigureFileLogging { get; set; }

    internal List<Action<IHostApplicationBuilder>> Configurations { get; } = [];
}

/// <summary>What is told of the silo to those who configure it.</summary>
public sealed class InProcessTestSiloSpecificOptions
{
    /// <summary>The silo's name.</summary>
    public string SiloName { get; set; } = "Silo_0";
}

/// <summary>Makes a silo for tests.</summary>
public sealed class InProcessTestClusterBuilder
{
    /// <summary>A cluster of so many silos: the embedded engine knows clusters of one only.</summary>
    public InProcessTestClusterBuilder(short initialSilosCount)
    {
        if (initialSilosCount != 1) throw new NotSupportedException("The embedded engine has one silo: clusters need Orleans.");
    }

    /// <summary>What it is like.</summary>
    public InProcessTestClusterOptions Options { get; } = new();

    /// <summary>Configures the host of the silo (on Orleans: and that of the client).</summary>
    public InProcessTestClusterBuilder ConfigureHost(Action<IHostApplicationBuilder> configureDelegate)
    {
        Options.Configurations.Add(configureDelegate);
        return this;
    }

    /// <summary>Configures the host of the silo.</summary>
    public InProcessTestClusterBuilder ConfigureSiloHost(Action<InProcessTestSiloSpecificOptions, IHostApplicationBuilder> configureSiloHostDelegate) =>
        ConfigureHost(host => configureSiloHostDelegate(new(), host));

    /// <summary>Configures the silo.</summary>
    public InProcessTestClusterBuilder ConfigureSilo(Action<InProcessTestSiloSpecificOptions, ISiloBuilder> configureSiloDelegate) =>
        ConfigureHost(host => host.UseOrleans(silo => configureSiloDelegate(new(), silo)));

    /// <summary>The cluster, not started yet.</summary>
    public InProcessTestCluster Build() => new(Options);

    internal static IHost BuildHost(InProcessTestClusterOptions options)
    {
        var builder = new HostApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Services.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (options.ClusterId, options.ServiceId));
        builder.UseOrleans(_ => { });
        foreach (var configure in options.Configurations) configure(builder);
        return builder.Build();
    }
}
