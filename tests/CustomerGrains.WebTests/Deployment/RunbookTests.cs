using System.Text.RegularExpressions;
using CustomerGrains.WebTests.Support;

namespace CustomerGrains.WebTests.Deployment;

public sealed partial class RunbookTests
{
    [Fact]
    public void Every_instrument_that_the_runbook_names_is_one_that_a_program_has()
    {
        var named = Instrument().Matches(File.ReadAllText(Path.Combine(Repository.Folder("docs"), "runbook.md"))).Select(match => match.Groups[1].Value).Distinct().ToList();
        var made = new[] { "web", "silo", "grains" }.SelectMany(folder => Directory.EnumerateFiles(Repository.Folder(folder), "*.cs", SearchOption.AllDirectories))
            .SelectMany(file => Literal().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value)).ToHashSet();

        Assert.True(named.Count > 10);
        Assert.All(named, name => Assert.Contains(name, made));
    }

    [Fact]
    public void Every_page_and_heading_that_a_page_of_operations_points_to_is_there()
    {
        var docs = Repository.Folder("docs");
        foreach (var page in (string[])["operations.md", "configuration.md", "runbook.md", "capacity.md"])
        {
            foreach (Match link in Link().Matches(File.ReadAllText(Path.Combine(docs, page))))
            {
                var (path, heading) = (link.Groups[1].Value, link.Groups[2].Value);
                var target = path.Length == 0 ? Path.Combine(docs, page) : Path.GetFullPath(Path.Combine(docs, path));
                Assert.True(Path.Exists(target), $"{page} points to {path}");
                if (heading.Length > 0)
                    Assert.Contains(heading, Heading().Matches(File.ReadAllText(target)).Select(match => Anchor(match.Groups[1].Value)));
            }
        }
    }

    static string Anchor(string heading) => Unspoken().Replace(heading.Trim().ToLowerInvariant(), "").Replace(' ', '-');

    [GeneratedRegex("`(customergrains\\.[a-z._]+[a-z])`")]
    private static partial Regex Instrument();

    [GeneratedRegex("\"(customergrains\\.[a-z._]+)\"")]
    private static partial Regex Literal();

    [GeneratedRegex(@"\]\(((?!https?:)[^)#]*)#?([^)]*)\)")]
    private static partial Regex Link();

    [GeneratedRegex("^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("[^a-z0-9 -]")]
    private static partial Regex Unspoken();
}
