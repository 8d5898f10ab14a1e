using CustomerGrains.Domain.Kpis;

namespace CustomerGrains.Silo.Kpis;

/// <summary>Sets of scopes by their names, each made once, so that whoever looks something up by set finds it again. Not safe for concurrent use.</summary>
sealed class ScopeSets
{
    // Customers in the same segments share one; rules that change make others.
    const int Most = 10_000;

    readonly Dictionary<string, ScopeSet> _sets = new(StringComparer.Ordinal);

    public ScopeSet Of(IEnumerable<string> names)
    {
        var all = names.ToArray();
        var key = string.Join('\n', all);
        if (_sets.TryGetValue(key, out var set))
            return set;
        if (_sets.Count == Most)
            _sets.Clear();
        return _sets[key] = ScopeSet.Of(all);
    }
}
