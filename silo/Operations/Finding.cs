namespace CustomerGrains.Silo.Operations;

/// <summary>How bad it is.</summary>
public enum FindingLevel
{
    /// <summary>Good to know; nothing is wrong.</summary>
    Note,

    /// <summary>Something is behind or slower than it should be. Nobody is turned away.</summary>
    Behind,

    /// <summary>Somebody is turned away, or something stands still.</summary>
    Trouble,
}

/// <summary>Something that an operator should know, and what to do about it.</summary>
/// <param name="Key">The same for the same finding, always.</param>
/// <param name="Level">How bad it is.</param>
/// <param name="Title">What it is, in a few words.</param>
/// <param name="Detail">The numbers behind it.</param>
/// <param name="Advice">What to do.</param>
public sealed record Finding(string Key, FindingLevel Level, string Title, string Detail, string Advice);
