namespace Orleans.Embedded;

/// <summary>The activations of one key of a stateless worker: a message goes to an idle one, else to a new one, else to the least busy.</summary>
sealed class WorkerPool(GrainClass grainClass, string key, int maxWorkers) : ITarget
{
    readonly Lock _gate = new();
    readonly List<Activation> _workers = [];

    public IEnumerable<Activation> Activations
    {
        get
        {
            lock (_gate) return [.. _workers];
        }
    }

    public bool TryEnqueue(Message message)
    {
        while (!Choose().TryEnqueue(message))
        {
            // It ended in between, and is no longer among the workers.
        }
        return true;
    }

    public void Remove(Activation worker)
    {
        lock (_gate) _workers.Remove(worker);
    }

    Activation Choose()
    {
        lock (_gate)
        {
            var idlest = _workers.MinBy(worker => worker.Load);
            if (idlest is { Load: 0 } || _workers.Count == maxWorkers) return idlest!;
            var worker = new Activation(grainClass, key, this);
            _workers.Add(worker);
            return worker;
        }
    }
}
