namespace CustomerGrains.Domain.Rules;

/// <summary>Reads rules; docs/rules.md is their grammar.</summary>
public static class RuleText
{
    /// <summary>The longest text that is read, in UTF-16 units.</summary>
    public const int MaxLength = 10_000;

    /// <summary>Reads and checks a rule. Never throws, whatever the text.</summary>
    public static RuleReading Read(string text, RuleUse use) => throw new NotImplementedException();
}
