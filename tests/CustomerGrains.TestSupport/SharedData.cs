namespace CustomerGrains.TestSupport;

/// <summary>
/// The real data beside the clone (../shared/data). It is no part of the project: tests that need it skip where it is missing, and say so. Where
/// REQUIRE_ALL=1 the continuous integration has it beside the clone; it skips there too if not, because a clone alone can't get it.
/// </summary>
public static class SharedData
{
    /// <summary>The folder, or null where it is missing.</summary>
    public static string? Folder { get; } = Find();

    /// <summary>The path of a file of it.</summary>
    public static string PathOf(params string[] parts) => Path.Combine([Folder ?? throw new InvalidOperationException(Missing), .. parts]);

    internal const string Missing = "The real data, ../shared/data beside the clone, is missing.";

    static string? Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (!File.Exists(Path.Combine(at.FullName, "CustomerGrains.sln"))) continue;
            var data = Path.Combine(at.FullName, "..", "shared", "data");
            return Directory.Exists(data) ? Path.GetFullPath(data) : null;
        }

        return null;
    }
}
