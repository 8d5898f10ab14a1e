using System.Collections.Immutable;
using System.Reflection;

namespace Orleans.Embedded;

/// <summary>Copies arrays, common collections and tuples.</summary>
static class CollectionCopiers
{
    static readonly Dictionary<Type, MethodInfo> s_methods = typeof(CollectionCopiers)
        .GetMethods(BindingFlags.Static | BindingFlags.Public)
        .Where(method => method.ReturnType.IsGenericType)
        .ToDictionary(method => method.ReturnType.GetGenericTypeDefinition());

    /// <summary>A <see cref="Copy{T}"/> for this type; null if it is none of these.</summary>
    internal static Delegate? For(Type type)
    {
        MethodInfo? method;
        if (type.IsSZArray)
        {
            method = typeof(CollectionCopiers).GetMethod(nameof(Array))!.MakeGenericMethod(type.GetElementType()!);
        }
        else
        {
            if (!type.IsGenericType || !s_methods.TryGetValue(type.GetGenericTypeDefinition(), out method)) return null;
            method = method.MakeGenericMethod(type.GenericTypeArguments);
        }
        return method.CreateDelegate(typeof(Copy<>).MakeGenericType(type));
    }

    public static T[] Array<T>(T[] value, CopyContext context)
    {
        if (Shallow.Is(typeof(T))) return Remember(value, (T[])value.Clone(), context);
        var copy = Remember(value, new T[value.Length], context);
        var copier = Copier.Of<T>();
        for (var i = 0; i < value.Length; i++) copy[i] = copier.Copy(value[i], context);
        return copy;
    }

    public static List<T> List<T>(List<T> value, CopyContext context)
    {
        var copy = Remember(value, new List<T>(value.Count), context);
        copy.AddRange(Elements(value, context));
        return copy;
    }

    public static Queue<T> Queue<T>(Queue<T> value, CopyContext context)
    {
        var copy = Remember(value, new Queue<T>(value.Count), context);
        foreach (var element in Elements(value, context)) copy.Enqueue(element);
        return copy;
    }

    public static HashSet<T> HashSet<T>(HashSet<T> value, CopyContext context)
    {
        var copy = Remember(value, new HashSet<T>(value.Count, value.Comparer), context);
        copy.UnionWith(Elements(value, context));
        return copy;
    }

    public static Dictionary<TKey, TValue> Dictionary<TKey, TValue>(Dictionary<TKey, TValue> value, CopyContext context)
        where TKey : notnull
    {
        var copy = Remember(value, new Dictionary<TKey, TValue>(value.Count, value.Comparer), context);
        foreach (var (key, element) in Elements(value, context)) copy.Add(key, element);
        return copy;
    }

    public static SortedDictionary<TKey, TValue> SortedDictionary<TKey, TValue>(SortedDictionary<TKey, TValue> value, CopyContext context)
        where TKey : notnull
    {
        var copy = Remember(value, new SortedDictionary<TKey, TValue>(value.Comparer), context);
        foreach (var (key, element) in Elements(value, context)) copy.Add(key, element);
        return copy;
    }

    public static ImmutableArray<T> ImmutableArray<T>(ImmutableArray<T> value, CopyContext context) =>
        value.IsDefault ? value : [.. Elements(value, context)];

    public static ImmutableList<T> ImmutableList<T>(ImmutableList<T> value, CopyContext context) => [.. Elements(value, context)];

    public static ImmutableDictionary<TKey, TValue> ImmutableDictionary<TKey, TValue>(ImmutableDictionary<TKey, TValue> value, CopyContext context)
        where TKey : notnull =>
        System.Collections.Immutable.ImmutableDictionary.CreateRange(value.KeyComparer, value.ValueComparer, Elements(value, context));

    public static Memory<T> Memory<T>(Memory<T> value, CopyContext context) => Elements(value.ToArray(), context).ToArray();

    public static ReadOnlyMemory<T> ReadOnlyMemory<T>(ReadOnlyMemory<T> value, CopyContext context) => Elements(value.ToArray(), context).ToArray();

    public static T? Nullable<T>(T? value, CopyContext context)
        where T : struct => value is { } some ? Copy(some, context) : null;

    public static KeyValuePair<TKey, TValue> KeyValuePair<TKey, TValue>(KeyValuePair<TKey, TValue> value, CopyContext context) =>
        new(Copy(value.Key, context), Copy(value.Value, context));

    public static Tuple<T1, T2> Tuple<T1, T2>(Tuple<T1, T2> value, CopyContext context) => new(Copy(value.Item1, context), Copy(value.Item2, context));

    public static ValueTuple<T1, T2> ValueTuple<T1, T2>(ValueTuple<T1, T2> value, CopyContext context) =>
        (Copy(value.Item1, context), Copy(value.Item2, context));

    public static ValueTuple<T1, T2, T3> ValueTuple<T1, T2, T3>(ValueTuple<T1, T2, T3> value, CopyContext context) =>
        (Copy(value.Item1, context), Copy(value.Item2, context), Copy(value.Item3, context));

    public static ValueTuple<T1, T2, T3, T4> ValueTuple<T1, T2, T3, T4>(ValueTuple<T1, T2, T3, T4> value, CopyContext context) =>
        (Copy(value.Item1, context), Copy(value.Item2, context), Copy(value.Item3, context), Copy(value.Item4, context));

    static IEnumerable<T> Elements<T>(IEnumerable<T> values, CopyContext context) =>
        Shallow.Is(typeof(T)) ? values : values.Select(value => Copy(value, context));

    static T Copy<T>(T value, CopyContext context) => Copier.Of<T>().Copy(value, context);

    static TCollection Remember<TCollection>(TCollection original, TCollection copy, CopyContext context)
        where TCollection : class
    {
        context.Add(original, copy);
        return copy;
    }
}
