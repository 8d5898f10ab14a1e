using CustomerGrains.WebTests.Support;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace CustomerGrains.WebTests.Deployment;

/// <summary>A document of YAML from deploy/, with words to find one's way in it.</summary>
sealed class Manifest
{
    readonly object? _node;

    Manifest(string file, object? node) => (File, _node) = (file, node);

    /// <summary>The file's path below deploy/.</summary>
    public string File { get; }

    public string Kind => this["kind"].Text ?? "";

    public string Name => this["metadata"]["name"].Text ?? "";

    /// <summary>The scalar's text, or null.</summary>
    public string? Text => _node as string;

    public bool Exists => _node is not null;

    public Manifest this[string key] => new(File, _node is Dictionary<object, object?> map && map.TryGetValue(key, out var value) ? value : null);

    public IReadOnlyList<Manifest> Items => _node is List<object?> list ? list.ConvertAll(item => new Manifest(File, item)) : [];

    public IReadOnlyDictionary<string, Manifest> Entries =>
        _node is Dictionary<object, object?> map ? map.ToDictionary(pair => (string)pair.Key, pair => new Manifest(File, pair.Value), StringComparer.Ordinal) : new Dictionary<string, Manifest>();

    /// <summary>Every document below deploy/.</summary>
    public static IReadOnlyList<Manifest> All { get; } =
        [.. Directory.EnumerateFiles(Folder, "*.yaml", SearchOption.AllDirectories).Order(StringComparer.Ordinal).SelectMany(Read)];

    public static string Folder => Repository.Folder("deploy");

    public static IEnumerable<Manifest> OfKind(params string[] kinds) => All.Where(document => kinds.Contains(document.Kind));

    static List<Manifest> Read(string path)
    {
        var documents = new List<Manifest>();
        using var text = System.IO.File.OpenText(path);
        var parser = new MergingParser(new Parser(text));
        var deserializer = new DeserializerBuilder().WithDuplicateKeyChecking().Build();
        parser.Consume<YamlDotNet.Core.Events.StreamStart>();
        while (parser.Accept<YamlDotNet.Core.Events.DocumentStart>(out _))
            documents.Add(new(Path.GetRelativePath(Folder, path), deserializer.Deserialize(parser)));
        return documents;
    }
}
