using CustomerGrains.Domain.Rules;

namespace CustomerGrains.Grains.Rules;

/// <summary>The rules in force.</summary>
public interface IRuleBook
{
    /// <summary>The rules as this process knows them: the same instance until something is published. Never null; asked in every turn, so it must be quick.</summary>
    RuleSet Current { get; }
}
