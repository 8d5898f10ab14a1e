using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using CustomerGrains.Silo.Storage;
using Microsoft.Extensions.Configuration;

namespace CustomerGrains.Silo.Operations;

/// <summary>What a process says of itself.</summary>
/// <param name="Name">Its machine and its number there.</param>
/// <param name="Role">What it does: <c>web and silo</c>, <c>web</c> or <c>silo</c>.</param>
/// <param name="Engine">Its actor engine: <c>Orleans</c> with its version, or <c>embedded</c>.</param>
/// <param name="Store">Its store: <c>sqlite</c> or <c>postgres</c>.</param>
/// <param name="Version">Of this program.</param>
/// <param name="Runtime">What it runs on.</param>
/// <param name="Processors">How many it may use.</param>
/// <param name="MemoryLimit">How much memory it may use, in bytes.</param>
/// <param name="StartedAt">When it began.</param>
public sealed record ProcessInfo(
    string Name, string Role, string Engine, string Store, string Version, string Runtime, int Processors, long MemoryLimit, DateTimeOffset StartedAt)
{
    /// <summary>This process.</summary>
    public static ProcessInfo Of(IConfiguration configuration, StoreOptions store, DateTimeOffset startedAt)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(store);
        var assembly = typeof(ProcessInfo).Assembly;
        return new(
            string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}:{Environment.ProcessId}"),
            RoleOf(configuration),
            assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(static each => each.Key == "ActorEngine").Value!,
            store.Provider == StoreProvider.Sqlite ? "sqlite" : "postgres",
            VersionOf(assembly),
            RuntimeInformation.FrameworkDescription,
            Environment.ProcessorCount,
            GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
            startedAt);
    }

    static string RoleOf(IConfiguration configuration) =>
        Assembly.GetEntryAssembly() == typeof(ProcessInfo).Assembly ? "silo"
        : string.Equals(configuration["Cluster:Mode"], "client", StringComparison.OrdinalIgnoreCase) ? "web"
        : "web and silo";

    // With the first digits of the commit, where the build knows it.
    static string VersionOf(Assembly assembly)
    {
        var version = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
        var plus = version.IndexOf('+', StringComparison.Ordinal);
        return plus < 0 ? version : version[..Math.Min(version.Length, plus + 9)];
    }
}
