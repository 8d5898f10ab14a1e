using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace CustomerGrains.Tool.Import;

/// <summary>
/// How far an import came, so that a resumed one need not send all again. Only a short cut: without it, or with a wrong one, message ids
/// keep the numbers right.
/// </summary>
sealed class Checkpoint(string path, string fingerprint)
{
    sealed record Saved(string Import, long Settled, long Rejected);

    public string Path => path;

    /// <summary>The checkpoint for these files to this server: at the given path, or in the user's state directory.</summary>
    public static Checkpoint For(string? path, Uri server, string format, string mapping, IReadOnlyList<InputFile> files, ToolHost host)
    {
        var text = new StringBuilder().Append(CultureInfo.InvariantCulture, $"1\n{server}\n{format}\n{mapping}\n");
        foreach (var file in files)
            text.Append(CultureInfo.InvariantCulture, $"{file.FullPath}\n{file.Length}\n{File.GetLastWriteTimeUtc(file.FullPath).Ticks}\n");
        var fingerprint = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
        path = path is null
            ? System.IO.Path.Combine(StateDirectory(host), $"import-{fingerprint[..16]}.json")
            : System.IO.Path.GetFullPath(path, host.Directory);
        return new Checkpoint(path, fingerprint);
    }

    /// <summary>How many events were settled, and how many of them rejected; zero when there is no checkpoint of exactly this import.</summary>
    public (long Settled, long Rejected) Load()
    {
        try
        {
            var saved = File.Exists(path) ? JsonSerializer.Deserialize<Saved>(File.ReadAllBytes(path)) : null;
            return saved is { Settled: > 0 } && saved.Import == fingerprint ? (saved.Settled, saved.Rejected) : default;
        }
        catch (JsonException)
        {
            return default;
        }
    }

    public void Save(long settled, long rejected)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        var draft = path + ".new";
        File.WriteAllBytes(draft, JsonSerializer.SerializeToUtf8Bytes(new Saved(fingerprint, settled, rejected)));
        File.Move(draft, path, overwrite: true);
    }

    public void Delete()
    {
        if (File.Exists(path)) File.Delete(path);
    }

    static string StateDirectory(ToolHost host)
    {
        if (host.Variable("XDG_STATE_HOME") is { Length: > 0 } state) return System.IO.Path.Combine(state, "customergrains");
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return OperatingSystem.IsWindows() || OperatingSystem.IsMacOS()
            ? System.IO.Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData), "CustomerGrains")
            : System.IO.Path.Combine(home, ".local", "state", "customergrains");
    }
}
