namespace CustomerGrains.ClientTests.Support;

/// <summary>The real data beside the clone (../shared/data); tests that need it skip where it is missing, and say so.</summary>
static class SharedData
{
    public static string? Folder { get; } = Find();

    static string? Find()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var data = Path.Combine(at.FullName, "..", "shared", "data");
            if (File.Exists(Path.Combine(at.FullName, "CustomerGrains.sln"))) return Directory.Exists(data) ? Path.GetFullPath(data) : null;
        }
        return null;
    }
}

/// <summary>A test on the real data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute()
    {
        if (SharedData.Folder is null) Skip = "The real data, ../shared/data beside the clone, is missing.";
    }
}
