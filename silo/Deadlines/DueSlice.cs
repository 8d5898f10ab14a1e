namespace CustomerGrains.Silo.Deadlines;

/// <summary>Deadlines are shared out by a hash of the id: each slice is swept by one process at a time.</summary>
static class DueSlice
{
    /// <summary>How many there are. Stored with each row: never change it without writing them anew.</summary>
    public const int Count = 16;

    /// <summary>The slice of an id: the same in every process and every version (FNV-1a over its UTF-16 units).</summary>
    public static short Of(string customerId)
    {
        var hash = 2166136261u;
        foreach (var unit in customerId)
            hash = (hash ^ unit) * 16777619u;
        // The low bits alone are poor.
        return (short)((hash ^ (hash >> 16)) % Count);
    }
}
