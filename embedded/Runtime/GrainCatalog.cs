using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Orleans.Embedded;

/// <summary>The grain classes of a silo: those of all assemblies of the program that use this engine.</summary>
sealed class GrainCatalog
{
    static readonly Lazy<Type[]> s_types = new(() => [.. Assemblies().SelectMany(assembly => assembly.GetTypes()).Where(IsGrainClass)]);
    readonly Dictionary<Type, List<GrainClass>> _byInterface = [];

    public GrainCatalog(Silo silo)
    {
        Classes = [.. s_types.Value.Select(type => new GrainClass(silo, type))];
        foreach (var grainClass in Classes)
        {
            foreach (var grainInterface in grainClass.Interfaces)
            {
                if (!_byInterface.TryGetValue(grainInterface, out var classes)) _byInterface.Add(grainInterface, classes = []);
                classes.Add(grainClass);
            }
        }
    }

    public IReadOnlyList<GrainClass> Classes { get; }

    /// <summary>The class of the grains that have this interface.</summary>
    public GrainClass ClassOf(Type grainInterface)
    {
        if (!_byInterface.TryGetValue(grainInterface, out var classes))
        {
            throw new ArgumentException($"Could not find an implementation for interface {grainInterface}.", nameof(grainInterface));
        }
        return classes.Count == 1
            ? classes[0]
            : throw new ArgumentException($"Several classes implement {grainInterface}: {string.Join(", ", classes.Select(each => each.Type))}.", nameof(grainInterface));
    }

    static bool IsGrainClass(Type type) =>
        type is { IsClass: true, IsAbstract: false, IsGenericTypeDefinition: false }
        && typeof(Grain).IsAssignableFrom(type)
        && typeof(IGrainWithStringKey).IsAssignableFrom(type);

    /// <summary>
    /// The program's own assemblies that refer to this one. Those that nothing has touched yet are found among its files: a host may
    /// start a silo before any code of the grains has run.
    /// </summary>
    static IEnumerable<Assembly> Assemblies()
    {
        var engine = typeof(GrainCatalog).Assembly.GetName().Name!;
        var loaded = AppDomain.CurrentDomain.GetAssemblies()
            .Where(assembly => !assembly.IsDynamic && assembly.GetReferencedAssemblies().Any(name => name.Name == engine));
        var files = ((string?)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") ?? "").Split(Path.PathSeparator)
            .Where(path => path.StartsWith(AppContext.BaseDirectory, StringComparison.Ordinal) && RefersTo(path, engine))
            .Select(path => Assembly.Load(AssemblyName.GetAssemblyName(path)));
        return loaded.Concat(files).Distinct();
    }

    static bool RefersTo(string path, string name)
    {
        using var file = new PEReader(File.OpenRead(path));
        if (!file.HasMetadata) return false;
        var metadata = file.GetMetadataReader();
        return metadata.AssemblyReferences.Any(handle => metadata.StringComparer.Equals(metadata.GetAssemblyReference(handle).Name, name));
    }
}
