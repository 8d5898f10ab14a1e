using System.Text.RegularExpressions;
using CustomerGrains.WebTests.Support;

namespace CustomerGrains.WebTests.Deployment;

/// <summary>The settings of docs/configuration.md.</summary>
static partial class ConfigurationPage
{
    /// <summary>Those that this project reads itself.</summary>
    public static IReadOnlyList<string> Own { get; } = Read(text => text[..text.IndexOf(Frameworks, StringComparison.Ordinal)]);

    /// <summary>Those of the frameworks that the page names.</summary>
    public static IReadOnlyList<string> OfFrameworks { get; } = Read(text => text[text.IndexOf(Frameworks, StringComparison.Ordinal)..]);

    const string Frameworks = "## Of the frameworks";

    /// <summary>Whether a setting, spelt as in the environment or with colons, is on the page.</summary>
    public static bool Knows(string setting) => Own.Concat(OfFrameworks).Any(name => PatternOf(name).IsMatch(setting.Replace("__", ":", StringComparison.Ordinal)));

    // XXX stands for a currency, N for a number, NAME for a name of somebody else.
    static Regex PatternOf(string name) => new(
        "^" + Regex.Escape(name).Replace("XXX", "[A-Z]{3}", StringComparison.Ordinal).Replace(":N:", ":[0-9]+:", StringComparison.Ordinal).Replace("NAME", ".+", StringComparison.Ordinal) + "$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant);

    static List<string> Read(Func<string, string> part) =>
        [.. Row().Matches(part(File.ReadAllText(Path.Combine(Repository.Folder("docs"), "configuration.md")))).SelectMany(row => Name().Matches(row.Groups[1].Value)).Select(name => name.Groups[1].Value)];

    // The first cell of a row, and the names in it.
    [GeneratedRegex(@"^\| ([^|]+) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Name();
}
