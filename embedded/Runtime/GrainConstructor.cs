using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Core;
using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>Makes instances of a grain class: persistent states and the context from the engine, everything else from the services.</summary>
sealed class GrainConstructor
{
    readonly ObjectFactory _factory;
    readonly Func<Activation, object>[] _arguments;

    public GrainConstructor(Type type)
    {
        if (!typeof(IGrainBase).IsAssignableFrom(type)) throw new ArgumentException($"{type} is not derived from {typeof(Grain)}.", nameof(type));
        var constructors = type.GetConstructors();
        var constructor = constructors.FirstOrDefault(each => each.IsDefined(typeof(ActivatorUtilitiesConstructorAttribute)))
            ?? (constructors.Length == 1 ? constructors[0] : throw new ArgumentException($"{type} must have one public constructor.", nameof(type)));
        var special = constructor.GetParameters().Select(parameter => (parameter.ParameterType, Maker: Maker(parameter))).Where(each => each.Maker is not null).ToArray();
        _arguments = [.. special.Select(each => each.Maker!)];
        _factory = ActivatorUtilities.CreateFactory(type, [.. special.Select(each => each.ParameterType)]);
    }

    public (IGrainBase Instance, IReadOnlyList<IStorage> States) Invoke(Activation activation)
    {
        if (_arguments.Length == 0) return ((IGrainBase)_factory(activation.ActivationServices, null), []);
        var arguments = Array.ConvertAll(_arguments, make => make(activation));
        return ((IGrainBase)_factory(activation.ActivationServices, arguments), [.. arguments.OfType<IStorage>()]);
    }

    static Func<Activation, object>? Maker(ParameterInfo parameter)
    {
        if (parameter.ParameterType == typeof(IGrainContext)) return static activation => activation;
        if (parameter.GetCustomAttribute<PersistentStateAttribute>() is not { } attribute) return null;
        if (!parameter.ParameterType.IsGenericType || parameter.ParameterType.GetGenericTypeDefinition() != typeof(IPersistentState<>))
        {
            throw new ArgumentException($"{parameter.Member.DeclaringType}: [PersistentState] belongs to a parameter of type IPersistentState<T>.", nameof(parameter));
        }
        var make = typeof(PersistentState<>).MakeGenericType(parameter.ParameterType.GenericTypeArguments)
            .GetMethod(nameof(PersistentState<object>.For))!
            .CreateDelegate<Func<Activation, PersistentStateAttribute, object>>();
        return activation => make(activation, attribute);
    }
}
