using Xunit;

namespace CustomerGrains.TestSupport;

/// <summary>A test on the real data; skipped, with the reason, where it is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute()
    {
        if (SharedData.Folder is null) Skip = SharedData.Missing;
    }
}
