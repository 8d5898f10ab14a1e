using CustomerGrains.Domain.Rules;
using CustomerGrains.Domain.Value.Actions;

namespace CustomerGrains.Grains.Rules;

/// <summary>Rules in memory, for programs and tests that publish none.</summary>
public sealed class FixedRuleBook(RuleSet rules) : IRuleBook
{
    volatile RuleSet _current = rules;

    /// <inheritdoc/>
    public RuleSet Current
    {
        get => _current;
        set => _current = value;
    }

    /// <summary>The journey and the segments that a new store begins with.</summary>
    public static FixedRuleBook Default => new(RuleSet.Of(1, [.. DefaultDefinitions.All, .. DefaultActions.All]));
}
