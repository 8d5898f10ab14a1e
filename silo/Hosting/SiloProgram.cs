using System.Data.Common;
using System.Globalization;
using System.Net.Sockets;
using System.Reflection;
using CustomerGrains.Grains.Journal;
using CustomerGrains.Silo.FollowUps;
using CustomerGrains.Silo.Retention;
using CustomerGrains.Silo.Storage;
using CustomerGrains.Silo.Storage.Migrations;
using CustomerGrains.Silo.Value;
using CustomerGrains.Silo.Webhooks;
using Microsoft.Extensions.Hosting;

namespace CustomerGrains.Silo.Hosting;

/// <summary>The program <c>silo</c>: one silo of a cluster, until it is asked to stop.</summary>
static class SiloProgram
{
    public static async Task<int> RunAsync(string[] args)
    {
        try
        {
            // Nothing here is reloaded, as in web.
            var builder = Host.CreateApplicationBuilder(["--hostBuilder:reloadConfigOnChange=false", .. args]);
            builder.AddCustomerGrainsClusterSilo();
            using var host = builder.Build();
            await host.StartAsync();
            await Console.Out.WriteLineAsync(Banner(ClusterSettings.From(builder.Configuration)));
            await host.WaitForShutdownAsync();
            return 0;
        }
        catch (Exception e) when (Explain(e) is { } explanation)
        {
            await Console.Error.WriteLineAsync(explanation);
            return 1;
        }
    }

    static string Banner(ClusterSettings settings)
    {
        var engine = typeof(SiloProgram).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(each => each.Key == "ActorEngine").Value;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"CustomerGrains silo is running: engine {engine}, cluster {settings.Name}, silo port {settings.SiloPort}, gateway port {settings.GatewayPort}");
    }

    // What the operator can mend is said in a sentence.
    static string? Explain(Exception exception) => exception switch
    {
        ClusterSettingsException or StoreOptionsException or ValueOptionsException or RetentionOptionsException or FollowUpOptionsException or WebhookOptionsException or StoreVersionException => exception.Message,
        JournalUnavailableException or DbException => $"The store can't be used: {exception.Message} Check Store:Provider and Store:ConnectionString.",
        SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } => "Cluster:SiloPort or Cluster:GatewayPort is taken by another process: give each silo of this machine ports of its own.",
        { InnerException: { } inner } => Explain(inner),
        _ => null,
    };
}
