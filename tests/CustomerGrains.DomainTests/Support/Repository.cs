namespace CustomerGrains.DomainTests.Support;

/// <summary>The clone that these tests were built from.</summary>
static class Repository
{
    static readonly string Root = Find();

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path)).ReplaceLineEndings("\n");

    static string Find()
    {
        var at = new DirectoryInfo(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "CustomerGrains.sln")))
            at = at.Parent;
        return at?.FullName ?? throw new InvalidOperationException("CustomerGrains.sln was not found above the tests.");
    }
}
