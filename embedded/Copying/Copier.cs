using System.Collections.Concurrent;
using Orleans.Runtime;
using Orleans.Serialization;

namespace Orleans.Embedded;

/// <summary>Copies a value deeply.</summary>
delegate T Copy<T>(T value, CopyContext context);

/// <summary>Copies what crosses a call, so that caller and grain never share an object that can change.</summary>
abstract class Copier
{
    static readonly ConcurrentDictionary<Type, Copier> s_copiers = new();

    public static Copier<T> Of<T>() => (Copier<T>)Of(typeof(T));

    public static Copier Of(Type type) =>
        s_copiers.GetOrAdd(type, static type => (Copier)Activator.CreateInstance(typeof(Copier<>).MakeGenericType(type))!);

    public abstract object CopyObject(object value, CopyContext context);
}

/// <inheritdoc/>
sealed class Copier<T> : Copier
{
    // Made at first use, so that types may refer to themselves.
    Copy<T>? _copy;

    public T Copy(T value, CopyContext context)
    {
        if (value is null) return value;
        if (!typeof(T).IsValueType && context.Find(value) is T known) return known;
        return (_copy ??= Choose())(value, context);
    }

    public override object CopyObject(object value, CopyContext context) => Copy((T)value, context)!;

    static Copy<T> Choose()
    {
        var type = typeof(T);
        if (Shallow.Is(type)) return static (value, _) => value;
        if (typeof(IAddressable).IsAssignableFrom(type)) return CopyReference;
        if (CollectionCopiers.For(type) is { } collection) return (Copy<T>)collection;
        if (type.IsInterface || type.IsAbstract || type == typeof(object)) return ByActualType;
        if (!type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false))
        {
            throw new CodecNotFoundException($"Could not find a copier for type {type}: mark it with [GenerateSerializer].");
        }
        var members = MemberCopier.Build<T>();
        if (type.IsSealed) return members;
        return (value, context) => value!.GetType() == typeof(T) ? members(value, context) : ByActualType(value, context);
    }

    static T ByActualType(T value, CopyContext context)
    {
        var type = value!.GetType();
        return Shallow.Is(type) ? value : (T)Of(type).CopyObject(value, context);
    }

    static T CopyReference(T value, CopyContext context) => value switch
    {
        GrainReference => value,
        IGrainBase and IAddressable grain => grain.AsReference<T>(),
        _ => throw new NotSupportedException($"{value!.GetType()} can't be passed as it is: use CreateObjectReference."),
    };
}
