using CustomerGrains.Domain.Rules;

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

    /// <summary>No rules.</summary>
    public static FixedRuleBook Default { get; } = new(RuleSet.Empty);
}
