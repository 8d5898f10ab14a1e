using System.Collections.Concurrent;
using System.Reflection;
using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>An interface of grains or observers, and the class that implements it for references.</summary>
sealed class GrainInterface
{
    // Lazy: GetOrAdd may call its factory twice at once, and a proxy's name can be defined only once.
    static readonly ConcurrentDictionary<Type, Lazy<GrainInterface>> s_interfaces = new();
    static readonly ConcurrentDictionary<GrainInterfaceType, GrainInterface> s_named = new();
    readonly MethodInfo[] _declarations;
    readonly object?[] _methods;
    readonly Func<GrainInterface, Router, string, GrainReference> _create;

    GrainInterface(Type type)
    {
        if (!type.IsInterface || !typeof(IAddressable).IsAssignableFrom(type))
        {
            throw new ArgumentException($"{type} is not an interface of grains or observers.", nameof(type));
        }
        Type = type;
        Name = new(type.FullName!);
        _declarations = [.. type.GetInterfaces().Append(type).SelectMany(each => each.GetMethods(BindingFlags.Public | BindingFlags.Instance))];
        _methods = new object?[_declarations.Length];
        _create = ProxyBuilder.Build(type, _declarations);
        s_named[Name] = this; // now that it is whole
    }

    public Type Type { get; }

    public GrainInterfaceType Name { get; }

    public static GrainInterface Of(Type type) => s_interfaces.GetOrAdd(type, static type => new(() => new(type))).Value;

    /// <summary>The interface that a reference was made of before.</summary>
    public static GrainInterface Named(GrainInterfaceType name) =>
        s_named.TryGetValue(name, out var known) ? known : throw new ArgumentException($"{name} is not an interface of grains that is known here.", nameof(name));

    public GrainReference CreateReference(Router router, string key) => _create(this, router, key);

    /// <summary>The method at this place. Compiled by its first call: most programs call few of their methods.</summary>
    public GrainMethod<TArgs, TResult> Method<TArgs, TResult>(int index) =>
        (GrainMethod<TArgs, TResult>)(_methods[index] ??= new GrainMethod<TArgs, TResult>(_declarations[index]));
}
