using System.Globalization;
using System.Text;

namespace CustomerGrains.Silo.Storage.Migrations;

/// <summary>One numbered step of a store's schema, embedded in this assembly.</summary>
sealed record MigrationScript(int Number, string Name, string Sql)
{
    /// <summary>The steps of one kind of store, in order; they are numbered from 1 without gaps.</summary>
    public static IReadOnlyList<MigrationScript> Of(string folder)
    {
        var assembly = typeof(MigrationScript).Assembly;
        var prefix = $"Migrations/{folder}/";
        var scripts = assembly.GetManifestResourceNames()
            .Select(resource => (resource, path: resource.Replace('\\', '/')))
            .Where(r => r.path.StartsWith(prefix, StringComparison.Ordinal))
            .Select(r => Read(r.resource, r.path[prefix.Length..]))
            .OrderBy(script => script.Number)
            .ToList();
        for (var i = 0; i < scripts.Count; i++)
        {
            if (scripts[i].Number != i + 1)
                throw new InvalidOperationException($"Migration {i + 1} of {folder} is missing.");
        }

        return scripts;

        MigrationScript Read(string resource, string file)
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
            return new(int.Parse(file[..4], CultureInfo.InvariantCulture), Path.GetFileNameWithoutExtension(file), reader.ReadToEnd());
        }
    }
}
