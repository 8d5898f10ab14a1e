namespace CustomerGrains.WebTests.Support;

/// <summary>Segment's SDKs as their makers publish them, installed when they are missing.</summary>
static class SegmentSdks
{
    static readonly Lazy<Task<string>> _folder = new(InstallAsync);

    /// <summary>The folder with package.json and node_modules.</summary>
    public static Task<string> FolderAsync() => _folder.Value;

    static async Task<string> InstallAsync()
    {
        var folder = Repository.Folder(Path.Combine("tests", "CustomerGrains.WebTests", "segment"));
        var installed = Path.Combine(folder, "node_modules", "@segment", "analytics-next", "package.json");
        if (!File.Exists(installed)) await Tools.RunAsync(Tools.Npm ?? "npm", folder, ["ci", "--no-audit", "--no-fund"], 300);
        return folder;
    }
}
