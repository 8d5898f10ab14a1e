using CustomerGrains.Domain.Rules.Syntax;

namespace CustomerGrains.Domain.Rules;

/// <summary>Reads rules; docs/rules.md is their grammar.</summary>
public static class RuleText
{
    /// <summary>The longest text that is read, in UTF-16 units.</summary>
    public const int MaxLength = 10_000;

    /// <summary>Reads and checks a rule. Never throws, whatever the text.</summary>
    public static RuleReading Read(string text, RuleUse use)
    {
        text ??= "";
        var problems = new Problems(text);
        if (text.Length > MaxLength)
        {
            problems.Add(new(MaxLength, text.Length - MaxLength), "a rule has at most 10,000 characters: make two segments of it");
            return new(null, problems.Errors);
        }

        var tokens = new Lexer(text, problems).ReadAll();
        var node = new Parser(text, tokens, problems).Read();
        var condition = new Checker(use, problems).Check(node);
        return new(problems.Any || condition is null ? null : new Rule(text, condition), problems.Errors) { Hints = problems.Hints };
    }
}
