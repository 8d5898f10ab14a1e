namespace CustomerGrains.Domain.Rules;

/// <summary>What a new store begins with: a journey and a few segments that are of use from the first event on.</summary>
public static class DefaultDefinitions
{
    /// <summary>The journey's stages, in order.</summary>
    public static IReadOnlyList<Definition> Stages => throw new NotImplementedException();

    /// <summary>The segments.</summary>
    public static IReadOnlyList<Definition> Segments => throw new NotImplementedException();

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Definition> All => throw new NotImplementedException();
}
