using System.Reflection;
using Orleans.Serialization;

namespace Orleans.Embedded;

/// <summary>
/// The fields that make up a value of a [GenerateSerializer] type: those with [Id], the fields behind properties with [Id], and what a
/// record's primary constructor declares. Other members do not cross calls.
/// </summary>
static class SerializableMembers
{
    const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    public static IReadOnlyList<(FieldInfo Field, bool IsImmutable)> Of(Type type)
    {
        var members = new List<(FieldInfo, bool)>();
        for (var level = type; level != typeof(object) && level != typeof(ValueType); level = level.BaseType!)
        {
            if (!level.IsDefined(typeof(GenerateSerializerAttribute), inherit: false))
            {
                throw new CodecNotFoundException($"Could not find a copier for type {level}, the base of {type}: mark it with [GenerateSerializer].");
            }
            members.AddRange(OfLevel(level));
        }
        return members;
    }

    static IEnumerable<(FieldInfo, bool)> OfLevel(Type type)
    {
        var primary = PrimaryConstructorNames(type);
        foreach (var field in type.GetFields(Declared))
        {
            if (field.IsDefined(typeof(IdAttribute))) yield return (field, field.IsDefined(typeof(ImmutableAttribute)));
        }
        foreach (var property in type.GetProperties(Declared))
        {
            if (!property.IsDefined(typeof(IdAttribute)) && !primary.Contains(property.Name)) continue;
            var field = type.GetField($"<{property.Name}>k__BackingField", Declared)
                ?? throw new CodecNotFoundException($"{type}.{property.Name} has an [Id], but the embedded engine copies auto-properties only.");
            yield return (field, property.IsDefined(typeof(ImmutableAttribute)));
        }
    }

    static HashSet<string> PrimaryConstructorNames(Type type)
    {
        var isRecord = type.GetMethod("<Clone>$", Declared) is not null || (type.IsValueType && type.GetMethod("PrintMembers", Declared) is not null);
        if (!isRecord) return [];
        var constructor = type.GetConstructors(Declared).FirstOrDefault(each =>
            each.GetParameters() is { Length: > 0 } parameters
            && parameters.All(parameter => type.GetProperty(parameter.Name!, Declared & ~BindingFlags.DeclaredOnly)?.PropertyType == parameter.ParameterType));
        return constructor is null ? [] : [.. constructor.GetParameters().Select(parameter => parameter.Name!)];
    }
}
