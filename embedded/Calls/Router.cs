using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>Where the calls of a reference go: to the activations of a grain class, or to an observer.</summary>
abstract class Router(Silo silo, GrainType grainType)
{
    public Silo Silo { get; } = silo;

    public GrainType GrainType { get; } = grainType;

    public abstract void Send(string key, Message message);
}
