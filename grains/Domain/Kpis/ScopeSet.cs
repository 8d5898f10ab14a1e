namespace CustomerGrains.Domain.Kpis;

/// <summary>
/// Some scopes in which the same thing counts. A set is made once and shared by all customers whom it fits, so that what many events add to it can be
/// added up before it is shared out to the scopes: an event costs the same in one segment and in fifty.
/// </summary>
public sealed class ScopeSet
{
    internal ScopeSet(string[] scopes) => Names = scopes;

    /// <summary>Names of <see cref="Scopes"/>, none twice.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Whether a scope is among them.</summary>
    public bool Has(string scope)
    {
        foreach (var name in Names)
        {
            if (name == scope)
                return true;
        }

        return false;
    }

    /// <summary>A set of one scope or more.</summary>
    public static ScopeSet Of(params string[] scopes) => new(scopes);
}
