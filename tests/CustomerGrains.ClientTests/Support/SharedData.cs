namespace CustomerGrains.ClientTests.Support;

/// <summary>The real data beside the clone, which the repository does not contain.</summary>
static class SharedData
{
    public static string Folder { get; } = Path.GetFullPath(Path.Combine(Repository.Root, "..", "shared", "data"));
}

/// <summary>A test on the real data; skips where it is missing, and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute()
    {
        if (!Directory.Exists(SharedData.Folder)) Skip = "The real data, ../shared/data beside the clone, is missing.";
    }
}
