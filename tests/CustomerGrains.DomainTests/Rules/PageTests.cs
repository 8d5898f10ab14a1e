using System.Text.RegularExpressions;
using CustomerGrains.Domain.Rules;
using CustomerGrains.DomainTests.Support;

namespace CustomerGrains.DomainTests.Rules;

/// <summary>What docs/rules.md shows is what works.</summary>
public sealed partial class PageTests
{
    static readonly string Page = Repository.Read("docs/rules.md");

    [Fact]
    public void Every_rule_of_the_page_compiles()
    {
        var rules = Blocks().Matches(Page).SelectMany(block => block.Groups[1].Value.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)).ToList();
        Assert.True(rules.Count > 20);
        foreach (var rule in rules)
            Asking.Rule(rule);
    }

    [Fact]
    public void Every_rule_of_its_tables_compiles()
    {
        var wanted = Section("You want").SelectMany(row => Code().Matches(row).Select(code => code.Groups[1].Value)).ToList();
        Assert.Equal(9, wanted.Count);
        foreach (var rule in wanted)
            Asking.Rule(rule);
    }

    [Fact]
    public void Every_message_of_the_page_is_what_is_said()
    {
        var rows = Section("You wrote");
        Assert.Equal(7, rows.Count);
        foreach (var cells in rows.Select(row => row.Trim('|').Split('|')))
            Assert.Equal(cells[1].Trim(), Asking.Error(cells[0].Trim().Trim('`')).Message);
    }

    [Fact]
    public void What_the_page_says_about_missing_values_is_so()
    {
        var ann = new Story("ann").Track("Product Viewed", 1);
        var bea = new Story("bea").Track("Survey Answered", 1, new { metric = "nps", score = 9 });
        var rows = Section("Rule").Select(row => row.Trim('|').Split('|').Select(cell => cell.Trim()).ToArray()).ToList();
        Assert.Equal(6, rows.Count);
        foreach (var row in rows)
        {
            var rule = Code().Match(row[0]).Groups[1].Value;
            Assert.Equal(row[1].Contains("yes", StringComparison.Ordinal), ann.Holds(rule, 5));
            if (row[2].Length > 0)
                Assert.Equal(row[2].Contains("yes", StringComparison.Ordinal), bea.Holds(rule, 5));
        }
    }

    [Fact]
    public void The_journey_of_the_page_is_the_one_that_a_new_store_begins_with() =>
        Assert.Contains($"```rule\n{string.Join("\n\n", DefaultDefinitions.Stages.Select(stage => stage.Rule))}\n```\n\n{string.Join(", ", DefaultDefinitions.Stages.Select(stage => stage.Name))}.", Page, StringComparison.Ordinal);

    [Fact]
    public void The_table_of_fields_is_the_vocabulary()
    {
        var table = Page[(Page.IndexOf("program -->\n", StringComparison.Ordinal) + "program -->\n".Length)..Page.IndexOf("<!-- /vocabulary -->", StringComparison.Ordinal)];
        Assert.Equal(Table(), table);
    }

    static string Table()
    {
        var lines = Vocabulary.Items.Select(item =>
            $"| `{item.Path}`{string.Concat(item.Aliases.Select(alias => $"<br>`{alias}`"))} | {(item.Type == "yesno" ? "yes or no" : item.Type)} | {item.Description} | `{item.Example}` |\n");
        return $"| Field | Type | What it is | Example |\n|---|---|---|---|\n{string.Concat(lines)}";
    }

    // The rows of the table whose head begins with these words.
    static List<string> Section(string head)
    {
        var lines = Page.Split('\n');
        var at = Array.FindIndex(lines, line => line.StartsWith($"| {head} |", StringComparison.Ordinal));
        return [.. lines.Skip(at + 2).TakeWhile(line => line.StartsWith('|'))];
    }

    [GeneratedRegex("^```rule\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();
}
