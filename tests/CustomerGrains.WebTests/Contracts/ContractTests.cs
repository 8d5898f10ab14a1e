using System.Reflection;
using CustomerGrains.Contracts.Customers;
using CustomerGrains.WebTests.Support;
using Orleans;

namespace CustomerGrains.WebTests.Contracts;

/// <summary>
/// What silos and web processes of two versions say to each other while one replaces the other. Orleans' rules: a name (alias) and a member's number, once given out, mean the same for ever; members may be added with
/// numbers of their own, and methods may be added; nothing else may change. The list beside this test is what was given out.
/// </summary>
public sealed class ContractTests
{
    const string Approved = "tests/CustomerGrains.WebTests/Contracts/approved.txt";

    static readonly Type[] _types = typeof(ICustomerGrain).Assembly.GetTypes();

    [Fact]
    public void What_crosses_between_processes_is_what_was_agreed()
    {
        var path = Path.Combine(Repository.Root, Approved);
        var now = string.Join('\n', Lines()) + '\n';
        var agreed = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";

        Assert.True(agreed == now, $"The contracts are not those of {Approved}. If you only added something, make it the new list; a name or number that is there must stay as it is:\n{now}");
    }

    [Fact]
    public void Every_message_has_a_name_and_each_of_its_members_a_number_of_its_own()
    {
        foreach (var type in Messages())
        {
            Assert.True(AliasOf(type) is not null, $"{type} has no [Alias].");
            var ids = Members(type).Select(member => member.Id).ToList();
            Assert.True(ids.Distinct().Count() == ids.Count, $"{type} gives a number to two members.");
            var unnumbered = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.SetMethod is not null && IdOf(property) is null).Select(property => property.Name);
            Assert.True(!unnumbered.Any(), $"{type} has members without [Id]: {string.Join(", ", unnumbered)}.");
        }
    }

    [Fact]
    public void Every_grain_and_observer_and_each_of_their_methods_has_a_name()
    {
        foreach (var type in Interfaces())
        {
            Assert.True(AliasOf(type) is not null, $"{type} has no [Alias].");
            foreach (var method in type.GetMethods()) Assert.True(AliasOf(method) is not null, $"{type}.{method.Name} has no [Alias].");
            Assert.Distinct(type.GetMethods().Select(AliasOf));
        }
    }

    static IEnumerable<string> Lines()
    {
        foreach (var type in Interfaces().OrderBy(AliasOf, StringComparer.Ordinal))
        {
            yield return $"interface {AliasOf(type)}";
            foreach (var method in type.GetMethods().OrderBy(AliasOf, StringComparer.Ordinal))
                yield return $"  {AliasOf(method)}({string.Join(", ", method.GetParameters().Select(parameter => Name(parameter.ParameterType)))}): {Name(method.ReturnType)}";
        }
        foreach (var type in Messages().OrderBy(AliasOf, StringComparer.Ordinal))
        {
            yield return $"message {AliasOf(type)}";
            foreach (var (id, type2) in Members(type).OrderBy(member => member.Id)) yield return $"  {id}: {type2}";
        }
    }

    static IEnumerable<Type> Messages() => _types.Where(type => type.GetCustomAttribute<GenerateSerializerAttribute>() is not null);

    static IEnumerable<Type> Interfaces() => _types.Where(type => type.IsInterface && (type.IsAssignableTo(typeof(IGrain)) || type.IsAssignableTo(typeof(IGrainObserver))));

    // Names of members are free; only their numbers and types cross.
    static IEnumerable<(uint Id, string Type)> Members(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance).Where(property => IdOf(property) is not null).Select(property => (IdOf(property)!.Value, Name(property.PropertyType)))
            .Concat(type.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance).Where(field => IdOf(field) is not null).Select(field => (IdOf(field)!.Value, Name(field.FieldType))));

    static uint? IdOf(MemberInfo member) => member.GetCustomAttribute<IdAttribute>()?.Id;

    static string? AliasOf(MemberInfo member) => member.GetCustomAttribute<AliasAttribute>()?.Alias;

    static string Name(Type type)
    {
        if (AliasOf(type) is { } alias) return alias;
        if (type.IsArray) return Name(type.GetElementType()!) + "[]";
        return type.IsGenericType ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>" : type.Name;
    }
}
