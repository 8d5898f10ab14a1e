using CustomerGrains.Domain.Customers;
using CustomerGrains.Domain.Rules;

namespace CustomerGrains.DomainTests.Rules;

public sealed class VocabularyTests
{
    public static TheoryData<string> Examples() => [.. Vocabulary.Items.Select(item => item.Example), .. Vocabulary.Functions.Select(function => function.Example)];

    [Theory]
    [MemberData(nameof(Examples))]
    public void Every_example_is_a_rule_and_answers_for_a_customer_who_did_nothing(string example)
    {
        var rule = Asking.Rule(example);
        var verdict = rule.Evaluate(new CustomerState("nobody"), Asking.At(0));
        Assert.True(verdict.NextChange > Asking.Time(0));
        Assert.NotEmpty(rule.Explain(new CustomerState("nobody"), Asking.At(0)).Why);
        Assert.Equal(rule.Formatted, Asking.Rule(rule.Formatted).Formatted);
    }

    [Fact]
    public void Every_field_has_a_description_and_an_example_that_mentions_it()
    {
        foreach (var item in Vocabulary.Items)
        {
            Assert.EndsWith(".", item.Description, StringComparison.Ordinal);
            Assert.Contains([item.Path, .. item.Aliases], path => item.Example.Contains(path.Split('<')[0].Split('.')[0], StringComparison.Ordinal));
            Assert.Contains(item.Type, (string[])["money", "number", "time", "text", "set", "yesno", "duration", "any"]);
        }
    }

    [Fact]
    public void No_spelling_stands_for_two_fields()
    {
        var paths = Vocabulary.Items.SelectMany(item => (string[])[item.Path, .. item.Aliases]).ToList();
        Assert.Equal(paths.Distinct(StringComparer.OrdinalIgnoreCase).Order(), paths.Order());
    }
}
