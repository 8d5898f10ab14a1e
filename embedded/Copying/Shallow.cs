using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using System.Numerics;
using System.Reflection;
using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>The types whose values nobody can change, so that they need no copy.</summary>
static class Shallow
{
    static readonly ConcurrentDictionary<Type, bool> s_answers = new();

    static readonly HashSet<Type> s_known =
    [
        typeof(string), typeof(decimal), typeof(DateTime), typeof(DateTimeOffset), typeof(TimeSpan), typeof(DateOnly), typeof(TimeOnly),
        typeof(Guid), typeof(Uri), typeof(Version), typeof(Int128), typeof(UInt128), typeof(Half), typeof(BigInteger), typeof(IPAddress),
        typeof(IPEndPoint), typeof(CultureInfo), typeof(CancellationToken), typeof(Nothing), typeof(ValueTuple), typeof(GrainId),
    ];

    // Shallow when what they hold is.
    static readonly HashSet<Type> s_wrappers =
    [
        typeof(Nullable<>), typeof(ImmutableArray<>), typeof(ImmutableList<>), typeof(ImmutableHashSet<>), typeof(ImmutableDictionary<,>),
        typeof(KeyValuePair<,>), typeof(ValueTuple<>), typeof(ValueTuple<,>), typeof(ValueTuple<,,>), typeof(ValueTuple<,,,>),
        typeof(ValueTuple<,,,,>), typeof(ValueTuple<,,,,,>), typeof(ValueTuple<,,,,,,>),
        typeof(Tuple<>), typeof(Tuple<,>), typeof(Tuple<,,>), typeof(Tuple<,,,>),
    ];

    public static bool Is(Type type) => s_answers.GetOrAdd(type, static type => Decide(type));

    static bool Decide(Type type)
    {
        if (type.IsPrimitive || type.IsEnum || s_known.Contains(type)) return true;
        if (type.IsDefined(typeof(ImmutableAttribute), inherit: false)) return true;
        if (typeof(Type).IsAssignableFrom(type) || typeof(Exception).IsAssignableFrom(type) || typeof(GrainReference).IsAssignableFrom(type)) return true;
        if (type.IsGenericType && s_wrappers.Contains(type.GetGenericTypeDefinition())) return type.GenericTypeArguments.All(Is);
        // A struct is copied by assignment; if its members need no more than that, neither does it.
        return type.IsValueType
            && type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false)
            && type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).All(field => Is(field.FieldType))
            && SerializableMembers.Of(type).Count == type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic).Length;
    }
}
