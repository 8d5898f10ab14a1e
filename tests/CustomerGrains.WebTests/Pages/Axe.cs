using System.Text.Json;
using CustomerGrains.WebTests.Support;
using Microsoft.Playwright;

namespace CustomerGrains.WebTests.Pages;

/// <summary>Deque's axe-core, which the front end has as a development dependency, run on a page as it stands.</summary>
static class Axe
{
    const string Run = """
        async () => {
          const result = await axe.run(document, { resultTypes: ['violations'] });
          return JSON.stringify(result.violations.map(each => ({
            rule: each.id, help: each.help, where: each.nodes.slice(0, 3).map(node => node.target.join(' ') + ': ' + (node.any[0] ?? node.all[0] ?? node.none[0])?.message) })));
        }
        """;

    static readonly Lazy<Task<string>> _script = new(() =>
        File.ReadAllTextAsync(Repository.Folder(Path.Combine("web", "ui", "node_modules", "axe-core", "axe.min.js"))));

    /// <summary>For <see cref="Look.Script"/>: a page's own content policy admits no script from elsewhere.</summary>
    public static Task<string> ScriptAsync() => _script.Value;

    /// <summary>What breaks the accessibility rules on the page, a line each.</summary>
    public static async Task<List<string>> ViolationsAsync(IPage page)
    {
        var found = JsonDocument.Parse(await page.EvaluateAsync<string>(Run)).RootElement;
        return [.. found.EnumerateArray().Select(each =>
            $"{each.GetProperty("rule")}: {each.GetProperty("help")}\n    {string.Join("\n    ", each.GetProperty("where").EnumerateArray())}")];
    }
}
