namespace CustomerGrains.WebTests.Support;

/// <summary>Where the sources are: tests read some of them.</summary>
static class Repository
{
    public static string Root { get; } = Find();

    public static string Folder(string relative) => Path.Combine(Root, relative);

    public static void DeleteFolder(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (IOException)
        {
            // A file is still open: the system's temporary folder is cleaned by the system.
        }
    }

    static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "CustomerGrains.sln"))) return folder.FullName;
        throw new DirectoryNotFoundException("The repository's root was not found above the test's folder.");
    }
}
