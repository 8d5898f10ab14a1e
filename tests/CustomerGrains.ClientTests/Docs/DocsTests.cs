using System.Text.RegularExpressions;
using CustomerGrains.ClientTests.Support;
using CustomerGrains.Tool.Import;

namespace CustomerGrains.ClientTests.Docs;

/// <summary>What the documentation shows is what works.</summary>
public sealed partial class DocsTests
{
    [Fact]
    public void The_code_of_the_clients_page_is_the_code_that_compiles()
    {
        var compiled = Repository.Read("tests/CustomerGrains.ClientTests/Docs/ClientSnippet.cs");
        var shown = Assert.Single(Blocks(Repository.Read("docs/client.md"), "csharp"));
        foreach (var line in shown.Split('\n', StringSplitOptions.RemoveEmptyEntries)) Assert.Contains(line.Trim(), compiled, StringComparison.Ordinal);
    }

    [Fact]
    public void The_mapping_of_the_import_page_reads_the_file_of_the_import_page()
    {
        var page = Repository.Read("docs/import.md");
        var mapping = CsvMapping.Parse(Assert.Single(Blocks(page, "json")), "example.json");
        using var folder = new TempFolder();
        var items = Formats.Read(new MappedCsv(mapping), folder.Write("rows.csv", Assert.Single(Blocks(page, "csv"))));
        Assert.Equal(["till-77", "till-78"], items.Events().Select(item => item.MessageId));
        Assert.Equal(1_246.50m, items.Sum(item => item.Amount));
    }

    static IEnumerable<string> Blocks(string page, string language) =>
        Block().Matches(page.ReplaceLineEndings("\n")).Where(match => match.Groups[1].Value == language).Select(match => match.Groups[2].Value);

    [GeneratedRegex("^```(\\w+)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
