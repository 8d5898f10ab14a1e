using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Concurrency;
using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>A grain class in a silo, and the directory of its activations.</summary>
sealed class GrainClass : Router
{
    readonly ConcurrentDictionary<string, ITarget> _targets = new(StringComparer.Ordinal);
    readonly Func<string, ITarget> _newTarget;
    readonly GrainConstructor _constructor;

    public GrainClass(Silo silo, Type type) : base(silo, NameOf(type))
    {
        Type = type;
        Interfaces = [.. type.GetInterfaces().Where(each => each != typeof(IGrainWithStringKey) && typeof(IGrainWithStringKey).IsAssignableFrom(each))];
        IsReentrant = type.IsDefined(typeof(ReentrantAttribute), inherit: true);
        IdleAge = type.GetCustomAttribute<CollectionAgeLimitAttribute>()?.AgeLimit ?? silo.Collection.CollectionAge;
        _constructor = new(type);
        var workers = type.GetCustomAttribute<StatelessWorkerAttribute>()?.MaxLocalWorkers;
        _newTarget = workers is { } max ? key => new WorkerPool(this, key, max) : key => new Activation(this, key);
    }

    public Type Type { get; }

    public Type[] Interfaces { get; }

    /// <summary>The interface of this class that has the others, for a reference that asks for none.</summary>
    public Type Interface => Interfaces.MaxBy(each => each.GetInterfaces().Length)!;

    public bool IsReentrant { get; }

    public TimeSpan IdleAge { get; }

    public IEnumerable<Activation> Activations => _targets.Values.SelectMany(target => target.Activations);

    public override void Send(string key, Message message)
    {
        if (!Silo.IsRunning)
        {
            message.Fail(new SiloUnavailableException("The silo is not running."));
            return;
        }
        while (true)
        {
            var target = _targets.GetOrAdd(key, _newTarget);
            if (target.TryEnqueue(message)) return;
            // It has ended and is about to leave the directory: no need to wait for it.
            Remove(key, target);
        }
    }

    public void Remove(string key, ITarget target) => _targets.TryRemove(new(key, target));

    public (IGrainBase Instance, IReadOnlyList<Core.IStorage> States) Create(Activation activation) => _constructor.Invoke(activation);

    static GrainType NameOf(Type type)
    {
        const string Suffix = "Grain";
        var name = type.Name;
        if (name.EndsWith(Suffix, StringComparison.Ordinal) && name.Length > Suffix.Length) name = name[..^Suffix.Length];
        return new(name.ToLowerInvariant());
    }
}
