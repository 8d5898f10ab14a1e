using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Orleans.TestingHost;

/// <summary>A silo for tests.</summary>
public sealed class InProcessTestCluster : IDisposable, IAsyncDisposable
{
    IHost? _host;

    internal InProcessTestCluster(InProcessTestClusterOptions options) => Options = options;

    /// <summary>What it is like.</summary>
    public InProcessTestClusterOptions Options { get; }

    /// <summary>Calls the grains.</summary>
    public IClusterClient Client => GetSiloServiceProvider().GetRequiredService<IClusterClient>();

    /// <summary>The services of the silo.</summary>
    public IServiceProvider GetSiloServiceProvider() => _host?.Services ?? throw new InvalidOperationException("The cluster does not run.");

    /// <summary>Starts it.</summary>
    public async Task DeployAsync()
    {
        if (_host is not null) throw new InvalidOperationException("The cluster runs already.");
        _host = InProcessTestClusterBuilder.BuildHost(Options);
        await _host.StartAsync();
    }

    /// <summary>Stops it: activations end in order.</summary>
    public async Task StopAllSilosAsync()
    {
        if (_host is null) return;
        await _host.StopAsync();
        _host.Dispose();
        _host = null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAllSilosAsync();

    /// <inheritdoc/>
    public void Dispose()
    {
        _host?.Dispose();
        _host = null;
    }
}
