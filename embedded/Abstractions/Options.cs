namespace Orleans.Configuration;

/// <summary>Which cluster and service this is.</summary>
public sealed class ClusterOptions
{
    /// <summary>The cluster's name. The embedded engine has one process and makes no use of it.</summary>
    public string ClusterId { get; set; } = "default";

    /// <summary>The service's name: part of the key of stored state.</summary>
    public string ServiceId { get; set; } = "default";
}

/// <summary>When activations come and go.</summary>
public sealed class GrainCollectionOptions
{
    /// <summary>How often idle activations are looked for.</summary>
    public TimeSpan CollectionQuantum { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long an activation may be idle.</summary>
    public TimeSpan CollectionAge { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>When the token of OnActivateAsync is cancelled.</summary>
    public TimeSpan ActivationTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>When the token of OnDeactivateAsync is cancelled.</summary>
    public TimeSpan DeactivationTimeout { get; set; } = TimeSpan.FromSeconds(30);
}

/// <summary>How calls are sent.</summary>
public sealed class SiloMessagingOptions
{
    /// <summary>When a call without an answer fails with <see cref="TimeoutException"/>. What it called may go on.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);
}
