namespace CustomerGrains.Domain.Rules;

/// <summary>What rules say about each other.</summary>
public static class RuleGraph
{
    /// <summary>
    /// Checks what a definition says about others before it is published: a mentioned segment must exist, and no segment may depend on itself, not even by
    /// way of others.
    /// </summary>
    /// <param name="candidate">What is to be published; its rule is read here.</param>
    /// <param name="current">The definitions in force; a former version of the candidate may be among them.</param>
    /// <returns>Everything that is wrong with the candidate, errors of its text included; empty = publish it.</returns>
    public static IReadOnlyList<RuleError> Check(Definition candidate, IEnumerable<Definition> current) => throw new NotImplementedException();

    /// <summary>The definitions whose rules mention a segment: it can't be deleted without them.</summary>
    public static IReadOnlyList<Definition> Mentioning(string segmentKey, IEnumerable<Definition> current) => throw new NotImplementedException();
}
