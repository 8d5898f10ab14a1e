using System.Text.Json;

namespace CustomerGrains.Tool.Connection;

/// <summary>What a server on this machine left for this tool when it first started.</summary>
sealed record Credentials(string? WriteKey, string? ApiToken, string Path)
{
    static readonly string[] Places = ["data/credentials.json", "web/data/credentials.json"];

    /// <summary>Looks in the directory and above it, where a clone's root may be; null when there is nothing.</summary>
    public static Credentials? Find(string directory)
    {
        for (var at = new DirectoryInfo(directory); at is not null; at = at.Parent)
        {
            foreach (var place in Places)
            {
                var path = System.IO.Path.Combine(at.FullName, place);
                if (File.Exists(path)) return Read(path);
            }
            // The clone ends here: what lies above it belongs to somebody else.
            if (File.Exists(System.IO.Path.Combine(at.FullName, "CustomerGrains.sln"))) return null;
        }
        return null;
    }

    static Credentials Read(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            string? Member(string name) => document.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
            return new Credentials(Member("writeKey"), Member("apiToken"), path);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new UserError($"{path} cannot be read: {e.Message} Give the key with --write-key instead.");
        }
        catch (UnauthorizedAccessException)
        {
            throw new UserError($"{path} belongs to another user. Run this as the one who runs the server, or give the key with --write-key.");
        }
    }
}
