using System.Collections.Concurrent;
using CustomerGrains.WebTests.Deployment;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Primitives;

[assembly: HostingStartup(typeof(RecordingStartup))]

namespace CustomerGrains.WebTests.Deployment;

/// <summary>Has nothing, and remembers what it was asked for: so a test knows which settings a program reads.</summary>
sealed class SettingRecorder : IConfigurationSource, IConfigurationProvider
{
    /// <summary>The full names that were asked for; <c>Value:Rates:*</c> where whatever lies below was asked for.</summary>
    public ConcurrentDictionary<string, bool> Asked { get; } = new(StringComparer.OrdinalIgnoreCase);

    public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

    public bool TryGet(string key, out string? value)
    {
        Asked[key] = true;
        value = null;
        return false;
    }

    public IEnumerable<string> GetChildKeys(IEnumerable<string> earlierKeys, string? parentPath)
    {
        if (parentPath is not null) Asked[parentPath + ":*"] = true;
        return earlierKeys;
    }

    public void Set(string key, string? value)
    {
        // Nothing is kept.
    }

    public IChangeToken GetReloadToken() => new CancellationChangeToken(CancellationToken.None);

    public void Load()
    {
        // There is nothing to load.
    }
}

/// <summary>Puts the recorder into the server before it reads anything: runs where <c>--hostingStartupAssemblies</c> names this assembly.</summary>
sealed class RecordingStartup : IHostingStartup
{
    public static SettingRecorder Recorder { get; } = new();

    public void Configure(IWebHostBuilder builder) => builder.ConfigureAppConfiguration((_, configuration) => configuration.Add(Recorder));
}
