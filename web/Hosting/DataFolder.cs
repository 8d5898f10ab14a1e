namespace CustomerGrains.Web.Hosting;

/// <summary>The folder for what this server keeps beside the store: <c>Data:Folder</c>, by default ./data.</summary>
sealed class DataFolder
{
    public DataFolder(string path)
    {
        FullPath = Path.GetFullPath(path);
        Directory.CreateDirectory(FullPath);
    }

    public string FullPath { get; }

    public static DataFolder From(IConfiguration configuration) => new(configuration["Data:Folder"] is { Length: > 0 } folder ? folder : "data");

    public DirectoryInfo Sub(string name) => Directory.CreateDirectory(Path.Combine(FullPath, name));

    /// <summary>Writes a file that only its owner may read.</summary>
    public void WriteSecret(string name, ReadOnlySpan<byte> content)
    {
        var path = Path.Combine(FullPath, name);
        File.Delete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        file.Write(content);
    }
}
