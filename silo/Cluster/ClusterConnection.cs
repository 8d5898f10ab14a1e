namespace CustomerGrains.Silo.Cluster;

/// <summary>What a web process knows of its way to the silos.</summary>
public sealed class ClusterConnection
{
    volatile int _silos;

    /// <summary>How many silos it is connected to.</summary>
    public int Silos => _silos;

    /// <summary>A silo came or went: whoever lived there lives elsewhere, and knows of no watchers. Must be quick and must not throw.</summary>
    public event Action? Changed;

    internal void Set(int silos)
    {
        _silos = silos;
        Changed?.Invoke();
    }
}
