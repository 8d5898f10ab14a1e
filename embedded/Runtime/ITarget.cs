namespace Orleans.Embedded;

/// <summary>What stands behind one key of a grain class: an activation, or the pool of a stateless worker.</summary>
interface ITarget
{
    /// <summary>Adds a message; false if this target has ended and another takes its place.</summary>
    bool TryEnqueue(Message message);

    /// <summary>The activations in memory.</summary>
    IEnumerable<Activation> Activations { get; }
}
